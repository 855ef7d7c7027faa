import type { Cost } from "../../src/core/budget";
import { pickle, type PickleBuilder } from "../support/pickle-builder";

const times = (text: string, count: number): string => text.repeat(count);
const raw = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));
const sized = (opcode: number, length: number[]): Uint8Array =>
  Uint8Array.from([0x80, 4, opcode, ...length, 0x61, 0x2e]);

/** t1 = (t0, t0, ...), t2 = (t1, t1, ...): each level is a few bytes and `width` times as much to show. */
function laughs(levels: number, width: number): PickleBuilder {
  const p = pickle(2).emptyTuple().binput(0);
  for (let i = 0; i < levels; i++) {
    p.mark();
    for (let k = 0; k < width; k++) p.binget(0);
    p.tuple().binput(0);
  }
  return p;
}

/** A list that holds itself, as an argument and as what is changed. */
function selfHolding(): Uint8Array {
  const p = pickle(2).emptyList().binput(0).dup().append().emptyDict().binput(1).binget(1).binget(0).setitem().pop();
  return p
    .globalOpcode("m", "f")
    .binget(0)
    .tuple1()
    .reduce()
    .binget(0)
    .build()
    .globalOpcode("m", "g")
    .binget(0)
    .reduce()
    .stop();
}

/** Calls whose arguments differ in shape, each as large as what one fact may hold. */
function largeFacts(count: number): Uint8Array {
  const p = pickle(2).globalOpcode("m", "f").longBinput(1);
  for (let i = 0; i < count; i++) {
    const item = `(${times("K\x01", 1 + (i % 30))}t`;
    p.longBinget(1)
      .mark()
      .mark()
      .raw(times(item, 1 + ((i >> 3) % 30)))
      .tuple()
      .raw(times("K\x01", i % 12))
      .tuple()
      .reduce()
      .pop();
  }
  return p.none().stop();
}

type Hostile = readonly [name: string, bytes: () => Uint8Array, end: string, limits?: Partial<Record<Cost, number>>];

/** Values are counted after a million opcodes; the real limit would need many more. */
const FEW_VALUES = { values: 8_000_000 };

/** Streams that are hostile by size, each with the words its end must have. Sizes are in bytes, calls or levels. */
export const HOSTILE: readonly Hostile[] = [
  ["memo index of 2^32-1", () => pickle(2).none().longBinput(0xffffffff).longBinget(0xffffffff).stop(), "stop"],
  ["memo index of 10^18", () => pickle(0).none().put(`1${times("0", 18)}`).get(`1${times("0", 18)}`).stop(), "stop"],
  ["memo indexes far apart", () => raw(Array.from({ length: 50_000 }, (_, i) => `Np${i * 65537}\n0`).join("") + "N."), "stop"],
  ["doubling tuples, called with", () => laughs(60, 2).globalOpcode("m", "f").binget(0).reduce().stop(), "stop"],
  ["wide tuples in each other, called with", () => laughs(30, 32).globalOpcode("m", "f").binget(0).reduce().stop(), "stop"],
  ["wide tuples, called again and again", () => laughs(30, 32).globalOpcode("m", "f").binput(1).raw(times("h\x01h\0R0", 50_000)).stop(), "stop"],
  ["a list that holds itself", selfHolding, "stop"],
  ["tuples in tuples", () => raw(`\x80\x02)${times("\x85", 1_100_000)}.`), "values kept at once", FEW_VALUES],
  ["lists in lists", () => raw(`\x80\x02${times("]", 300_000)}${times("a", 299_999)}.`), "stop"],
  ["lists on the stack", () => raw(times("]", 1_100_000)), "values kept at once", FEW_VALUES],
  ["a chain through the memo", () => raw(`\x80\x02]q\x01(h\x01${times("]q\x01a0h\x01", 260_000)}1.`), "values kept at once", { values: 1_000_000 }],
  ["marks", () => raw(times("(", 9_000_000)), "values kept at once"],
  ["a name of 10 MB", () => raw(`c${times("a", 10_000_000)}\n${times("b", 100)}\n.`), "stop"],
  ["a number of 10 MB", () => raw(`I${times("1", 10_000_000)}\n.`), "stop"],
  ["a long of 200 bytes, told", () => pickle(2).globalOpcode("m", "f").raw([0x8a, 255]).raw(new Uint8Array(255).fill(0x7f)).tuple1().reduce().stop(), "stop"],
  ["a long of 20 MB", () => Uint8Array.from(Buffer.concat([raw("\x80\x02cm\nf\n\x8b"), Buffer.from([0, 0x2d, 0x31, 1]), Buffer.alloc(20_000_000, 7), raw("\x85R.")])), "stop"],
  ["text of 2^63 bytes", () => sized(0x8d, [0, 0, 0, 0, 0, 0, 0, 0x80]), "ends inside a string"],
  ["text of 2^64-1 bytes", () => sized(0x8d, times("x", 8).split("").map(() => 255)), "ends inside a string"],
  ["a frame of 2^64-1 bytes", () => sized(0x95, times("x", 8).split("").map(() => 255)), "takes from an empty stack"],
  ["a line of backslashes", () => raw(`V${times("\\", 16_000_000)}\n\x94V${times("\\", 5000)}u0041\n\x93.`), "stop"],
  ["a quoted line of backslashes", () => raw(`S'${times("\\", 16_000_000)}'\n0cm\nf\nS'${times("\\", 9999)}'\n\x85R.`), "stop"],
  ["one long line, named again and again", () => raw(`V${times("a", 4_000_000)}\np0\n${times("g0\ng0\n\x930", 300_000)}N.`), "stop"],
  ["buffers", () => raw(`${times("\x97\x98", 500_000)}.`), "stop"],
  ["what looks like pickles", () => raw(times("C\x08\x80\x04cos\nsy0", 100_000) + "N."), "stop"],
  ["extension codes", () => raw(Array.from({ length: 30_000 }, (_, i) => `ccopyreg\nadd_extension\n(Vm\nVn\nI${i}\ntR0`).join("") + "N."), "stop"],
  ["unknown extension codes", () => raw(times("\x82\x07", 150_000) + "."), "facts"],
  ["persistent ids", () => raw(`${times("P1\n0", 300_000)}N.`), "stop"],
  ["calls that differ, with large arguments", () => largeFacts(20_000), "stop"],
  ["long names", () => raw(Array.from({ length: 20_000 }, (_, i) => `c${times("m", 1500)}${i}\nx\n0`).join("") + "N."), "facts"],
  ["names of bad bytes", () => raw(times(`c${times("\xff", 4000)}\nx\n0`, 500) + "N."), "stop"],
]; // prettier-ignore
