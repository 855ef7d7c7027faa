import { adapterConfig } from "../../src/cards/adapter-config";
import { diffusers } from "../../src/cards/diffusers";
import { generationConfig } from "../../src/cards/generation-config";
import { hfConfig } from "../../src/cards/hf-config";
import { mlmodel } from "../../src/cards/mlmodel";
import { preprocessorConfig } from "../../src/cards/preprocessor-config";
import { quantizeConfig } from "../../src/cards/quantize-config";
import { sentenceTransformers } from "../../src/cards/sentence-transformers";
import { tokenizerConfig } from "../../src/cards/tokenizer-config";
import { MAX_CARD_BYTES } from "../../src/core/card-reader";
import { propertyOf, readConfig } from "../support/read-config";

const READERS = [
  [adapterConfig, "adapter_config.json"],
  [diffusers, "model_index.json"],
  [generationConfig, "generation_config.json"],
  [hfConfig, "config.json"],
  [mlmodel, "MLmodel"],
  [preprocessorConfig, "preprocessor_config.json"],
  [quantizeConfig, "quantize_config.json"],
  [sentenceTransformers, "modules.json"],
  [tokenizerConfig, "tokenizer_config.json"],
] as const;
const each = READERS.map(([reader, name]) => [reader.id, reader, name] as const);

/** Keys that the readers ask for, with values of every type that nobody expects. */
const KEYS =
  "architectures model_type dtype torch_dtype quantization_config _name_or_path auto_map text_config vocab_size _class_name base_model_name_or_path revision peft_type r target_modules auto_mapping bits desc_act quantization tokenizer_class model_max_length added_tokens_decoder additional_special_tokens chat_template size crop_size sampling_rate do_sample transformers_version flavors signature run_id __proto__ constructor".split(
    " ",
  );
const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  "",
  "\u001b[31mred\u0007",
  "\ud800",
  "a\u202eb",
  "x".repeat(100_000),
  [],
  [[]],
  [null, {}, [1]],
  {},
  { __proto__: null, constructor: 1, a: { b: [{ c: "d" }] } },
  { AutoModel: "\u001b]0;x\u0007", content: { content: 1 }, special: true },
];

describe.each(each)("%s", (_, reader, name) => {
  test.each(VALUES.map((value, nth) => [nth, value] as const))("takes value %d under every key", (_nth, value) => {
    const facts = readConfig(reader, Object.fromEntries(KEYS.map((key) => [key, value])), name);
    for (const fact of facts) {
      const text = JSON.stringify(fact);
      expect(text).not.toMatch(/\\u001b|\\ud800|\u202e|\\u0007/);
      expect(text.length).toBeLessThan(2000);
    }
    expect(readConfig(reader, [Object.fromEntries([["type", value]])], name)).toEqual(expect.any(Array));
  });

  test.each(["", "{", "[1,", "\u0000", "{}{}", "[".repeat(100_000), '{"a":'.repeat(5000), "\ufeff{}"])(
    "never throws: %#",
    (text) => {
      const facts = readConfig(reader, text, name);
      expect(facts.every((fact) => fact.kind === "property")).toBe(true);
    },
  );

  test("one of the largest size ends soon", () => {
    const started = Date.now();
    const items = "0,".repeat(MAX_CARD_BYTES / 2 - 20);
    const facts = readConfig(reader, `{"auto_map":[${items}0]}`, name);
    expect(propertyOf(facts, "unreadable")).toHaveLength(1);
    expect(Date.now() - started).toBeLessThan(120_000);
  });

  test("a text that is no document of its kind is said", () => {
    const facts = readConfig(reader, '{"a": "b', name);
    expect(propertyOf(facts, "unreadable")).toHaveLength(1);
  });
});
