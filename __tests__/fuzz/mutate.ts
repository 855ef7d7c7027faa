import { OPCODES } from "../../src/pickle/opcodes";
import type { Random } from "./random";

/** Samples stay below this size, in bytes: mutations must not let them grow for ever. */
const MAX_SAMPLE = 64 * 1024;
const CODES = OPCODES.map(({ code }) => code);

/** A damaged copy: one to six mutations, each of any kind. `other` is what may be spliced in. */
export function mutate(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  let result = bytes;
  for (let count = 1 + random.int(6); count > 0; count--) result = random.pick(MUTATIONS)(random, result, other);
  return result.subarray(0, MAX_SAMPLE);
}

type Mutation = (random: Random, bytes: Uint8Array, other: Uint8Array) => Uint8Array;

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.prototype.slice.call(bytes);
  if (copy.length > 0) copy[at] = value;
  return copy;
}

/** The bytes with `count` of them at `at` replaced. */
function replaced(bytes: Uint8Array, at: number, count: number, by: Uint8Array): Uint8Array {
  return Uint8Array.from(Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + count)]));
}

function region(random: Random, bytes: Uint8Array): readonly [number, number] {
  const at = random.int(bytes.length);
  return [at, Math.min(bytes.length - at, 1 + random.int(random.pick([4, 16, 200])))];
}

/** Numbers that break arithmetic: ends of ranges, and one off. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe];

const MUTATIONS: readonly Mutation[] = [
  (random, bytes) => {
    const at = random.int(bytes.length);
    return changed(bytes, at, (bytes[at] ?? 0) ^ (1 << random.int(8)));
  },
  (random, bytes) => changed(bytes, random.int(bytes.length), random.int(256)),
  (random, bytes) => replaced(bytes, random.int(bytes.length + 1), 0, random.bytes(1 + random.int(8))),
  (random, bytes) => replaced(bytes, ...region(random, bytes), new Uint8Array(0)),
  (random, bytes) => bytes.subarray(0, random.int(bytes.length + 1)),
  (random, bytes) => {
    const [at, count] = region(random, bytes);
    return replaced(bytes, at, 0, bytes.slice(at, at + count));
  },
  (random, bytes) => {
    const [at, count] = region(random, bytes);
    let copies = bytes.slice(at, at + count);
    while (copies.length > 0 && copies.length < 2000) copies = Uint8Array.from(Buffer.concat([copies, copies]));
    return replaced(bytes, at, 0, copies);
  },
  (random, bytes, other) => {
    const [at, count] = region(random, other);
    return replaced(bytes, random.int(bytes.length + 1), random.int(3), other.slice(at, at + count));
  },
  (random, bytes, other) =>
    replaced(bytes, random.int(bytes.length + 1), bytes.length, other.subarray(random.int(other.length))),
  (random, bytes) => changed(bytes, random.int(bytes.length), random.pick(CODES)),
  (random, bytes) =>
    replaced(
      bytes,
      random.int(bytes.length + 1),
      0,
      Uint8Array.from({ length: 1 + random.int(6) }, () => random.pick(CODES)),
    ),
  (random, bytes) => {
    const width = random.pick([1, 2, 4, 8]);
    const edge = Buffer.alloc(8, random.chance(20) ? 0xff : 0);
    edge.writeUInt32LE(random.pick(EDGES));
    return replaced(bytes, random.int(bytes.length + 1), width, edge.subarray(0, width));
  },
  swapOpcodes,
];

/** Two bytes that are opcodes change places. */
function swapOpcodes(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.int(bytes.length);
  const to = bytes.findIndex((byte, i) => i > at && CODES.includes(byte));
  if (to < 0) return bytes;
  return changed(changed(bytes, at, bytes[to]!), to, bytes[at]!);
}
