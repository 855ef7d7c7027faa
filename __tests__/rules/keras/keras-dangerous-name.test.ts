import { CLASSES, FUNCTIONS } from "../../../src/rules/keras/allow-list";
import { gadget } from "../../../src/rules/keras/gadgets";
import { kerasDangerousName } from "../../../src/rules/keras/keras-dangerous-name";
import { checkKeras, kerasName } from "./support";

const said = (...names: Parameters<typeof kerasName>[]) =>
  checkKeras(kerasDangerousName, { names: names.map((each) => kerasName(...each)) }).map(({ message }) => message);

describe("MA-FMT-041 keras-dangerous-name", () => {
  test("a function that runs code", () => {
    const [found] = checkKeras(kerasDangerousName, {
      names: [kerasName("system", { use: "function", module: "os", called: true, evidence: "called with {}" })],
    });
    expect(found).toMatchObject({ severity: "critical", evidence: "called with {}" });
    expect(found!.message).toMatch(/^here: calls os\.system, which /);
  });

  test.each([
    ["keras.utils", "get_file", "downloads files"],
    ["keras.config", "enable_unsafe_deserialization", "safe mode"],
    ["keras.saving", "load_model", "another model"],
    ["keras.models", "load_model", "another model"],
    ["keras.models", "model_from_json", "another model"],
    ["keras.src.saving.saving_lib", "load_weights_only", "another model"],
    ["keras.datasets.mnist", "load_data", "downloads"],
    ["keras.applications", "VGG16", "downloads"],
    ["keras.callbacks", "ModelCheckpoint", "files"],
    ["tensorflow.keras.utils", "get_file", "downloads files"],
    ["tensorflow.python.keras.utils.data_utils", "get_file", "downloads files"],
    ["keras.api.utils", "get_file", "downloads files"],
    ["keras._tf_keras.keras.utils", "get_file", "downloads files"],
  ])("%s.%s is no part of a model", (module, name, words) => {
    expect(said([name, { use: "function", module, called: true }])).toEqual([expect.stringContaining(words)]);
  });

  test("nothing on the list of parts of models is of the dangerous kind, but for classes that only live there", () => {
    const found: string[] = [];
    let home = "";
    for (const word of `${CLASSES} ${FUNCTIONS}`.split(" "))
      if (word.endsWith(":")) home = word.slice(0, -1);
      else if (gadget(home, word) !== undefined) found.push(word);
    expect([...new Set(found)].sort()).toEqual([
      "CustomScaleLayer",
      "FeatureSpace",
      "KerasSaveable",
      "LayerScale",
      "ReloadedLayer",
      "StochasticDepth",
    ]);
  });

  test("layers, and names that are only unknown, are not this rule's", () => {
    expect(
      said(["Dense", { module: "keras.layers" }], ["Thing", { module: "mylib" }], ["relu", { use: "word" }]),
    ).toEqual([]);
  });
});
