import { pickle, PickleBuilder } from "../support/pickle-builder";
import { reported } from "./reported";

/** What each stream here hides. */
const SYSTEM = "os.system";
const shows = (builder: PickleBuilder): void => expect(reported(builder.stop()).join("\n")).toContain(SYSTEM);

/** `os.system('echo')`, with its result on the stack. */
const payload = (p: PickleBuilder): PickleBuilder => p.call("os", "system", "echo");

describe("memo confusion (picklescan 14)", () => {
  test("BINPUT and MEMOIZE share one memo", () => {
    // The dangerous names go to 0 and 1; MEMOIZE goes on at 2 and 3, where a naive scanner counts from 0.
    const p = pickle(4).string("os").binput(0).pop().string("system").binput(1).pop();
    p.string("collections").memoize().pop().string("OrderedDict").memoize().pop();
    shows(
      p
        .binget(0)
        .binget(1)
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test("a memo place is overwritten", () => {
    const p = pickle(4).string("collections").binput(0).pop().string("OrderedDict").binput(1).pop();
    p.string("os").put(0).pop().string("system").longBinput(1).pop();
    shows(
      p
        .binget(0)
        .longBinget(1)
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test("out of order, with gaps", () => {
    const p = pickle(4).string("system").longBinput(70000).pop().string("os").put(3).pop();
    shows(
      p
        .get(3)
        .longBinget(70000)
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test("a text index with leading zeros", () => {
    const p = pickle(4).string("os").put("007").pop().string("system").put(8).pop();
    shows(
      p
        .get(7)
        .get("08")
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test("the callable itself comes out of the memo", () => {
    shows(
      pickle(4)
        .global("os", "system")
        .memoize()
        .pop()
        .binget(0)
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });
});

describe("operands of STACK_GLOBAL (GHSA-9gvj-pp9x-gcfr)", () => {
  test("it stands among the first opcodes", () => {
    shows(
      new PickleBuilder(4)
        .shortBinunicode("os")
        .shortBinunicode("system")
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test("decoy strings are popped before it", () => {
    const p = pickle(4).string("os").string("system").string("collections").string("OrderedDict").pop().pop();
    shows(
      p
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test("decoys go with POP_MARK", () => {
    const p = pickle(4).string("os").string("system").mark().string("collections").string("OrderedDict").popMark();
    shows(
      p
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test("an operand is duplicated", () => {
    shows(
      pickle(4)
        .string("os")
        .dup()
        .pop()
        .string("system")
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test.each([
    ["SHORT_BINUNICODE", (p: PickleBuilder, s: string) => p.shortBinunicode(s)],
    ["BINUNICODE", (p: PickleBuilder, s: string) => p.binunicode(s)],
    ["BINUNICODE8", (p: PickleBuilder, s: string) => p.binunicode8(s)],
    ["UNICODE", (p: PickleBuilder, s: string) => p.unicodeText(s)],
    ["SHORT_BINSTRING", (p: PickleBuilder, s: string) => p.shortBinstring(s)],
    ["BINSTRING", (p: PickleBuilder, s: string) => p.binstring(s)],
    ["STRING", (p: PickleBuilder, s: string) => p.stringText(`'${s}'`)],
  ])("an operand is written as %s", (_, write) => {
    const p = write(write(pickle(4), "os"), "system");
    shows(
      p
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test("modelscan 331: an operand is computed by a call", () => {
    const p = pickle(4)
      .string("os")
      .global("builtins", "str.join")
      .push({ tuple: ["", ["sys", "tem"]] })
      .reduce();
    expect(
      reported(
        p
          .stackGlobal()
          .push({ tuple: ["echo"] })
          .reduce()
          .stop(),
      ).join("\n"),
    ).toContain("MA-PKL-005");
  });
});

describe("every way to call", () => {
  test.each([
    ["REDUCE", payload(pickle(4))],
    ["INST", pickle(0).mark().string("echo").inst("os", "system")],
    ["OBJ", pickle(1).mark().global("os", "system").string("echo").obj()],
    [
      "NEWOBJ",
      pickle(4)
        .global("os", "system")
        .push({ tuple: ["echo"] })
        .newobj(),
    ],
    [
      "NEWOBJ_EX",
      pickle(4)
        .global("os", "system")
        .push({ tuple: ["echo"] })
        .emptyDict()
        .newobjEx(),
    ],
    ["BUILD on what it returned", payload(pickle(4)).emptyDict().build()],
    ["as an argument", pickle(4).global("builtins", "list").global("os", "system").tuple1().reduce()],
    [
      "as a base of _reconstructor",
      pickle(2)
        .global("copyreg", "_reconstructor")
        .global("collections", "OrderedDict")
        .global("os", "system")
        .string("echo")
        .tuple3()
        .reduce(),
    ],
    [
      "as a factory of defaultdict",
      pickle(4).global("collections", "defaultdict").global("os", "system").tuple1().reduce(),
    ],
    [
      "inside a list inside a dict",
      pickle(4).emptyDict().string("k").emptyList().global("os", "system").append().setitem(),
    ],
  ])("%s", (_, builder) => shows(builder));
});

describe("results that nobody looks at again", () => {
  test.each([
    ["GHSA-mxhj-88fx-4pcv OBJ and POP", pickle(1).mark().global("os", "system").string("echo").obj().pop().none()],
    ["GHSA-mhc9-48gj-9gp3 REDUCE and BUILD", payload(pickle(4)).emptyDict().build().pop().none()],
    ["popped", payload(pickle(4)).pop().none()],
    ["popped with a mark", payload(pickle(4).mark()).popMark().none()],
    ["overwritten in the memo", payload(pickle(4)).binput(0).pop().none().binput(0)],
    ["a key of a dict that is popped", payload(pickle(4).emptyDict()).int(1).setitem().pop().none()],
    ["GHSA-cffv-grgg-g429 shadowed by a harmless call", payload(pickle(4)).pop().call("collections", "OrderedDict")],
  ])("%s", (_, builder) => shows(builder));
});

describe("imported objects are changed", () => {
  test.each([
    ["BUILD on a class", pickle(4).global("collections", "OrderedDict").emptyDict().build()],
    ["SETITEM on an imported object", pickle(4).global("collections", "OrderedDict").string("k").none().setitem()],
    [
      "modelscan 330: BUILD on a function, with __builtins__",
      pickle(4)
        .global("numpy", "size")
        .emptyDict()
        .emptyDict()
        .string("shape")
        .global("numpy", "__builtins__")
        .setitem()
        .tuple2()
        .build(),
    ],
    [
      "modelscan 89: BUILD with sys.modules",
      pickle(4).global("numpy", "prod").none().global("numpy", "core._internal.sys.modules").tuple2().build(),
    ],
    [
      "modelscan 89: a builtin out of __builtins__",
      pickle(4)
        .global("builtins", "dict.get")
        .global("numpy", "__builtins__")
        .string("exec")
        .tuple2()
        .reduce()
        .push({ tuple: ["1"] })
        .reduce(),
    ],
    [
      "an attribute of a class by getattr",
      pickle(2)
        .global("builtins", "getattr")
        .global("collections", "OrderedDict")
        .string("x")
        .tuple2()
        .reduce()
        .emptyDict()
        .build(),
    ],
  ])("%s", (_, builder) => void reported(builder.stop()));
});

describe("extension codes", () => {
  test.each([
    ["EXT1", pickle(2).ext1(1)],
    ["EXT2", pickle(2).ext2(300)],
    ["EXT4", pickle(2).ext4(70000)],
  ])("%s without a registration", (_, builder) => void reported(builder.emptyTuple().reduce().stop()));

  test("registered by the pickle itself", () => {
    const p = pickle(2).call("copyreg", "add_extension", "os", "system", 9).pop();
    shows(
      p
        .ext1(9)
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });
});

describe("streams that end in an odd way", () => {
  test.each([
    ["a break after the payload", payload(pickle(4)).raw([0xff])],
    ["an empty stack after the payload", payload(pickle(4)).pop().pop().pop()],
    ["a memo place that is not there", payload(pickle(4)).binget(200)],
    ["a string that is cut", payload(pickle(4)).raw([0x58, 0xff, 0xff, 0, 0, 0x61])],
  ])("%s", (_, builder) => expect(reported(builder.bytes()).join("\n")).toContain(SYSTEM));

  test("no STOP", () => {
    expect(reported(payload(pickle(4)).bytes()).join("\n")).toContain(SYSTEM);
  });

  test.each([
    ["nothing", ""],
    ["zeros", "\0".repeat(64)],
    ["junk", "junk junk junk"],
    ["a line", "\n"],
  ])("a second stream behind a harmless one, with %s between", (_, padding) => {
    const harmless = pickle(4).push([1, 2, 3]).raw(".");
    const stream = payload(harmless.raw(padding).proto(4)).stop();
    expect(reported(stream).join("\n")).toContain(SYSTEM);
  });

  test("a third stream", () => {
    const stream = payload(pickle(2).none().raw(".").proto(2).none().raw(".").proto(2)).stop();
    expect(reported(stream).join("\n")).toContain(SYSTEM);
  });
});

describe("frames", () => {
  test("the payload straddles a frame", () => {
    shows(
      pickle(4)
        .frame(10)
        .string("os")
        .string("system")
        .stackGlobal()
        .push({ tuple: ["echo"] })
        .reduce(),
    );
  });

  test("a frame that is too long", () => {
    shows(payload(pickle(4).frame(1_000_000)));
  });

  test("a frame of absurd length", () => {
    shows(payload(pickle(4).frame(0xffffffffffffffffn)));
  });

  test("a frame inside a frame", () => {
    shows(payload(pickle(4).frame(40).frame(3)));
  });

  test("a frame at protocol 2", () => {
    shows(payload(pickle(2).frame(5)));
  });
});

describe("what readers of pickle disagree about, before the payload", () => {
  test.each([
    ["I0x10 loads, pickletools refuses it", pickle(0).intText("0x10")],
    ["I010 loads as 8", pickle(0).intText("010")],
    ["underscores in a number", pickle(0).intText("1_000")],
    ["underscores in a float stop the C unpickler only", pickle(0).floatText("1_0.0")],
    ["a long with underscores", pickle(0).longText("1_0L")],
    ["surrogates in a string", pickle(4).binunicode(Uint8Array.of(0xed, 0xa0, 0x80))],
    ["spaces in a number", pickle(0).intText(" 1 ")],
  ])("%s", (_, builder) => shows(payload(builder.pop())));

  test.each([
    ["PROTO 9", new PickleBuilder(4).proto(9)],
    ["bytes that are not UTF-8", pickle(4).binunicode(Uint8Array.of(0xff, 0xfe)).pop()],
    ["a STRING without quotes", pickle(0).stringText("abc").pop()],
  ])("%s stops both unpicklers: not passed over", (_, builder) => void reported(payload(builder).stop()));
});

describe("pickles inside pickles", () => {
  const inner = payload(pickle(4)).stop();
  const shown = (builder: PickleBuilder): void => expect(reported(builder.stop()).join("\n")).toContain(SYSTEM);

  test.each([
    ["pickle", "loads"],
    ["_pickle", "loads"],
    ["dill", "loads"],
    ["cloudpickle", "loads"],
    ["torch.storage", "_load_from_bytes"],
  ])("%s.%s of bytes", (module, name) => shown(pickle(4).call(module, name, inner)));

  test.each([
    ["torch", "load"],
    ["numpy", "load"],
    ["joblib", "load"],
    ["pandas", "read_pickle"],
    ["marshal", "loads"],
  ])("%s.%s of a file", (module, name) => void reported(pickle(4).call(module, name, "/tmp/x").stop()));

  test.each(["base64", "hex"] as const)("as text in %s", (coding) => {
    shown(pickle(4).string(Buffer.from(inner).toString(coding)));
  });

  test("as the text that protocol 2 writes bytes as", () => {
    const text = Buffer.from(inner).toString("latin1");
    shown(pickle(2).call("torch.storage", "_load_from_bytes").pop().call("_codecs", "encode", text, "latin1"));
  });

  test("two levels deep", () => {
    const middle = pickle(4).call("torch.storage", "_load_from_bytes", inner).stop();
    shown(pickle(4).call("torch.storage", "_load_from_bytes", middle));
  });

  test("a load of bytes that are computed", () => {
    const p = pickle(4)
      .global("torch.storage", "_load_from_bytes")
      .call("builtins", "bytes", "x", "utf-8")
      .tuple1()
      .reduce();
    void reported(p.stop());
  });

  test("a type of dill's that is no plain one, behind a plain one", () => {
    const stream = pickle(2)
      .call("dill._dill", "_load_type", "set")
      .push({ tuple: [[1]] })
      .reduce()
      .pop();
    stream
      .call("dill._dill", "_load_type", "CodeType")
      .push({ tuple: [0] })
      .reduce();
    expect(reported(stream.stop()).join("\n")).toContain("MA-PKL-003");
  });

  test("an attribute that may not be called, behind one that may", () => {
    const attribute = (p: PickleBuilder, name: string) =>
      p.global("builtins", "getattr").global("zoneinfo", "ZoneInfo").string(name).tuple2().reduce();
    const stream = attribute(pickle(2), "_unpickle")
      .push({ tuple: ["Europe/Paris", 1] })
      .reduce()
      .pop();
    expect(
      reported(
        attribute(stream, "from_file")
          .push({ tuple: [1] })
          .reduce()
          .stop(),
      ).join("\n"),
    ).toContain("MA-PKL-003");
  });

  test("a codec that hides the pickle, behind a plain use of the same function", () => {
    // cp037 is EBCDIC: the text below is not a pickle, what the codec makes of it is.
    const stream = pickle(2).call("_codecs", "encode", "plain", "latin1").pop();
    stream
      .global("torch.storage", "_load_from_bytes")
      .call("_codecs", "encode", "\x14\x04ab", "cp037")
      .tuple1()
      .reduce();
    expect(reported(stream.stop()).join("\n")).toContain("MA-PKL-003");
  });
});

describe("names that are fine, put together (found by us)", () => {
  const told = (builder: PickleBuilder): string => reported(builder.stop()).join("\n");
  const norm = (p: PickleBuilder) => p.global("scipy.stats._continuous_distns", "norm_gen").emptyTuple().newobj();
  const evil = (p: PickleBuilder) =>
    p.emptyDict().string("_parse_arg_template").string("import os; os.system('id')").setitem();

  test("SciPy's distributions execute a text of their state: no other import is needed", () => {
    expect(told(evil(norm(pickle(4))).build())).toContain("critical MA-PKL-003");
  });

  test("an instance of a harmless class becomes a distribution", () => {
    const p = pickle(4).global("sklearn.utils._bunch", "Bunch").emptyTuple().newobj().none().emptyDict();
    p.string("__class__").global("scipy.stats._continuous_distns", "norm_gen").setitem().tuple2().build();
    expect(told(evil(p).build())).toContain("another __class__");
  });

  test("a function of torch hands a distribution back", () => {
    const p = norm(pickle(4).global("torch.jit._pickle", "restore_type_tag")).string("").tuple2().reduce();
    expect(told(evil(p).build())).toContain("MA-PKL-004");
  });

  test.each([
    ["numpy.core.multiarray", "scalar"],
    ["torch.jit._pickle", "build_intlist"],
    ["operator", "getitem"],
  ])("%s.%s hands out an imported class, which is changed", (module, name) => {
    const p = pickle(4).global(module, name).global("collections", "OrderedDict").string("x").tuple2().reduce();
    expect(told(p.emptyDict().string("x").int(1).setitem().build())).toContain("MA-PKL-004");
  });

  test("statsmodels evaluates a formula of its state", () => {
    const p = pickle(4).global("statsmodels.base.data", "PandasData").emptyTuple().newobj().emptyDict();
    p.string("restore_design_info").push(true).setitem().string("formula").string("y ~ evil()").setitem();
    expect(told(p.build())).toContain("critical MA-PKL-003");
  });

  test("an object's own append is called by the next opcode", () => {
    const p = pickle(4).global("sklearn.utils._bunch", "Bunch").emptyTuple().newobj().emptyDict();
    p.string("append").global("builtins", "print").setitem().build();
    expect(told(p.string("x").append())).toContain("its own append");
  });

  test("a partial is given another function with its state", () => {
    const p = pickle(4).global("functools", "partial").global("builtins", "list").tuple1().reduce();
    p.mark().global("torch.storage", "_load_from_bytes").emptyTuple().emptyDict().none().tuple().build();
    expect(told(p)).toContain("which loads a pickle");
  });
});

describe("code by value", () => {
  test.each([
    [
      "types.FunctionType",
      pickle(4)
        .global("types", "FunctionType")
        .call("types", "CodeType", 0)
        .emptyDict()
        .tuple2()
        .reduce()
        .emptyTuple()
        .reduce(),
    ],
    [
      "GHSA-565g-hwwr-4pp3 marshal and types",
      pickle(4)
        .global("types", "FunctionType")
        .call("marshal", "loads", Uint8Array.of(0xe3))
        .emptyDict()
        .tuple2()
        .reduce()
        .emptyTuple()
        .reduce(),
    ],
    ["cloudpickle", pickle(4).call("cloudpickle.cloudpickle", "_make_function", 1)],
    ["dill", pickle(4).call("dill._dill", "_create_function", 1)],
    ["torch.fx", pickle(4).call("torch.fx.graph_module", "reduce_graph_module", { tuple: [] })],
  ])("%s", (_, builder) => void reported(builder.stop()));
});
