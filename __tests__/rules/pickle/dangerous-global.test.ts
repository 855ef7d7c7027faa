import { dangerousGlobal } from "../../../src/rules/pickle/dangerous-global";
import { checkPickle } from "../../support/check-rule";
import { pickle } from "../../support/pickle-builder";

describe("MA-PKL-001 dangerous-global", () => {
  test("says what is called, where, and shows the call", () => {
    const stream = pickle(4).global("os", "system").string("echo hello").tuple1().reduce().stop();
    const [found, ...more] = checkPickle(dangerousGlobal, stream);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      severity: "critical",
      message: "calls os.system, which starts programs and reads, writes and deletes files [code execution]",
      evidence: "os.system('echo hello')",
    });
    expect(found!.location.offset).toBe(stream.indexOf(0x93));
  });

  test("an import that is not called counts: importing runs a module's code", () => {
    const [found] = checkPickle(dangerousGlobal, pickle(4).global("subprocess", "Popen").stop());
    expect(found!.message).toContain("imports subprocess.Popen");
  });

  test("a name that is handed to a call is not said to be called, and the call is shown", () => {
    const stream = pickle(4).global("functools", "partial").global("os", "system").tuple1().reduce().stop();
    const [found] = checkPickle(dangerousGlobal, stream);
    expect(found).toMatchObject({
      message: expect.stringContaining("imports os.system"),
      evidence: "functools.partial(os.system)",
    });
  });

  test("a Python 2 name is shown as it is written", () => {
    const [found] = checkPickle(dangerousGlobal, pickle(0).call("__builtin__", "eval", "1").stop());
    expect(found!.message).toContain("builtins.eval (written as __builtin__.eval)");
  });

  test("the same name twice is one finding, two names are two", () => {
    const twice = pickle(2)
      .call("os", "system", "a")
      .pop()
      .call("os", "system", "b")
      .pop()
      .call("os", "popen", "c")
      .stop();
    expect(checkPickle(dangerousGlobal, twice)).toHaveLength(2);
  });

  test("the fingerprint does not depend on the place", () => {
    const [a] = checkPickle(dangerousGlobal, pickle(4).call("os", "system", "a").stop());
    const [b] = checkPickle(dangerousGlobal, pickle(2).none().pop().call("os", "system", "b").stop());
    expect(a!.fingerprint).toBe(b!.fingerprint);
  });

  test("normal weights and unlisted names are not its business", () => {
    const stream = pickle(4).call("collections", "OrderedDict").pop().call("mylib", "Net").stop();
    expect(checkPickle(dangerousGlobal, stream)).toEqual([]);
  });

  describe("getattr", () => {
    const getattr = (attribute: string) =>
      pickle(2)
        .globalOpcode("builtins", "getattr")
        .globalOpcode("collections", "OrderedDict")
        .string(attribute)
        .tuple2()
        .reduce();

    test.each(["Inner", "_private", "fromkeys"])("the attribute %p of an imported class is fine", (attribute) => {
      expect(checkPickle(dangerousGlobal, getattr(attribute).stop())).toEqual([]);
    });

    test("so is a bound method of an instance", () => {
      const stream = pickle(4).global("builtins", "getattr").call("collections", "OrderedDict").string("keys").tuple2();
      expect(checkPickle(dangerousGlobal, stream.reduce().stop())).toEqual([]);
    });

    test.each(["__init__", "__globals__", "os", "a.b", "", "from_pretrained"])(
      "the attribute %p is not",
      (attribute) => {
        expect(checkPickle(dangerousGlobal, getattr(attribute).stop())).toHaveLength(1);
      },
    );

    test("an attribute of what getattr returned is the longer name", () => {
      const stream = getattr("x").binput(9).pop().global("builtins", "getattr").binget(9).string("y").tuple2().reduce();
      expect(checkPickle(dangerousGlobal, stream.stop())).toEqual([]);
      const inner = getattr("x").binput(9).pop().global("builtins", "getattr").binget(9).string("__globals__");
      expect(checkPickle(dangerousGlobal, inner.tuple2().reduce().stop())).toHaveLength(1);
    });

    test("getattr that is only imported, or handed on, is not", () => {
      expect(checkPickle(dangerousGlobal, pickle(2).global("builtins", "getattr").stop())).toHaveLength(1);
      const handed = getattr("x").pop().global("functools", "partial").global("builtins", "getattr").tuple1().reduce();
      expect(checkPickle(dangerousGlobal, handed.stop())).toHaveLength(1);
    });
  });

  test("a flood is cut, and said", () => {
    const builder = pickle(2);
    for (let i = 0; i < 1000; i++) builder.globalOpcode("os", `x${i}`).pop();
    const found = checkPickle(dangerousGlobal, builder.none().stop());
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toBe("and 800 more dangerous names");
  });
});
