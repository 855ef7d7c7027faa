import { zip as format } from "../../src/formats/zip";
import { claims, oddities, see, unreadable, contextOf } from "../support/see";
import { bytes, u16, u64, zip, type ZipPart } from "../support/zip-builder";

const hello: ZipPart = { name: "a.txt", data: "hello hello hello" };

/** As Python 3.11 writes them: `z.writestr(ZipInfo("d/a.txt"), "hi" * 20)`, and `é.txt` with "x", deflated. */
const PYTHON =
  "UEsDBBQAAAAAAAAAIQD3Qy7CKAAAACgAAAAHAAAAZC9hLnR4dGhpaGloaWhpaGloaWhpaGloaWhpaGloaWhpaGloaWhpaGloaWhpaGlQSwMEFAAACAgAAAAhAIMW3IwDAAAAAQAAAAYAAADDqS50eHSrAABQSwECFAMUAAAAAAAAACEA90MuwigAAAAoAAAABwAAAAAAAAAAAAAAgAEAAAAAZC9hLnR4dFBLAQIUAxQAAAgIAAAAIQCDFtyMAwAAAAEAAAAGAAAAAAAAAAAAAACAAU0AAADDqS50eHRQSwUGAAAAAAIAAgBpAAAAdAAAAAAA";

describe("an honest zip", () => {
  test.each<[string, Uint8Array]>([
    ["stored", zip([hello])],
    ["deflated", zip([{ ...hello, method: 8 }])],
    ["with a signed descriptor", zip([{ ...hello, method: 8, descriptor: "signed" }, { name: "b" }])],
    [
      "with an unsigned descriptor",
      zip([
        { ...hello, descriptor: "unsigned" },
        { name: "b", descriptor: "signed" },
      ]),
    ],
    [
      "with a Zip64 descriptor",
      zip([
        { ...hello, descriptor: "zip64" },
        { name: "b", descriptor: "zip64" },
      ]),
    ],
    ["with a comment", zip([hello], { comment: "made by hand" })],
    ["with Zip64 end records", zip([hello], { zip64: true })],
    ["with PyTorch's padding", zip([{ ...hello, local: { extra: bytes("FB\x0c\0ZZZZZZZZZZZZ") } }])],
    ["with alignment between members", zip([hello, { name: "b", before: new Uint8Array(4000) }])],
    ["with sizes in the Zip64 extra field", zip([wide(hello)])],
  ])("%s yields its members and nothing odd", (_, file) => {
    const seen = see(format, file);
    expect(claims(format, file)).toBe(true);
    expect(seen.members[0]).toEqual({ name: "a.txt", text: hello.data, nested: false, reader: undefined });
    expect(oddities(seen)).toEqual([]);
    expect(unreadable(seen)).toEqual([]);
    expect(seen.failure).toBeUndefined();
  });

  test("as Python writes it, with a name in UTF-8", () => {
    const seen = see(format, Buffer.from(PYTHON, "base64"));
    expect(seen.members.map(({ name, text }) => [name, text.length])).toEqual([
      ["d/a.txt", 40],
      ["é.txt", 1],
    ]);
    expect(oddities(seen)).toEqual([]);
  });

  test("does not yield directories, and may be empty", () => {
    expect(see(format, zip([{ name: "d/" }, { ...hello, name: "d/a.txt" }])).members).toHaveLength(1);
    const empty = see(format, zip([]));
    expect(claims(format, zip([]))).toBe(true);
    expect([empty.members, oddities(empty), empty.failure]).toEqual([[], [], undefined]);
  });

  test("a zip stored in a zip keeps its own end record to itself", () => {
    const seen = see(format, zip([{ name: "inner.zip", data: zip([hello]) }]));
    expect(seen.members.map(({ name }) => name)).toEqual(["inner.zip"]);
    expect(oddities(seen)).toEqual([]);
  });
});

describe("what is a zip", () => {
  test("decides by content, also behind a prefix and before a comment", () => {
    expect(claims(format, zip([hello], { prefix: "#!/usr/bin/env python3\n" }))).toBe(true);
    expect(claims(format, zip([hello], { prefix: "#!/bin/sh\n", comment: "x".repeat(60_000) }))).toBe(true);
    expect(claims(format, zip([hello], { prefix: "#!/bin/sh\n", suffix: "junk" }))).toBe(true);
    expect(claims(format, zip([hello]), ["outer", "inner"])).toBe(true);
  });

  test.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array(0)],
    ["text", bytes("PK is a name")],
    ["an end record that leads nowhere", bytes(`text PK\x05\x06${"\x01".repeat(18)}`)],
    ["a tar whose last member is a zip", tarLike(zip([hello]))],
    ["a pickle with a zip in a literal", bytes(`\x80\x04${Buffer.from(zip([hello])).toString("latin1")}.`)],
  ])("%s is none", (_, file) => expect(claims(format, file)).toBe(false));

  test("looks at the head and the tail of a large file only", () => {
    let read = 0;
    const size = 10 * 1024 ** 3;
    const source = {
      size,
      read: (_: number, length: number) => new Uint8Array((read += length) && length),
      window: (_: number, length: number) => new Uint8Array((read += length) && length),
    };
    const artifact = { at: { path: "m", inside: [] }, bytes: source, depth: 0 };
    expect(format.claims(artifact, contextOf())).toBe(false);
    expect(read).toBeLessThan(70_000);
  });
});

describe("cost", () => {
  test("members are counted", () => {
    const parts = Array.from({ length: 20 }, (_, i) => ({ name: `m${i}` }));
    const seen = see(format, zip(parts), { limits: { members: 10 } });
    expect(seen.members).toHaveLength(10);
    expect(seen.failure).toBe("LimitExceeded: more than 10 archive members");
  });

  test("decoded bytes are counted", () => {
    const bomb = zip([{ name: "zeros", data: new Uint8Array(50 << 20), method: 8 }]);
    expect(() => see(format, bomb, { limits: { inflated: 1 << 20 } })).not.toThrow();
    expect(see(format, bomb, { limits: { inflated: 1 << 20 } }).failure).toMatch(/decompressed bytes/);
  });

  test("30,000 storages are quick, and only sniffed at", () => {
    const data = new Uint8Array(4096).fill(7);
    const file = zip(Array.from({ length: 30_000 }, (_, i) => ({ name: `m/data/${i}`, data })));
    const start = performance.now();
    expect(see(format, file, { read: 64 }).members).toHaveLength(30_000);
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});

/** Masks the sizes and gives them in the extra field, as archivers do for large members. */
function wide(part: ZipPart): ZipPart {
  const size = bytes(part.data).length;
  const extra = Uint8Array.from([...u16(1, 16), ...u64(size), ...u64(size)]);
  const lies = { packed: 0xffffffff, size: 0xffffffff, extra };
  return { ...part, local: lies, central: lies };
}

/** A header block with the magic of tar, the zip, and the end of a tar. */
function tarLike(member: Uint8Array): Uint8Array {
  const head = Buffer.alloc(512);
  head.write("model.ckpt", 0);
  head.write("ustar", 257);
  return Uint8Array.from(Buffer.concat([head, member, Buffer.alloc(1024)]));
}
