import { quantizeConfig } from "../../src/cards/quantize-config";
import { describeCards, factLines, readConfig, readReal } from "../support/read-config";

const read = (content: unknown) => factLines(readConfig(quantizeConfig, content, "m/quantize_config.json"));

test("is claimed by its name", () => {
  const names = ["quantize_config.json", "m/quant_config.json", "hf_quant_config.json", "config.json"];
  expect(names.map(quantizeConfig.claims)).toEqual([true, true, true, false]);
});

test.each([
  [
    { bits: 4, group_size: 128, desc_act: false },
    ["quantization gptq 4-bit", "property quantization-group-size 128", "property quantization-act-order false"],
  ],
  [
    { quant_method: "gptq_v2", bits: 8, desc_act: true },
    ["quantization gptq_v2 8-bit", "property quantization-act-order true"],
  ],
  [
    { w_bit: 4, q_group_size: 64, zero_point: true, version: "GEMM" },
    [
      "quantization awq 4-bit",
      "property quantization-group-size 64",
      "property quantization-zero-point true",
      "property quantization-version GEMM",
    ],
  ],
  [
    { quantization: { quant_algo: "FP8", kv_cache_quant_algo: "FP8" } },
    ["quantization FP8", "property kv-cache-quantization FP8"],
  ],
  [{ bits: 4 }, ["quantization 4-bit"]],
  [{ bits: { a: 1 }, desc_act: [] }, ["quantization gptq"]],
  [[1], []],
])("%j", (content, lines) => {
  expect(read(content)).toEqual(lines);
});

test("where the quantized model was saved is no base", () => {
  expect(read({ bits: 4, model_name_or_path: "org/model" })).toEqual(["quantization 4-bit"]);
});

describeCards("real settings", () => {
  test("of AutoGPTQ", () => {
    expect(factLines(readReal(quantizeConfig, "wizardcoder-gptq/quantize_config.json"))[0]).toBe(
      "quantization gptq 4-bit",
    );
  });
});
