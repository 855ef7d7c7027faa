import { kerasCustomObject } from "../../../src/rules/keras/keras-custom-object";
import type { KerasFacts } from "../../../src/core/keras-facts";
import type { RuleContext } from "../../../src/core/rule";
import { checkKeras, kerasName } from "./support";

const MINE = kerasName("Block", { module: "mylib.layers", registered: "mylib>Block" });

const said = (facts: Partial<KerasFacts>, context: Partial<RuleContext> = {}) =>
  checkKeras(kerasCustomObject, facts, context).map(({ severity, message }) => `${severity} ${message}`);

describe("MA-FMT-042 keras-custom-object", () => {
  test("a registered class is high", () => {
    expect(said({ names: [MINE] })).toEqual([
      "high here: builds mylib.layers.Block (registered as mylib>Block), which is not Keras's own: the code that loads the model has to bring it",
    ]);
  });

  test("medium where this repository defines it and the change leaves it alone", () => {
    const definesUnchanged = (module: string, name: string) => module === "mylib.layers" && name === "Block";
    expect(said({ names: [MINE] }, { definesUnchanged })).toEqual([
      "medium here: builds mylib.layers.Block (registered as mylib>Block), which this repository defines and this change leaves alone",
    ]);
  });

  test("info where the policy allows the name: of the module, or as it is registered where there is none", () => {
    const waived = { by: "policy" as const, reason: "our own" };
    const allow = (name: string) => ({ allowedGlobals: new Map([[name, waived]]) });
    const [found] = checkKeras(kerasCustomObject, { names: [MINE] }, allow("mylib.layers.Block"));
    expect(found).toMatchObject({ severity: "info", waived });
    expect(said({ names: [MINE] }, allow("mylib.Block"))[0]).toMatch(/^high/);
    const registered = kerasName("Block", { registered: "mylib>Block" });
    expect(said({ names: [registered] }, allow("mylib.Block"))[0]).toMatch(/^info/);
  });

  test.each([
    [{ use: "word", name: "my_loss" }, "refers to my_loss"],
    [{ use: "function", name: "my_loss", module: "builtins" }, "refers to my_loss"],
    [{ use: "class", name: "Custom>MyLayer" }, "builds Custom>MyLayer"],
    [{ use: "class", name: "New", module: "keras.layers" }, "not known as a part that models are built of"],
    [{ use: "symbol", name: "experimental.secret" }, "tf.experimental.secret, which is not known to only compute"],
    [{ use: "attribute", name: "__class__" }, "the attribute __class__ of a tensor"],
    [{ use: "operator", name: "MyOp" }, "the operator MyOp"],
  ] as const)("%j is high", ({ name, ...more }, words) => {
    expect(said({ names: [kerasName(name, more)] })).toEqual([expect.stringContaining(words)]);
  });

  test.each([
    [{ use: "class", name: "Dense", module: "keras.layers" }],
    [{ use: "class", name: "Functional", module: "keras.src.models.functional" }],
    [{ use: "class", name: "Functional", module: "keras.engine.functional" }],
    [{ use: "class", name: "Dense", module: "tensorflow.keras.layers" }],
    [{ use: "class", name: "TFOpLambda", module: "tf_keras.src.layers.core.tf_op_layer" }],
    [{ use: "class", name: "CuDNNLSTM" }],
    [{ use: "class", name: "Custom>Adam" }],
    [{ use: "function", name: "relu", module: "builtins" }],
    [{ use: "function", name: "relu", module: "keras.activations" }],
    [{ use: "word", name: "glorot_uniform" }],
    [{ use: "symbol", name: "nn.relu" }],
    [{ use: "attribute", name: "shape" }],
    [{ use: "operator", name: "AddV2" }],
  ] as const)("%j is Keras's own", ({ name, ...more }) => {
    expect(said({ names: [kerasName(name, more)] })).toEqual([]);
  });

  test("a SavedModel rebuilds a class that nobody registered from its graph; a registered one it looks up", () => {
    expect(said({ loader: "saved-model", names: [kerasName("MyModel")] })).toEqual([]);
    expect(said({ loader: "saved-model", names: [kerasName("mine>MyModel")] })).toHaveLength(1);
    expect(said({ loader: "keras-h5", names: [kerasName("MyModel")] })).toHaveLength(1);
  });

  test("two hundred are told one by one, the rest together", () => {
    const names = Array.from({ length: 300 }, (_, i) => kerasName(`L${i}`));
    expect(said({ names })).toHaveLength(201);
  });
});
