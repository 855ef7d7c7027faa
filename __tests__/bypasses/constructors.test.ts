import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { scanBytes, worst } from "../support/scan";
import { reported } from "./reported";

/**
 * Found by our own red team (tools/globals/audit), each run for real: code out of names that are all known. A class
 * that is safe to restore evaluates a text of its constructor's argument; `partial` makes a callable of it, and
 * something known calls what the pickle has put where it looks.
 */
const HANDED_ON = "hands on ultralytics.nn.tasks.DetectionModel";

/** `partial(DetectionModel, {'activation': ...})`. */
const callback = (p: PickleBuilder): PickleBuilder =>
  p
    .global("functools", "partial")
    .global("ultralytics.nn.tasks", "DetectionModel")
    .emptyDict()
    .string("activation")
    .string("__import__('os').system('echo')")
    .setitem()
    .raw("\x86")
    .reduce();

/** An instance of SimpleNamespace with one attribute, which is the callable. */
const namespace = (p: PickleBuilder, attribute: string): PickleBuilder =>
  callback(p.global("types", "SimpleNamespace").emptyTuple().reduce().emptyDict().string(attribute)).setitem().build();

const one = (p: PickleBuilder, module: string, name: string, attribute: string): PickleBuilder =>
  namespace(p.global(module, name), attribute).raw("\x85").reduce();

describe("a class whose constructor acts is handed on", () => {
  test.each([
    ["dict asks for keys", "builtins", "dict", "keys"],
    ["OrderedDict asks for keys", "collections", "OrderedDict", "keys"],
    ["pandas asks for __array__", "pandas", "Index", "__array__"],
    ["numpy asks for __array__", "numpy", "float64", "__array__"],
    ["torch asks for detach", "torch.nn.parameter", "Parameter", "detach"],
  ])("%s", (_, module, name, attribute) => {
    expect(reported(one(pickle(4), module, name, attribute).stop()).join()).toContain(HANDED_ON);
  });

  test("a state object whose keys are asked for", () => {
    const p = pickle(4).global("torch.nn.modules.linear", "Identity").emptyTuple().newobj();
    expect(reported(namespace(p, "keys").build().stop()).join()).toContain(HANDED_ON);
  });

  test("the factory of a dict that is filled through another", () => {
    const p = pickle(4).global("collections", "ChainMap").emptyTuple().newobj().emptyDict().string("maps");
    const maps = callback(p.global("collections", "defaultdict")).raw("\x85").reduce().setitem().build();
    expect(reported(maps.string("a").int(1).setitem().stop()).join()).toContain(HANDED_ON);
  });

  test("a tuple that is harmless in one place is counted again in another", () => {
    const p = pickle(4).global("copyreg", "_reconstructor");
    p.global("ultralytics.nn.tasks", "DetectionModel").global("builtins", "object").none().raw("\x87").binput(9);
    p.reduce().pop().global("functools", "partial").binget(9).reduce();
    expect(reported(p.stop()).join()).toContain(HANDED_ON);
  });

  test("beyond the items that a list keeps", () => {
    const p = pickle(4).emptyList().mark();
    for (let i = 0; i < 100; i++) p.int(i);
    expect(reported(p.global("ultralytics.nn.tasks", "DetectionModel").appends().stop()).join()).toContain(HANDED_ON);
  });
});

test("an empty instance with a state is what a normal checkpoint holds", () => {
  const restored = pickle(4).global("ultralytics.nn.tasks", "DetectionModel").emptyTuple().newobj().emptyDict().build();
  expect(worst(scanBytes(restored.stop()).findings)).toBeUndefined();
  const older = pickle(1).global("copyreg", "_reconstructor").global("ultralytics.nn.tasks", "DetectionModel");
  older.global("builtins", "object").none().raw("\x87").reduce().emptyDict().build();
  expect(worst(scanBytes(older.stop()).findings)).not.toBe("high");
});

describe("names that did harm as they were listed", () => {
  test.each([
    ["a destructor calls an attribute", "lightgbm.basic", "Dataset"],
    ["a metaclass makes a class with methods", "torch.nn.parameter", "_ParameterMeta"],
    ["a metaclass makes a class with methods", "pandas._libs.tslibs.offsets", "OffsetMeta"],
  ])("%s: %s.%s", (_, module, name) => {
    expect(reported(pickle(4).global(module, name).emptyTuple().newobj().pop().none().stop()).join()).toContain(name);
  });

  test("numpy.object_ returns its argument, an imported class", () => {
    const p = pickle(4).global("numpy", "object_").global("argparse", "Namespace").raw("\x85").reduce();
    expect(reported(p.emptyDict().string("x").int(1).setitem().build().stop()).join()).toContain("numpy.object_");
  });
});
