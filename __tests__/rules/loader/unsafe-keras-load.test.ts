import { saidBy } from "../../support/loader-code";

const told = (source: string) => saidBy("MA-LDR-004", source);

describe("MA-LDR-004 unsafe-keras-load", () => {
  test.each([
    ["keras.models.load_model", "import keras\nkeras.models.load_model('m.keras', safe_mode=False)"],
    [
      "tensorflow.keras.models.load_model",
      "import tensorflow as tf\ntf.keras.models.load_model('m.keras', safe_mode=False)",
    ],
    [
      "tensorflow.keras.models.load_model",
      "from tensorflow.keras.models import load_model\nload_model('m.keras', safe_mode=False)",
    ],
  ])("%s", (name, source) => {
    expect(told(source)).toEqual([
      `medium 2: ${name} is called with safe_mode=False: a layer in the model may be code`,
    ]);
  });

  test("the switch for everything", () => {
    expect(told("import keras\nkeras.config.enable_unsafe_deserialization()")).toEqual([
      "medium 2: enable_unsafe_deserialization lets every Keras file that is loaded after it bring code",
    ]);
  });

  test("of something downloaded is high", () => {
    const source =
      "import keras, wget\np = wget.download('https://a.example/m.keras')\nkeras.models.load_model(p, safe_mode=False)";
    expect(told(source)).toEqual([
      "high 3: keras.models.load_model is called with safe_mode=False: a layer in the model may be code, which wget.download downloads from https://a.example/m.keras",
    ]);
  });

  test.each([
    "keras.models.load_model('m.keras')",
    "keras.models.load_model('m', safe_mode=True)",
    "engine.start(safe_mode=False)",
  ])("silent: %s", (call) => {
    expect(told(`import keras\n${call}`)).toEqual([]);
  });
});
