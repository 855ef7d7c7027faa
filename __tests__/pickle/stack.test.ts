import { OPCODES } from "../../src/pickle/opcodes";
import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { brokenBy, made } from "./run";

/** Each opcode with the least around it, and the object the stream then makes. */
const EFFECTS: Readonly<Record<string, readonly [PickleBuilder, string]>> = {
  MARK: [pickle(0).int(1).mark().int(2).list().tuple2(), "(1, [2])"],
  STOP: [pickle(0).int(1), "1"],
  POP: [pickle(0).int(1).int(2).pop(), "1"],
  POP_MARK: [pickle(1).int(1).mark().int(2).int(3).popMark(), "1"],
  DUP: [pickle(0).int(1).dup().tuple2(), "(1, 1)"],
  FLOAT: [pickle(0).floatText("1.5"), "1.5"],
  INT: [pickle(0).intText("-7"), "-7"],
  BININT: [pickle(1).binint(-2), "-2"],
  BININT1: [pickle(1).binint1(255), "255"],
  LONG: [pickle(0).longText("99999999999999999999L"), "99999999999999999999"],
  BININT2: [pickle(1).binint2(65535), "65535"],
  NONE: [pickle(0).none(), "None"],
  PERSID: [pickle(0).persid("weights"), "<stored tensor>"],
  BINPERSID: [pickle(1).string("id").binpersid(), "<stored tensor>"],
  REDUCE: [pickle(0).call("m", "f", 1), "<m.f()>"],
  STRING: [pickle(0).stringText("'a'"), "'a'"],
  BINSTRING: [pickle(1).binstring("a"), "'a'"],
  SHORT_BINSTRING: [pickle(1).shortBinstring("a"), "'a'"],
  UNICODE: [pickle(0).unicodeText("a"), "'a'"],
  BINUNICODE: [pickle(1).binunicode("a"), "'a'"],
  APPEND: [pickle(0).emptyList().int(1).append(), "[1]"],
  BUILD: [pickle(0).call("m", "C").emptyDict().build(), "<m.C()>"],
  GLOBAL: [pickle(0).globalOpcode("m", "f"), "m.f"],
  DICT: [pickle(0).mark().int(1).int(2).dict(), "{1: 2}"],
  EMPTY_DICT: [pickle(1).emptyDict(), "{}"],
  APPENDS: [pickle(1).emptyList().mark().int(1).int(2).appends(), "[1, 2]"],
  GET: [pickle(0).int(1).put(5).get(5).tuple2(), "(1, 1)"],
  BINGET: [pickle(1).int(1).binput(5).binget(5).tuple2(), "(1, 1)"],
  INST: [pickle(0).mark().int(1).inst("m", "C"), "<m.C()>"],
  LONG_BINGET: [pickle(1).int(1).longBinput(500).longBinget(500).tuple2(), "(1, 1)"],
  LIST: [pickle(0).mark().int(1).list(), "[1]"],
  EMPTY_LIST: [pickle(1).emptyList(), "[]"],
  OBJ: [pickle(1).mark().global("m", "C").int(1).obj(), "<m.C()>"],
  PUT: [pickle(0).int(1).put(0), "1"],
  BINPUT: [pickle(1).int(1).binput(0), "1"],
  LONG_BINPUT: [pickle(1).int(1).longBinput(0), "1"],
  SETITEM: [pickle(0).emptyDict().int(1).int(2).setitem(), "{1: 2}"],
  TUPLE: [pickle(0).mark().int(1).int(2).int(3).int(4).tuple(), "(1, 2, 3, 4)"],
  EMPTY_TUPLE: [pickle(1).emptyTuple(), "()"],
  SETITEMS: [pickle(1).emptyDict().mark().int(1).int(2).int(3).int(4).setitems(), "{1: 2, 3: 4}"],
  BINFLOAT: [pickle(1).binfloat(0.25), "0.25"],
  BINBYTES: [pickle(3).binbytes("a\n"), "b'a\\n'"],
  SHORT_BINBYTES: [pickle(3).shortBinbytes(Uint8Array.of(0xff)), "b'\\xff'"],
  PROTO: [pickle(2).none(), "None"],
  NEWOBJ: [pickle(2).global("m", "C").emptyTuple().newobj(), "<m.C()>"],
  EXT1: [pickle(2).ext1(9), "<extension 9>"],
  EXT2: [pickle(2).ext2(900), "<extension 900>"],
  EXT4: [pickle(2).ext4(90000), "<extension 90000>"],
  TUPLE1: [pickle(2).int(1).tuple1(), "(1,)"],
  TUPLE2: [pickle(2).int(1).int(2).tuple2(), "(1, 2)"],
  TUPLE3: [pickle(2).int(1).int(2).int(3).tuple3(), "(1, 2, 3)"],
  NEWTRUE: [pickle(2).newtrue(), "True"],
  NEWFALSE: [pickle(2).newfalse(), "False"],
  LONG1: [pickle(2).long1([0, 1]), "256"],
  LONG4: [pickle(2).long4([0, 0, 1]), "65536"],
  SHORT_BINUNICODE: [pickle(4).shortBinunicode("é"), "'é'"],
  BINUNICODE8: [pickle(4).binunicode8("a"), "'a'"],
  BINBYTES8: [pickle(4).binbytes8("a"), "b'a'"],
  EMPTY_SET: [pickle(4).emptySet(), "set()"],
  ADDITEMS: [pickle(4).emptySet().mark().int(1).int(2).additems(), "{1, 2}"],
  FROZENSET: [pickle(4).mark().int(1).frozenset(), "frozenset({1})"],
  NEWOBJ_EX: [pickle(4).global("m", "C").emptyTuple().emptyDict().newobjEx(), "<m.C()>"],
  STACK_GLOBAL: [pickle(4).string("m").string("f").stackGlobal(), "m.f"],
  MEMOIZE: [pickle(4).int(1).memoize().binget(0).tuple2(), "(1, 1)"],
  FRAME: [pickle(4).frame(2).none(), "None"],
  BYTEARRAY8: [pickle(5).bytearray8("a"), "bytearray(b'a')"],
  NEXT_BUFFER: [pickle(5).nextBuffer(), "<buffer>"],
  READONLY_BUFFER: [pickle(5).nextBuffer().readonlyBuffer(), "<buffer>"],
};

