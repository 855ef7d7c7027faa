import { unvouchedCall } from "../../../src/rules/pickle/unvouched-call";
import { checkPickle } from "../../support/check-rule";
import { pickle } from "../../support/pickle-builder";

jest.mock("../../../src/rules/pickle/globals/table", () =>
  jest.requireActual("../../support/table").asTable({
    libraries: {},
    modules: {
      "torch._utils": { call: ["_rebuild_tensor_v2"] },
      "sklearn.neighbors._kd_tree": { new: ["KDTree"] },
      zoneinfo: { call: ["ZoneInfo", "ZoneInfo._unpickle"] },
      lib: { call: ["make", "Tensor"], new: ["Model"], ref: ["relu", "Model.__new__", "Model.predict"] },
      builtins: { call: ["dict", "list", "set"], ref: ["type", "object"] },
      copyreg: { call: ["_reconstructor", "__newobj__", "__newobj_ex__"] },
      _codecs: { call: ["encode"] },
      functools: { call: ["partial"] },
      collections: { call: ["defaultdict"] },
    },
    applies: {
      "collections.defaultdict": [0],
      "torch._tensor._rebuild_from_type_v2": [0],
      "sklearn.neighbors._kd_tree.newObj": [0],
    },
    loads: { "lib.load_bytes": 0 },
    resolves: { "dill._dill._load_type": { set: "builtins.set", list: "builtins.list" } },
  }),
);

const messages = (bytes: Uint8Array, context = {}) =>
  checkPickle(unvouchedCall, bytes, context).map(({ message }) => message);

