import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { calls, factsOf } from "./run";

describe("a call is told as a line of Python", () => {
  test.each<[string, PickleBuilder, string]>([
    ["REDUCE", pickle(4).call("os", "system", "echo hi"), "os.system('echo hi')"],
    ["REDUCE without arguments", pickle(0).call("m", "f"), "m.f()"],
    ["NEWOBJ", pickle(2).global("datetime", "date").push({ tuple: [2024] }).newobj(), "datetime.date.__new__(datetime.date, 2024)"],
    ["NEWOBJ_EX", pickle(4).global("m", "C").push({ tuple: [1] }).emptyDict().string("k").int(2).setitem().newobjEx(), "m.C.__new__(m.C, 1, **{'k': 2})"],
    ["OBJ", pickle(1).mark().global("m", "C").int(1).string("x").obj(), "m.C(1, 'x')"],
    ["INST", pickle(0).mark().string("id").inst("os", "popen"), "os.popen('id')"],
    ["an import as an argument", pickle(4).global("m", "f").global("os", "system").tuple1().reduce(), "m.f(os.system)"],
    ["a stored tensor as an argument", pickle(4).global("m", "f").string("0").binpersid().tuple1().reduce(), "m.f(<stored tensor>)"],
    ["containers", pickle(4).call("m", "f", [1, 2], { tuple: ["a"] }, null, true), "m.f([1, 2], ('a',), None, True)"],
    ["a callee that is no import", pickle(4).int(1).emptyTuple().reduce(), "(1)()"],
    ["arguments that are no tuple", pickle(4).global("m", "f").none().reduce(), "m.f(<computed arguments>)"],
  ])("%s", (_, stream, line) => {
    expect(calls(stream.stop())).toEqual([line]);
  }); // prettier-ignore

  test("a result that is called, or given on", () => {
    const stream = pickle(4)
      .call("m", "f")
      .push({ tuple: [1] })
      .reduce();
    expect(calls(stream.stop())).toEqual(["m.f()", "(<m.f()>)(1)"]);
    expect(calls(pickle(4).global("m", "g").call("m", "f").tuple1().reduce().stop())).toEqual([
      "m.f()",
      "m.g(<m.f()>)",
    ]);
    const twice = pickle(4).call("m", "f").emptyTuple().reduce().emptyTuple().reduce();
    expect(calls(twice.stop())).toEqual(["m.f()", "(<m.f()>)()", "(<call result>)()"]);
  });

  test("long text is cut, control characters are escaped as Python would", () => {
    const [line] = calls(pickle(4).call("os", "system", "a".repeat(1000)).stop());
    expect(line).toBe(`os.system('${"a".repeat(157)}...')`);
    expect(calls(pickle(4).call("m", "f", "a\n\u001b[31m\t'\\").stop())).toEqual([`m.f("a\\n\\x1b[31m\\t'\\\\")`]);
  });

  test("a line is never longer than 400 characters", () => {
    const [line] = calls(
      pickle(4)
        .call("m", "f", ...Array.from({ length: 9 }, (_, i) => `${i}`.repeat(90)))
        .stop(),
    );
    expect(line).toHaveLength(400);
    expect(line).toMatch(/\.\.\.$/);
  });

  test("deep nesting ends in dots", () => {
    const p = pickle(4).global("m", "f");
    for (let i = 0; i < 20; i++) p.mark();
    p.int(1);
    for (let i = 0; i < 20; i++) p.list();
    const [line] = calls(p.tuple1().reduce().stop());
    expect(line).toMatch(/^m\.f\(\[+\.\.\.\]+\)$/);
  });
});

describe("calls are one fact or several", () => {
  test("constants alone do not tell them apart", () => {
    const p = pickle(4);
    for (let day = 1; day <= 20; day++) p.call("datetime", "date", 2024, 1, day).pop();
    expect(calls(p.none().stop())).toEqual(["datetime.date(2024, 1, 1) x20"]);
  });

  test.each<[string, PickleBuilder, string[]]>([
    ["the number of arguments", pickle(4).call("m", "f", 1).call("m", "f", 1, 2), ["m.f(1)", "m.f(1, 2)"]],
    ["an import among them", pickle(4).call("m", "f", 1).pop().global("m", "f").global("os", "system").tuple1().reduce(), ["m.f(1)", "m.f(os.system)"]],
    ["which import", pickle(4).global("m", "f").global("a", "b").tuple1().reduce().pop().global("m", "f").global("a", "c").tuple1().reduce(), ["m.f(a.b)", "m.f(a.c)"]],
    ["an import deeper inside", pickle(4).call("m", "f", [1]).pop().global("m", "f").mark().global("os", "system").list().tuple1().reduce(), ["m.f([1])", "m.f([os.system])"]],
    ["how it is called", pickle(4).call("m", "f").pop().global("m", "f").emptyTuple().newobj(), ["m.f()", "m.f.__new__(m.f)"]],
    ["the attribute that getattr takes", pickle(4).call("builtins", "getattr", 1, "real").pop().call("builtins", "getattr", 1, "__class__"), ["builtins.getattr(1, 'real')", "builtins.getattr(1, '__class__')"]],
    ["a result among them", pickle(4).call("m", "f", 1).pop().global("m", "f").call("m", "g").tuple1().reduce(), ["m.f(1)", "m.g()", "m.f(<m.g()>)"]],
  ])("%s tells them apart", (_, stream, expected) => {
    expect(calls(stream.stop())).toEqual(expected);
  }); // prettier-ignore

  test("the same call twice is counted, and the import too", () => {
    const { calls: facts, globals } = factsOf(pickle(4).call("m", "f", 1).pop().call("m", "f", 2).stop());
    expect(facts.map(({ count }) => count)).toEqual([2]);
    expect(globals.map(({ count }) => count)).toEqual([2]);
  });
});

describe("an import carries its first call as evidence", () => {
  test("where it is called, and where it is handed over", () => {
    const stream = pickle(4)
      .global("builtins", "map")
      .global("os", "system")
      .mark()
      .string("id")
      .list()
      .tuple2()
      .reduce();
    expect(factsOf(stream.stop()).globals.map(({ evidence }) => evidence)).toEqual([
      "builtins.map(os.system, ['id'])",
      "builtins.map(os.system, ['id'])",
    ]);
  });

  test("none where nothing calls it", () => {
    expect(factsOf(pickle(4).global("os", "system").stop()).globals[0]!.evidence).toBeUndefined();
  });

  test("a call whose result is popped or overwritten has still run", () => {
    expect(calls(pickle(4).call("os", "system", "id").pop().none().stop())).toEqual(["os.system('id')"]);
    expect(calls(pickle(4).mark().call("os", "system", "id").popMark().none().stop())).toEqual(["os.system('id')"]);
  });
});

test("offsets are those of the opcode that calls", () => {
  const before = pickle(4).global("m", "f").emptyTuple();
  const at = before.length;
  expect(factsOf(before.reduce().stop()).calls[0]!.offset).toBe(at);
});
