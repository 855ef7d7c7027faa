import type { CardFact } from "../../src/core/card-facts";
import { inventoryOf, weights, type Leaf } from "../support/inventory-tree";

const told = (leaves: Readonly<Record<string, Leaf>>) =>
  inventoryOf(leaves).contradictions.map(
    ({ about, detail, at, other }) => `${about} | ${detail} | ${at.path}:${at.line ?? 0} ${other?.path}`,
  );

describe("architecture", () => {
  const gguf = (family: string, path = "m/a.gguf") => ({
    [path]: weights("gguf", { kind: "family", value: family, at: { path } }),
  });
  const pair = (config: string, ...families: string[]) =>
    told({
      "m/config.json": JSON.stringify({ model_type: config }),
      ...Object.assign({}, ...families.map((each, i) => gguf(each, `m/${i}.gguf`))),
    } as Record<string, Leaf>);

  test("of a header and of the configuration beside it", () =>
    expect(pair("llama", "bert")).toEqual([
      "architecture | config.json says the model is llama, but the header of 0.gguf says bert | m/config.json:1 m/0.gguf",
    ]));

  test.each([
    ["llama", "llama"],
    ["mistral", "llama"],
    ["mixtral", "llama"],
    ["gpt_neox", "gptneox"],
    ["bert", "nomic-bert"],
    ["qwen2", "clip"],
    ["phi3", "llama"],
    ["gemma3", "gemma2"],
    ["__proto__", "llama"],
  ])("%s as %s is none", (config, header) => expect(pair(config, header)).toEqual([]));

  test("each other one is told once", () => expect(pair("llama", "bert", "bert", "llama", "gpt2")).toHaveLength(2));
});

describe("parameters", () => {
  const index = (total: unknown) =>
    JSON.stringify({ metadata: { total_parameters: total }, weight_map: { t: "model-00001-of-00001.safetensors" } }, null, 1);
  const path = "m/model-00001-of-00001.safetensors";
  const header = (value: number, dtype = "BF16"): CardFact => ({ kind: "parameters", value, dtype, at: { path } });
  const tree = (total: unknown, facts: readonly CardFact[], config: object = {}) =>
    told({
      "m/config.json": JSON.stringify({ model_type: "llama", ...config }),
      "m/model.safetensors.index.json": index(total),
      [path]: weights("safetensors", ...facts),
    });

  test("an index of another model", () => {
    expect(tree(7_000, [header(1_000)])).toEqual([
      "parameters | model.safetensors.index.json says 7000 parameters, but the headers have 1000 | m/model.safetensors.index.json:3 m/model-00001-of-00001.safetensors",
    ]);
    expect(tree(1_000, [header(2_001)])).toHaveLength(1);
  });

  test.each<[string, unknown, readonly CardFact[], object]>([
    ["the same", 1_000, [header(1_000)], {}],
    ["buffers, and tensors that were tied", 1_000, [header(1_900)], {}],
    ["packed weights", 9_000, [header(500, "I32"), header(500)], {}],
    ["a quantized model", 9_000, [header(1_000)], { quantization_config: { quant_method: "bitsandbytes", load_in_4bit: true } }],
    ["no header", 9_000, [], {}],
    ["a text", "9000", [header(1_000)], {}],
    ["a list", [9], [header(1_000)], {}],
    ["less than nothing", -5, [header(1_000)], {}],
    ["more than can be counted", 1e300, [header(1_000)], {}],
  ])("%s is no contradiction", (_, total, facts, config) => expect(tree(total, facts, config)).toEqual([]));
}); // prettier-ignore
