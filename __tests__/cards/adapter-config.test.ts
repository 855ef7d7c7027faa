import { adapterConfig } from "../../src/cards/adapter-config";
import { describeCards, factLines, propertyOf, readConfig, readReal } from "../support/read-config";

const read = (content: unknown) => readConfig(adapterConfig, content, "m/adapter_config.json");

test("is claimed by its name", () => {
  expect(["m/adapter_config.json", "adapter_model.json"].map(adapterConfig.claims)).toEqual([true, false]);
});

/** As peft 0.17 writes it. */
test("the base with its commit, and how it is adapted", () => {
  const facts = read({
    base_model_name_or_path: "meta-llama/Llama-3.2-1B",
    revision: "4e20de362430cd3b72f300e6b0f18e50e7166e08",
    peft_type: "LORA",
    r: 8,
    lora_alpha: 16,
    task_type: "CAUSAL_LM",
    target_modules: ["q_proj", "v_proj"],
    auto_mapping: { base_model_class: "LlamaForCausalLM", parent_library: "transformers" },
  });
  expect(facts[0]).toEqual({
    kind: "base",
    at: { path: "m/adapter_config.json", line: 1 },
    reference: { name: "meta-llama/Llama-3.2-1B", revision: "4e20de362430cd3b72f300e6b0f18e50e7166e08" },
    relation: "adapter",
  });
  expect(factLines(facts.slice(1))).toEqual([
    "property peft-type LORA",
    "property task-type CAUSAL_LM",
    "property lora-rank 8",
    "property lora-alpha 16",
    "property target-module q_proj",
    "property target-module v_proj",
    "property base-class LlamaForCausalLM",
    "property base-library transformers",
  ]);
});

test.each([
  ["gpt2", "gpt2"],
  ["/home/me/llama", undefined],
  ["../llama", undefined],
  ["checkpoint-100", undefined],
  [["org/a"], undefined],
])("base %j", (name, base) => {
  const found = read({ base_model_name_or_path: name, peft_type: "LORA" }).find(({ kind }) => kind === "base");
  expect(found?.kind === "base" ? found.reference.name : undefined).toBe(base);
});

test("AdapterHub's name of the base, and target modules that are one expression", () => {
  const facts = read({ model_name: "org/bert", target_modules: "all-linear" });
  expect(facts[0]).toMatchObject({ kind: "base", reference: { name: "org/bert" }, relation: "adapter" });
  expect(propertyOf(facts, "target-module")).toEqual(["all-linear"]);
});

describeCards("a real adapter", () => {
  test("of Gemma 2", () => {
    const facts = readReal(adapterConfig, "gemma2-adapter/adapter_config.json");
    expect(facts[0]).toMatchObject({ at: { line: 4 }, reference: { name: "unsloth/gemma-2-9b-it-bnb-4bit" } });
    expect(propertyOf(facts, "target-module")).toHaveLength(7);
    expect(propertyOf(facts, "lora-rank")).toEqual(["8"]);
  });
});
