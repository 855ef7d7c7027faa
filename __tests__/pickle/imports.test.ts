import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { brokenBy, calls, factsOf, imports } from "./run";

const computed = (stream: PickleBuilder): string[] =>
  factsOf(stream.stop()).computedImports.map(({ detail }) => detail);

describe("an import is told with how it is named", () => {
  test.each<[string, PickleBuilder]>([
    ["GLOBAL", pickle(4).globalOpcode("os", "system")],
    ["STACK_GLOBAL", pickle(4).string("os").string("system").stackGlobal()],
    ["INST", pickle(4).mark().inst("os", "system")],
  ])("%s", (how, stream) => {
    expect(imports(stream.stop())).toEqual([`${how} os system`]);
  });

  test.each<[string, (p: PickleBuilder, text: string) => PickleBuilder]>([
    ["BINUNICODE", (p, text) => p.binunicode(text)],
    ["BINUNICODE8", (p, text) => p.binunicode8(text)],
    ["UNICODE", (p, text) => p.unicodeText(text)],
    ["STRING", (p, text) => p.stringText(`'${text}'`)],
    ["BINSTRING", (p, text) => p.binstring(text)],
    ["SHORT_BINSTRING", (p, text) => p.shortBinstring(text)],
  ])("STACK_GLOBAL takes its names from %s as well", (_, write) => {
    expect(
      imports(
        write(write(pickle(4), "os"), "system")
          .stackGlobal()
          .stop(),
      ),
    ).toEqual(["STACK_GLOBAL os system"]);
  });

  test("escapes in text are what they stand for", () => {
    expect(imports(pickle(4).unicodeText("\\u006fs").stringText("'s\\x79stem'").stackGlobal().stop())).toEqual([
      "STACK_GLOBAL os system",
    ]);
  });

  test("from the memo, and more than once", () => {
    const p = pickle(4).string("os").memoize().string("system").memoize().stackGlobal().pop();
    const { globals } = factsOf(p.binget(0).binget(1).stackGlobal().stop());
    expect(globals.map(({ module, name, count }) => [module, name, count])).toEqual([["os", "system", 2]]);
  });

  test("dotted names are a chain of attributes", () => {
    expect(factsOf(pickle(4).global("os", "path.join").stop()).globals[0]).toMatchObject({
      module: "os",
      name: "path.join",
    });
  });

  test("text that is no UTF-8 stays apart from all other text", () => {
    const stream = pickle(2).raw("c").raw([0x6d, 0xff, 0x0a]).raw("f\n");
    expect(imports(stream.stop())).toEqual(["GLOBAL m\\xff f"]);
  });

  test("a line that the end of the file cuts loses its last byte, as CPython has it", () => {
    expect(imports(pickle(0).raw("cos\nsystem."))).toEqual(["GLOBAL os system"]);
    expect(brokenBy(pickle(0).raw("cos\nsystem."))).toBe("the stream ends without a STOP");
  });

  test("a name longer than any is cut, not held", () => {
    const name = "x".repeat(1_000_000);
    expect(factsOf(pickle(0).global("m", name).stop()).globals[0]!.name).toHaveLength(4096);
  });
});

describe("names of Python 2", () => {
  test.each([
    ["__builtin__", "eval", "builtins", "eval"],
    ["commands", "getoutput", "subprocess", "getoutput"],
    ["__builtin__", "unicode", "builtins", "str"],
    ["urllib", "urlopen", "urllib.request", "urlopen"],
    ["copy_reg", "_reconstructor", "copyreg", "_reconstructor"],
  ])("%s.%s is %s.%s below protocol 3", (module, name, newModule, newName) => {
    for (const protocol of [0, 1, 2])
      expect(factsOf(pickle(protocol).globalOpcode(module, name).stop()).globals[0]).toMatchObject({
        module: newModule,
        name: newName,
        written: { module, name },
      });
    for (const protocol of [3, 4, 5]) {
      const [fact] = factsOf(pickle(protocol).globalOpcode(module, name).stop()).globals;
      expect(fact).toMatchObject({ module, name });
      expect(fact!.written).toBeUndefined();
    }
  });

  test("the protocol is the one that stands last", () => {
    expect(imports(pickle(4).proto(2).string("__builtin__").string("eval").stackGlobal().stop())).toEqual([
      "STACK_GLOBAL builtins eval",
    ]);
    expect(imports(pickle(2).proto(4).globalOpcode("__builtin__", "eval").stop())).toEqual(["GLOBAL __builtin__ eval"]);
  });

  test("names of objects are no names of Python 2", () => {
    expect(imports(pickle(0).global("constructor", "toString").stop())).toEqual(["GLOBAL constructor toString"]);
  });
});

describe("an import that the stream does not spell out", () => {
  test.each<[string, PickleBuilder, string]>([
    ["a module that is a number", pickle(4).int(1).string("system"), "the module is not written in the file but computed (the other part is system)"],
    ["a name that a call returns", pickle(4).string("os").call("m", "f"), "the name is not written in the file but computed (the other part is os)"],
    ["both", pickle(4).none().none(), "the module is not written in the file but computed"],
    ["bytes, which are no text", pickle(4).shortBinbytes("os").string("system"), "the module is not written in the file but computed (the other part is system)"],
  ])("%s", (_, stream, detail) => {
    expect(computed(stream.stackGlobal())).toEqual([detail]);
  }); // prettier-ignore

  test("its result can be called, and the call is told", () => {
    expect(calls(pickle(4).none().none().stackGlobal().emptyTuple().reduce().stop())).toEqual([
      "(<computed import>)()",
    ]);
  });
});

describe("extension codes", () => {
  test.each<[string, PickleBuilder, number]>([
    ["EXT1", pickle(2).ext1(200), 200],
    ["EXT2", pickle(2).ext2(60000), 60000],
    ["EXT4", pickle(2).ext4(0x7fffffff), 0x7fffffff],
  ])("%s", (_, stream, code) => {
    expect(computed(stream)).toEqual([`extension code ${code} stands for a name that only the loading program knows`]);
  });

  test.each([pickle(2).ext1(0), pickle(2).ext2(0), pickle(2).ext4(0), pickle(2).ext4(-1)])(
    "%#: not positive",
    (stream) => {
      expect(brokenBy(stream)).toBe("the opcode at 0x2 has an extension code that is not positive");
    },
  );

  test("one that the stream registers itself is that name", () => {
    const p = pickle(2).call("copyreg", "add_extension", "os", "system", 66).pop();
    const facts = factsOf(
      p
        .ext1(66)
        .push({ tuple: ["id"] })
        .reduce()
        .stop(),
    );
    expect(facts.computedImports).toEqual([]);
    expect(facts.calls.map(({ evidence }) => evidence)).toContain("os.system('id')");
    expect(facts.globals).toContainEqual(expect.objectContaining({ how: "EXT", module: "os", name: "system" }));
  });

  test("registered by its name in Python 2", () => {
    const p = pickle(0).call("copy_reg", "add_extension", "os", "system", 300).pop().ext2(300);
    expect(imports(p.stop())).toContain("EXT os system");
  });
});
