import { layer, named, sequential } from "../../support/keras-builder";
import { lines, scanBeside, scanBytes } from "../../support/scan";

const told = (value: unknown, path: string) =>
  lines(scanBytes(Buffer.from(JSON.stringify(value)), path).findings).join("\n");
const EVIL = sequential(layer("Lambda", { function: named("os", "system"), arguments: {} }));
const PLAIN = sequential(layer("Dense", { units: 1, activation: "relu" }));

describe("a Keras configuration by itself", () => {
  test.each(["config.json", "model.json", "dir/Architecture.JSON"])("%s: what it builds is looked at", (path) => {
    expect(told(EVIL, path)).toContain("critical MA-FMT-041");
    expect(scanBytes(Buffer.from(JSON.stringify(PLAIN)), path)).toMatchObject({ format: "keras-json", findings: [] });
  });

  test("Keras 2 wrote the code itself (CVE-2024-3660)", () => {
    const lambda = {
      class_name: "Lambda",
      config: { function: ["4wEAAAA=", null, null], function_type: "lambda" },
    };
    const model = { class_name: "Sequential", config: { layers: [lambda] }, keras_version: "2.4.0" };
    expect(told(model, "model.json")).toContain("critical MA-FMT-040");
  });

  test.each([
    ["in UTF-16", Buffer.from(`\ufeff${JSON.stringify(EVIL)}`, "utf16le")],
    ["in letters as numbers", Buffer.from(JSON.stringify(EVIL).replaceAll("class_name", "cl\\u0061ss_name"))],
    ["behind blanks", Buffer.from(" ".repeat(5000) + JSON.stringify(EVIL))],
  ])("%s", (_, bytes) => {
    expect(lines(scanBytes(bytes, "model.json").findings).join("\n")).toContain("critical MA-FMT-041");
  });

  test("keys of the hub beside those of Keras are looked at by both, and are no second format", () => {
    const both = { ...PLAIN, activation_function: "gelu", model_type: "x" };
    expect(scanBytes(Buffer.from(JSON.stringify(both)), "config.json")).toMatchObject({
      format: "keras-json+hf-config",
      findings: [],
    });
    expect(told({ ...both, trust_remote_code: true }, "config.json")).toContain("MA-HUB-");
  });

  test("other programs' JSON is not listed", () => {
    for (const value of [
      { class_name: "Tokenizer", config: { num_words: 10 } },
      { class_name: "x", config: {} },
      { class: 1 },
    ])
      expect(scanBytes(Buffer.from(JSON.stringify(value)), "a.json").format).toBeUndefined();
  });

  test("a preset of KerasHub is normal, and a name of its own is not", () => {
    const preset = (module: string, registered: string) => ({
      module,
      class_name: "BertBackbone",
      config: { name: "bert", num_layers: 2 },
      registered_name: registered,
    });
    expect(told(preset("keras_hub.src.models.bert.bert_backbone", "keras_hub>BertBackbone"), "config.json")).toBe("");
    expect(told(preset("keras_hub.src.models.bert.bert_backbone", "evil>BertBackbone"), "config.json")).toContain(
      "high MA-FMT-042",
    );
    expect(told(preset("keras_hub.src.utils.preset_utils", "keras_hub>BertBackbone"), "config.json")).toContain(
      "high MA-FMT-042",
    );
  });
});

describe("a list of shards of weights", () => {
  const list = (name: string) =>
    Buffer.from(JSON.stringify({ metadata: { total_size: 1 }, weight_map: { "/layers/a": [name] } }));

  test("one that is there is normal, one outside is told", () => {
    const beside = { "m_00000.weights.h5": Buffer.from("x") };
    expect(lines(scanBeside(list("m_00000.weights.h5"), "m.weights.json", beside).findings)).toEqual([]);
    expect(lines(scanBeside(list("../../etc/passwd"), "m.weights.json", beside).findings).join()).toContain(
      "high MA-FMT-014",
    );
  });
});
