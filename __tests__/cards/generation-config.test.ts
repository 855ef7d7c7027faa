import { generationConfig } from "../../src/cards/generation-config";
import { describeCards, factLines, readConfig, readReal } from "../support/read-config";

test("is claimed by its name", () => {
  expect(["m/generation_config.json", "config.json"].map(generationConfig.claims)).toEqual([true, false]);
});

test("settings as they were written", () => {
  const facts = readConfig(
    generationConfig,
    '{"do_sample": true, "temperature": 0.60, "top_k": null, "eos_token_id": [1]}',
  );
  expect(factLines(facts)).toEqual(["property generation-do-sample true", "property generation-temperature 0.60"]);
});

describeCards("real settings", () => {
  test("of Llama 3", () => {
    expect(factLines(readReal(generationConfig, "reflection-llama-3.1-70b/generation_config.json"))).toEqual([
      "property generation-do-sample true",
      "property generation-temperature 0.6",
      "property generation-top-p 0.9",
      "property generation-max-length 4096",
      "property transformers-version 4.40.0",
    ]);
  });
});