describe("MA-PKL-003 unvouched-call", () => {
  describe("is silent for what is vouched for", () => {
    test.each([
      ["a callable with any arguments", pickle(4).call("lib", "make", 1, "x")],
      ["an empty instance", pickle(4).global("lib", "Model").emptyTuple().newobj()],
      [
        "an empty instance with arguments by name",
        pickle(4).global("lib", "Model").emptyTuple().emptyDict().newobjEx(),
      ],
      ["an old instance without arguments", pickle(0).mark().inst("lib", "Model")],
      ["an old object without arguments", pickle(1).mark().global("lib", "Model").obj()],
      ["a value that is only referred to", pickle(4).global("lib", "relu")],
      ["a name that others report", pickle(4).call("os", "system", "x").pop().call("mylib", "f", 1)],
      ["a result that others report", pickle(4).call("mylib", "f").emptyTuple().reduce()],
      [
        "_reconstructor of a class over object",
        pickle(2)
          .global("copyreg", "_reconstructor")
          .global("lib", "Model")
          .global("builtins", "object")
          .none()
          .tuple3()
          .reduce(),
      ],
      ["__newobj__ of a class", pickle(2).global("copyreg", "__newobj__").global("lib", "Model").tuple1().reduce()],
      ["bytes as protocol 2 writes them", pickle(2).call("_codecs", "encode", "abc", "latin1")],
      ["NoneType", pickle(2).call("builtins", "type", null)],
      [
        "defaultdict of a callable",
        pickle(4).global("collections", "defaultdict").global("builtins", "list").tuple1().reduce(),
      ],
      ["defaultdict of nothing", pickle(4).call("collections", "defaultdict", null)],
      ["a load of bytes that stand in the file", pickle(4).call("lib", "load_bytes", Uint8Array.of(1, 2))],
      [
        "a load of bytes as protocol 2 writes them",
        pickle(2).global("lib", "load_bytes").call("_codecs", "encode", "abc", "latin1").tuple1().reduce(),
      ],
      [
        "a helper that only makes an instance",
        pickle(4)
          .global("sklearn.neighbors._kd_tree", "newObj")
          .global("sklearn.neighbors._kd_tree", "KDTree")
          .tuple1()
          .reduce(),
      ],
      [
        "a tensor's subclass",
        pickle(4)
          .global("torch._tensor", "_rebuild_from_type_v2")
          .global("torch._utils", "_rebuild_tensor_v2")
          .tuple1()
          .reduce(),
      ],
      [
        "a known attribute of a class, below protocol 4",
        pickle(2)
          .global("builtins", "getattr")
          .global("zoneinfo", "ZoneInfo")
          .string("_unpickle")
          .tuple2()
          .reduce()
          .push({ tuple: ["Europe/Paris", 1] })
          .reduce(),
      ],
      [
        "a plain type that dill looked up",
        pickle(2)
          .call("dill._dill", "_load_type", "set")
          .push({ tuple: [[1]] })
          .reduce(),
      ],
      ["a class in a persistent id", pickle(2).string("id").binpersid().emptyTuple().newobj()],
      [
        "defaultdict of a type that dill looked up",
        pickle(2).global("collections", "defaultdict").call("dill._dill", "_load_type", "list").tuple1().reduce(),
      ],
      ["the type of something known", pickle(2).global("builtins", "type").call("lib", "make").tuple1().reduce()],
      [
        "a bound method of the table",
        pickle(4)
          .global("builtins", "getattr")
          .global("lib", "Model")
          .emptyTuple()
          .newobj()
          .string("predict")
          .tuple2()
          .reduce(),
      ],
      ["partial of a class", pickle(4).global("functools", "partial").global("lib", "Model").tuple1().reduce()],
    ])("%s", (_, builder) => expect(messages(builder.stop())).toEqual([]));
  });

  describe("reports", () => {
    test.each([
      ["a class called with arguments", pickle(4).call("lib", "Model", 1), "not to be called with arguments"],
      ["a class called without arguments by REDUCE", pickle(4).call("lib", "Model"), "not to be called with arguments"],
      [
        "an old instance with arguments",
        pickle(0).mark().intText(1).inst("lib", "Model"),
        "not to be called with arguments",
      ],
      ["a value called", pickle(4).call("lib", "relu", 1), "not to be called"],
      ["what a call returned", pickle(4).call("lib", "make").emptyTuple().reduce(), "what lib.make returned"],
      [
        "what getattr returned",
        pickle(4).call("builtins", "getattr", 1, "x").emptyTuple().reduce(),
        "what builtins.getattr returned",
      ],
      [
        "a computed import",
        pickle(4).call("lib", "make").string("x").stackGlobal().emptyTuple().reduce(),
        "a value that is no name",
      ],
      ["a container", pickle(4).emptyList().emptyTuple().reduce(), "a value that is no name (a list)"],
      [
        "defaultdict of a value",
        pickle(4).global("collections", "defaultdict").global("lib", "relu").tuple1().reduce(),
        "lib.relu, which is not known to be safe to call",
      ],
      [
        "defaultdict of a result",
        pickle(4).global("collections", "defaultdict").call("lib", "make").tuple1().reduce(),
        "the result of lib.make",
      ],
      [
        "a load of computed bytes",
        pickle(4).global("lib", "load_bytes").call("lib", "make").tuple1().reduce(),
        "bytes that the pickle computes",
      ],
      [
        "_reconstructor of a value",
        pickle(2)
          .global("copyreg", "_reconstructor")
          .global("lib", "relu")
          .global("builtins", "object")
          .none()
          .tuple3()
          .reduce(),
        "not known to be safe to instantiate",
      ],
      [
        "_reconstructor of a result",
        pickle(2)
          .global("copyreg", "_reconstructor")
          .call("lib", "make")
          .global("builtins", "object")
          .none()
          .tuple3()
          .reduce(),
        "a class that is computed",
      ],
      [
        "_reconstructor over a class",
        pickle(2)
          .global("copyreg", "_reconstructor")
          .global("lib", "Model")
          .global("lib", "Model")
          .none()
          .tuple3()
          .reduce(),
        "the base lib.Model, which is no plain type of Python",
      ],
      [
        "a computed encoding",
        pickle(2).global("_codecs", "encode").string("x").call("lib", "make").tuple2().reduce(),
        "an encoding that is computed",
      ],
      ["a codec that hides", pickle(2).call("_codecs", "encode", "x", "rot13"), "a codec that hides"],
      [
        "_reconstructor over a name that may be called",
        pickle(2)
          .global("copyreg", "_reconstructor")
          .global("lib", "Model")
          .global("lib", "make")
          .none()
          .tuple3()
          .reduce(),
        "the base lib.make, which is no plain type of Python",
      ],
      [
        "an attribute that is not in the table",
        pickle(2).global("builtins", "getattr").global("lib", "Model").string("other").tuple2().reduce(),
        "which takes lib.Model.other, a name that nobody has vouched for",
      ],
      [
        "a bound method that is not in the table",
        pickle(4)
          .global("builtins", "getattr")
          .global("lib", "Model")
          .emptyTuple()
          .newobj()
          .string("other")
          .tuple2()
          .reduce(),
        "which takes lib.Model.other",
      ],
      [
        "a call of an attribute that is only a value",
        pickle(4)
          .global("builtins", "getattr")
          .global("lib", "Model")
          .string("predict")
          .tuple2()
          .reduce()
          .emptyTuple()
          .reduce(),
        "what builtins.getattr returned (lib.Model.predict), which is known to be safe as a value",
      ],
      [
        "a type that dill's table does not have",
        pickle(2).call("dill._dill", "_load_type", "CodeType").emptyTuple().reduce(),
        "what dill._dill._load_type returned",
      ],
      ["a class made by type", pickle(2).call("builtins", "type", "X", { tuple: [] }, 1), "makes a new class"],
      [
        "partial of a load",
        pickle(4).global("functools", "partial").global("lib", "load_bytes").tuple1().reduce(),
        "which loads a pickle",
      ],
    ])("%s", (_, builder, words) => expect(messages(builder.stop())).toEqual([expect.stringContaining(words)]));
  });

  test("calling a function that the pickle rebuilt is critical", () => {
    const stream = pickle(4).call("types", "FunctionType", 1).emptyTuple().reduce().stop();
    const [found] = checkPickle(unvouchedCall, stream);
    expect(found).toMatchObject({
      severity: "critical",
      message: expect.stringContaining("rebuilt from code in the pickle"),
    });
  });

  test("a name that the policy allows may be called, and may be what others call", () => {
    const allowedGlobals = new Map([["lib.relu", { by: "policy", reason: "ours" }]]);
    expect(messages(pickle(4).call("lib", "relu", 1).stop(), { allowedGlobals })).toEqual([]);
    const factory = pickle(4).global("collections", "defaultdict").global("lib", "relu").tuple1().reduce().stop();
    expect(messages(factory, { allowedGlobals })).toEqual([]);
    expect(messages(factory)).toHaveLength(1);
  });
});
