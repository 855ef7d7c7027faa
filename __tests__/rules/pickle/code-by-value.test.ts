import { codeByValue } from "../../../src/rules/pickle/code-by-value";
import { dangerousGlobal } from "../../../src/rules/pickle/dangerous-global";
import { checkPickle } from "../../support/check-rule";
import { pickle } from "../../support/pickle-builder";

describe("MA-PKL-006 code-by-value", () => {
  test.each([
    ["cloudpickle.cloudpickle", "_make_function"],
    ["cloudpickle.cloudpickle", "_make_skeleton_class"],
    ["cloudpickle.cloudpickle", "_builtin_type"],
    ["joblib.externals.cloudpickle.cloudpickle", "_make_function"],
    ["dill._dill", "_create_function"],
    ["dill._dill", "_create_type"],
    ["marshal", "loads"],
    ["types", "CodeType"],
    ["types", "FunctionType"],
    ["torch.fx.graph_module", "reduce_graph_module"],
  ])("%s.%s is high here, and not said twice", (module, name) => {
    const stream = pickle(4).call(module, name, 1).stop();
    expect(checkPickle(codeByValue, stream)).toMatchObject([
      { severity: "high", message: expect.stringContaining(`${module}.${name}`) },
    ]);
    expect(checkPickle(dangerousGlobal, stream)).toEqual([]);
  });

  test("a type that dill looks up by a literal name is fine", () => {
    expect(checkPickle(codeByValue, pickle(2).call("dill._dill", "_load_type", "list").stop())).toEqual([]);
    const computed = pickle(2).global("dill._dill", "_load_type").call("builtins", "str").tuple1().reduce().stop();
    expect(checkPickle(codeByValue, computed)).toHaveLength(1);
  });

  test.each([
    ["cloudpickle", "loads"],
    ["dill", "loads"],
    ["os", "system"],
  ])("%s.%s is MA-PKL-001's", (module, name) => {
    const stream = pickle(4).call(module, name, 1).stop();
    expect(checkPickle(codeByValue, stream)).toEqual([]);
    expect(checkPickle(dangerousGlobal, stream)).toHaveLength(1);
  });
});
