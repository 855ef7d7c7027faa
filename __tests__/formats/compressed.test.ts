import { deflateSync, gzipSync } from "node:zlib";
import { compressedFormats } from "../../src/formats/compressed";
import { PLAIN, SAMPLES } from "../bytes/decoders/samples";
import { mutations, randomFrom } from "../support/damage";
import { claims, oddities, see } from "../support/see";

const format = (id: string) => compressedFormats.find((one) => one.id === id)!;
const claimers = (bytes: Uint8Array) => compressedFormats.filter((one) => claims(one, bytes)).map(({ id }) => id);
const samples = SAMPLES.map(([id, how, base64]) => ({
  id,
  how,
  bytes: Uint8Array.from(Buffer.from(base64, "base64")),
}));

describe.each(samples)("$id: $how", ({ id, bytes }) => {
  test("is claimed by its format alone", () => expect(claimers(bytes)).toEqual([id]));

  test("yields its content, and nothing else", () => {
    const seen = see(format(id), bytes);
    expect(seen.subjects).toEqual([]);
    expect(seen.members.map(({ name, text }) => [name, text])).toEqual([["content", PLAIN.toString("latin1")]]);
  });

  test("with bytes behind it, yields them too", () => {
    const seen = see(format(id), Buffer.concat([bytes, Buffer.from("cos\nsystem\n")]));
    expect(seen.members[1]).toMatchObject({ name: "trailing", text: expect.stringMatching(/cos\nsystem\n$/) });
    expect(seen.subjects).toMatchObject([{ kind: "trailing", after: format(id).title }]);
  });

  test("cut short, yields what is there first, and then fails", () => {
    const seen = see(format(id), bytes.subarray(0, bytes.length - 9));
    expect(PLAIN.toString("latin1").startsWith(seen.members[0]!.text)).toBe(true);
    expect(seen.members).toHaveLength(1);
  });

  test("damaged, yields or fails, but never crashes", () => {
    for (const damaged of mutations(bytes, 100)) if (claims(format(id), damaged)) see(format(id), damaged);
  });
});

test("a member has the file's name without the suffix", () => {
  const bytes = gzipSync("x");
  const name = (path: string) => see(format("gzip"), bytes, { inside: [path] }).members[0]!.name;
  expect(name("dir/model.pkl.gz")).toBe("model.pkl");
  expect(name("MODEL.GZ")).toBe("MODEL");
  expect(name("data.tgz")).toBe("data.tar");
  expect(name("model.joblib")).toBe("content");
  expect(name(".gz")).toBe("content");
});

test("a wrong checksum is told, with the content", () => {
  const bytes = gzipSync("hello");
  bytes[bytes.length - 8]! ^= 1;
  const seen = see(format("gzip"), bytes);
  expect(seen.members[0]!.text).toBe("hello");
  expect(oddities(seen)).toEqual(["wrong-checksum: the gzip data's CRC-32 is wrong"]);
});

test("a bomb ends at its limit", () => {
  const bytes = gzipSync(Buffer.alloc(50_000_000));
  const seen = see(format("gzip"), bytes, { read: 10, limits: { inflated: 1_000_000 } });
  expect(seen.failure).toMatch("LimitExceeded: more than 1,000,000 decompressed bytes");
});

describe("zlib, which has no magic", () => {
  test("is claimed at every level and window", () => {
    for (let level = 0; level <= 9; level++)
      for (const windowBits of [9, 12, 15])
        for (const data of [Buffer.alloc(0), Buffer.from("x"), PLAIN])
          expect(claimers(deflateSync(data, { level, windowBits }))).toEqual(["zlib"]);
  });

  test("is claimed though its end is missing, where enough is there", () => {
    expect(claimers(deflateSync(PLAIN).subarray(0, -6))).toEqual(["zlib"]);
    expect(claimers(deflateSync(PLAIN).subarray(0, 200))).toEqual([]);
  });

  test("is not claimed in text or noise that begins like it", () => {
    const random = randomFrom(3);
    for (const start of [
      [0x78, 0x01],
      [0x78, 0x5e],
      [0x78, 0x9c],
      [0x78, 0xda],
      [0x08, 0x1d],
      [0x5d, 0x00, 0x00, 0x80, 0x00],
    ])
      for (let i = 0; i < 2000; i++) {
        const noise = Uint8Array.from({ length: 1 + (random() % 300) }, () =>
          i % 2 === 0 ? random() : 32 + (random() % 90),
        );
        expect(claimers(Uint8Array.from([...start, ...noise]))).toEqual([]);
      }
    expect(claimers(Buffer.from("x^2 + y^2 = z^2 has solutions in integers"))).toEqual([]);
  });
});

test("a skippable frame alone is claimed by none", () => {
  expect(claimers(Buffer.from("502a4d1803000000616263", "hex"))).toEqual([]);
});
