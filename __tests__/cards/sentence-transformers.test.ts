import { sentenceTransformers } from "../../src/cards/sentence-transformers";
import { factLines, readConfig } from "../support/read-config";

test("is claimed by its names", () => {
  const names = ["m/modules.json", "config_sentence_transformers.json", "config.json"];
  expect(names.map(sentenceTransformers.claims)).toEqual([true, true, false]);
});

test("modules, those of its own code too", () => {
  const content = [
    { idx: 0, name: "0", path: "", type: "sentence_transformers.models.Transformer" },
    { idx: 1, name: "1", path: "1_Own", type: "own_module.Own" },
    { type: {} },
    7,
  ];
  expect(factLines(readConfig(sentenceTransformers, content, "m/modules.json"))).toEqual([
    "library sentence-transformers",
    "property module sentence_transformers.models.Transformer",
    "property module own_module.Own",
  ]);
});

test("a list of other modules is none", () => {
  expect(readConfig(sentenceTransformers, [{ type: "commonjs" }], "m/modules.json")).toEqual([]);
});

test("what wrote it", () => {
  const content = {
    __version__: { sentence_transformers: "3.0.1", pytorch: "2.3.0+cu121" },
    similarity_fn_name: "cosine",
  };
  expect(factLines(readConfig(sentenceTransformers, content, "config_sentence_transformers.json"))).toEqual([
    "property sentence-transformers-version 3.0.1",
    "property pytorch-version 2.3.0+cu121",
    "property similarity cosine",
  ]);
});
