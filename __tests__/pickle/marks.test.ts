import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { brokenBy, made } from "./run";

test("marks nest: each opcode takes what is above the last one", () => {
  expect(made(pickle(0).mark().int(1).mark().int(2).tuple().int(3).list())).toBe("[1, (2,), 3]");
});

test("POP takes a mark where nothing stands on it", () => {
  expect(made(pickle(0).int(1).mark().pop())).toBe("1");
  expect(made(pickle(0).int(1).mark().int(2).pop().pop())).toBe("1");
});

test("a mark on an empty stack can be popped, once", () => {
  expect(brokenBy(pickle(0).mark().pop().pop())).toBe("the opcode at 0x2 takes from an empty stack");
});

test.each<[string, (p: PickleBuilder) => PickleBuilder]>([
  ["POP_MARK", (p) => p.popMark()],
  ["TUPLE", (p) => p.tuple()],
  ["LIST", (p) => p.list()],
  ["DICT", (p) => p.dict()],
  ["FROZENSET", (p) => p.frozenset()],
  ["APPENDS", (p) => p.appends()],
  ["SETITEMS", (p) => p.setitems()],
  ["ADDITEMS", (p) => p.additems()],
  ["OBJ", (p) => p.obj()],
  ["INST", (p) => p.inst("m", "C")],
])("%s needs a mark", (_, write) => {
  expect(brokenBy(write(pickle(0).none().none()))).toBe("the opcode at 0x2 needs a mark, but none was set");
});

test.each<[string, (p: PickleBuilder) => PickleBuilder]>([
  ["APPENDS", (p) => p.appends()],
  ["SETITEMS", (p) => p.setitems()],
  ["ADDITEMS", (p) => p.additems()],
])("%s needs something below its mark", (_, write) => {
  expect(brokenBy(write(pickle(0).mark().none()))).toContain("has nothing to add its items to");
  // An outer mark fences off what is below it.
  expect(brokenBy(write(pickle(0).emptyList().mark().mark().none()))).toContain("has nothing to add its items to");
});

test("OBJ needs a class above its mark", () => {
  expect(brokenBy(pickle(1).mark().obj())).toBe("the opcode at 0x1 has no class to make an object of");
});

test("items of a long container are counted, not kept", () => {
  const p = pickle(2).emptyList().mark();
  for (let i = 0; i < 100; i++) p.int(i);
  expect(made(p.appends())).toMatch(/^\[0, 1, .*, 31, \.\.\.\]$/);
  const q = pickle(2).mark();
  for (let i = 0; i < 100; i++) q.int(i);
  expect(made(q.tuple())).toMatch(/^\(0, 1, .*, 31, \.\.\.\)$/);
});

test("APPENDS again and again keeps the first items only", () => {
  const p = pickle(2).emptyList();
  for (let i = 0; i < 40; i++) p.mark().int(i).appends();
  expect(made(p)).toMatch(/ 31, \.\.\.\]$/);
});
