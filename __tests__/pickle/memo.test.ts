import { Memo } from "../../src/pickle/memo";
import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { brokenBy, made } from "./run";

const READERS: readonly [string, (p: PickleBuilder, index: number) => PickleBuilder][] = [
  ["GET", (p, index) => p.get(index)],
  ["BINGET", (p, index) => p.binget(index)],
  ["LONG_BINGET", (p, index) => p.longBinget(index)],
];
const WRITERS: readonly [string, (p: PickleBuilder) => PickleBuilder][] = [
  ["PUT", (p) => p.put(0)],
  ["BINPUT", (p) => p.binput(0)],
  ["LONG_BINPUT", (p) => p.longBinput(0)],
  ["MEMOIZE", (p) => p.memoize()],
];

describe.each(WRITERS)("%s", (_, write) => {
  test.each(READERS)("and %s share one memo", (_, read) => {
    expect(made(read(write(pickle(2).int(7)).pop(), 0))).toBe("7");
  });
});

test.each(READERS)("%s of an entry that was never set breaks the stream", (_, read) => {
  expect(brokenBy(read(pickle(2).int(7).binput(1), 0))).toMatch(/takes memo entry 0, which was never set$/);
});

describe("MEMOIZE writes at the number of entries", () => {
  test("0, 1, 2 in a plain stream", () => {
    expect(made(pickle(4).int(5).memoize().int(6).memoize().int(7).memoize().binget(1))).toBe("6");
  });

  test("behind explicit entries", () => {
    // Entries 5 and 9 make two, so the next index is 2.
    expect(made(pickle(4).int(5).binput(5).int(9).binput(9).int(7).memoize().binget(2))).toBe("7");
  });

  test("over an entry that is already there", () => {
    expect(made(pickle(4).int(1).binput(1).int(2).memoize().binget(1))).toBe("2");
  });

  test("an overwritten entry counts once", () => {
    expect(made(pickle(4).int(1).put(0).int(2).put(0).int(3).memoize().binget(1))).toBe("3");
  });
});

test("the last write to an entry counts", () => {
  expect(made(pickle(2).int(1).binput(3).pop().int(2).put(3).pop().longBinget(3))).toBe("2");
});

test("a text index is read as a number", () => {
  expect(made(pickle(0).int(1).put("007").pop().get("7"))).toBe("1");
  expect(made(pickle(0).int(1).put(" +1_0 ").pop().get("10"))).toBe("1");
});

test.each(["-1", "x", "", "0x1", "1.0", "1__0"])("%j is no memo index", (text) => {
  expect(brokenBy(pickle(0).int(1).put(text))).toBe("the opcode at 0x3 has no memo index");
});

test("an entry holds the object itself, so what is added later is in it", () => {
  const p = pickle(2).emptyList().binput(0).int(1).append().pop();
  expect(made(p.binget(0))).toBe("[1]");
});

test("the memo survives the pops of its values and holds an import", () => {
  expect(made(pickle(2).global("os", "system").binput(0).pop().binget(0))).toBe("os.system");
});

test("indexes with gaps, at the edges of its chunks and far away", () => {
  const memo = new Memo();
  const places = [0, 1, 65535, 65536, 200_000, 23_999_999, 24_000_000, 4294967295];
  for (const place of places) memo.put(place, place);
  for (const place of places) expect(memo.get(place)).toBe(place);
  expect([2, 65534, 65537, 4294967294].map((place) => memo.get(place))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(memo.size).toBe(places.length);
});