test("the table below has every opcode", () => {
  expect(Object.keys(EFFECTS).sort()).toEqual(OPCODES.map(({ name }) => name).sort());
});

test.each(Object.entries(EFFECTS))("%s does to the stack what CPython does", (_, [stream, object]) => {
  // The value below shows that an opcode took no more than its own.
  expect(made(stream)).toBe(object);
  expect(made(pickle(2).none().raw(stream.bytes()).tuple2())).toBe(`(None, ${object})`);
});

/** Opcodes that take values, and how many they need. */
const TAKERS: readonly (readonly [string, number, (p: PickleBuilder) => PickleBuilder])[] = [
  ["STOP", 1, (p) => p.raw(".")],
  ["POP", 1, (p) => p.pop()],
  ["DUP", 1, (p) => p.dup()],
  ["APPEND", 2, (p) => p.append()],
  ["BUILD", 2, (p) => p.build()],
  ["REDUCE", 2, (p) => p.reduce()],
  ["NEWOBJ", 2, (p) => p.newobj()],
  ["NEWOBJ_EX", 3, (p) => p.newobjEx()],
  ["SETITEM", 3, (p) => p.setitem()],
  ["STACK_GLOBAL", 2, (p) => p.stackGlobal()],
  ["BINPERSID", 1, (p) => p.binpersid()],
  ["TUPLE1", 1, (p) => p.tuple1()],
  ["TUPLE2", 2, (p) => p.tuple2()],
  ["TUPLE3", 3, (p) => p.tuple3()],
  ["PUT", 1, (p) => p.put(0)],
  ["BINPUT", 1, (p) => p.binput(0)],
  ["LONG_BINPUT", 1, (p) => p.longBinput(0)],
  ["MEMOIZE", 1, (p) => p.memoize()],
  ["READONLY_BUFFER", 1, (p) => p.readonlyBuffer()],
];

test.each(TAKERS)("%s breaks the stream where fewer than %i values are there", (_, needed, take) => {
  const short = pickle(0);
  for (let i = 1; i < needed; i++) short.none();
  const at = `0x${short.length.toString(16)}`;
  expect(brokenBy(take(short))).toMatch(new RegExp(`^the opcode at ${at} (takes from|looks at) an empty stack$`));
});

/** Below a mark stands what an opcode may not take. */
test.each(TAKERS.filter(([name, needed]) => name !== "POP" && needed > 0))("%s stops at a mark", (_, needed, take) => {
  const fenced = pickle(0);
  for (let i = 0; i < needed; i++) fenced.none();
  fenced.mark();
  for (let i = 1; i < needed; i++) fenced.none();
  expect(brokenBy(take(fenced))).toMatch(/empty stack$/);
});
