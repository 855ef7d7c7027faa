import { deflateRawSync } from "node:zlib";
import { Malformed, type ByteSource } from "../../../src/core/bytes";
import { BufferSource } from "../../../src/bytes/sources";
import { DECODERS, openDeflate, type CheckedStream, type Decoder } from "../../../src/bytes/decoders";
import { mutations, randomFrom, truncations } from "../../support/damage";
import { PLAIN, SAMPLES } from "./samples";

const samples = SAMPLES.map(([id, how, base64]) => ({
  id,
  how,
  bytes: Uint8Array.from(Buffer.from(base64, "base64")),
}));

function decoder(id: string): Decoder {
  return DECODERS.find((one) => one.id === id)!;
}

/** All bytes up to the end or a break, which may only be `Malformed`. */
function run(stream: CheckedStream, atMost = Infinity): { bytes: Buffer; failure?: string } {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for (let chunk = stream.next(); chunk !== undefined && length < atMost; chunk = stream.next()) {
      expect(chunk.length).toBeLessThanOrEqual(1024 * 1024);
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
    }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { bytes: Buffer.concat(chunks), failure: error.message };
  }
  return { bytes: Buffer.concat(chunks) };
}

describe.each(samples)("$id: $how", ({ id, bytes }) => {
  const { magic, open } = decoder(id);

  test("decodes, and ends where its data ends", () => {
    const trailing = Buffer.concat([bytes, Buffer.from("trailing")]);
    const stream = open(new BufferSource(trailing));
    expect(run(stream)).toEqual({ bytes: PLAIN });
    expect(stream.problem).toBeUndefined();
    // Zeros behind a gzip member belong to it only where nothing follows them.
    expect(stream.consumed).toBe(id === "gzip" && bytes.at(-5) === 0 ? bytes.length - 8 : bytes.length);
  });

  test("is known by its first bytes, behind frames without data too", () => {
    const start = bytes[0] === 0x50 ? 11 : 0;
    expect(magic(bytes.subarray(start, start + 16))).toBe(true);
    expect(magic(Buffer.from("not compressed at all"))).toBe(false);
    expect(magic(Buffer.alloc(0))).toBe(false);
  });

  test("cut short anywhere, gives what was there and then says so", () => {
    for (const cut of truncations(bytes)) {
      const { bytes: got, failure } = run(open(new BufferSource(cut)));
      expect(PLAIN.subarray(0, got.length).equals(got)).toBe(true);
      if (got.length < PLAIN.length && failure === undefined) expect(isBoundary(id, cut, got)).toBe(true);
    }
  });

  test("damaged anyhow, never crashes, hangs or runs away", () => {
    for (const damaged of mutations(bytes, 400)) run(open(new BufferSource(damaged)), 64 * 1024 * 1024);
  });

  test("is read in windows of any size", () => {
    expect(run(open(new DrippingSource(bytes))).bytes.equals(PLAIN)).toBe(true);
  });
});

/** A file of several streams that is cut between two of them is whole. */
function isBoundary(id: string, cut: Uint8Array, got: Buffer): boolean {
  return [0, 500, 900].includes(got.length) && (cut.length > 0 || id !== "");
}

/** Overwrites each window when the next is asked for: who keeps a view sees garbage. */
class DrippingSource implements ByteSource {
  private last = new Uint8Array(0);

  constructor(private readonly bytes: Uint8Array) {}

  get size(): number {
    return this.bytes.length;
  }

  read(offset: number, length: number): Uint8Array {
    return this.window(offset, length);
  }

  window(offset: number, atMost: number): Uint8Array {
    this.last.fill(0xaa);
    return (this.last = Uint8Array.from(this.bytes.subarray(offset, offset + atMost)));
  }
}

describe("large data", () => {
  const random = randomFrom(7);
  const large = Buffer.alloc(3_000_000);
  for (let i = 0; i < large.length; i++) large[i] = i % 1000 < 600 ? (i >> 9) & 0xff : random();

  test("raw deflate is read across windows, with its end", () => {
    const packed = deflateRawSync(large);
    const stream = openDeflate(new BufferSource(Buffer.concat([packed, large.subarray(0, 99)])));
    expect(run(stream).bytes.equals(large)).toBe(true);
    expect(stream.consumed).toBe(packed.length);
  });

  test("a bomb comes in small chunks", () => {
    const stream = openDeflate(new BufferSource(deflateRawSync(Buffer.alloc(200_000_000))));
    let length = 0;
    for (let chunk = stream.next(); chunk !== undefined; chunk = stream.next()) {
      expect(chunk.length).toBeLessThan(300_000);
      length += chunk.length;
    }
    expect(length).toBe(200_000_000);
  });
});

describe("checksums", () => {
  test.each([
    ["gzip", 0, -6, "the gzip data's CRC-32 is wrong"],
    ["gzip", 0, -1, "the gzip data's length is not what its trailer says"],
    ["zlib", 2, -1, "the zlib data's Adler-32 is wrong"],
    ["bzip2", 5, 10, "a bzip2 block's checksum is wrong"],
    ["xz", 7, -29, "an xz block's checksum is wrong"],
  ])("%s: a wrong one does not stop the bytes, and is told", (id, index, at, problem) => {
    const damaged = Buffer.from(samples[index]!.bytes);
    damaged[at < 0 ? damaged.length + at : at]! ^= 1;
    const stream = decoder(id).open(new BufferSource(damaged));
    expect(run(stream).bytes.equals(PLAIN)).toBe(true);
    expect(stream.problem).toBe(problem);
  });
});

describe("headers that ask for much", () => {
  test.each([
    // A dictionary of 4 GiB and 256 GiB of content, then nothing.
    ["lzma", "5d00000080ffffffff3f00000000000000"],
    // A window of 3.75 TiB (and a block that is not there).
    ["zstd", "28b52ffd00ff050000"],
    // A single segment of 2^63 bytes.
    ["zstd", "28b52ffde0ffffffffffffff7f"],
    // A dictionary of 4 GiB.
    ["xz", "fd377a585a000004e6d6b4460200210128000000"],
    // A block of 2 GiB.
    ["lz4", "04224d186040820000008f"],
  ])("%s %s costs nothing", (id, hex) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(run(decoder(id).open(new BufferSource(Buffer.from(hex, "hex")))).failure).toContain(`the ${id} data`);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  test("a zstd match whose length is nearly all there can be stays inside its block", () => {
    // One RLE literal, 65,000 sequences whose three tables have one symbol each: 131,074 bytes a match.
    const block = Buffer.from([0x01, 0x00, 0xff, 0xff, 0xff, 0x54, 0x00, 0x00, 0x34, ...new Array(64).fill(0xff)]);
    const header = ((block.length << 3) | (2 << 1) | 1) >>> 0;
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50, header & 0xff, header >> 8, header >> 16, ...block]);
    const started = performance.now();
    expect(run(decoder("zstd").open(new BufferSource(frame))).failure).toContain("the zstd data");
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});
