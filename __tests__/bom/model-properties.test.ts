import type { Drift } from "../../src/core/inventory";
import { driftsByModel, modelProperties } from "../../src/bom/model-properties";
import { inventory, inventoryFile, inventoryModel } from "../support/bom-inventory";

const at = { path: "models.lock.yaml", line: 9 };
const models = [
  inventoryModel(),
  inventoryModel({ path: "models/bert/b.gguf", files: [inventoryFile({ path: "models/bert/b.gguf" })] }),
];
/** The drifts that the bill of materials says of each model. */
const said = (...drifts: readonly Drift[]) =>
  models.map((model) =>
    modelProperties(model, { contradictions: [], drifts: driftsByModel(inventory({ models, drifts })) })
      .filter(({ name }) => name.endsWith(":drift"))
      .map(({ value }) => value),
  );

test("a drift is a property of the recorded model, and of the model that the file is", () => {
  const path = "models/bert/model.safetensors";
  const model = "models/bert";
  expect(said({ path, model, declared: "sha256:aa", found: "sha256:bb", at })).toEqual([
    [`${path}: recorded sha256:aa, found sha256:bb (models.lock.yaml:9)`],
    [],
  ]);
  expect(said({ path, model, declared: "sha256:aa", at })[0]).toEqual([
    `${path}: recorded sha256:aa, not here (models.lock.yaml:9)`,
  ]);
  expect(said({ path: model, model, files: ["a", "b"], at })[0]).toEqual([
    "models/bert: recorded, 2 files are not here (models.lock.yaml:9)",
  ]);
  const beside = "models/bert/b.gguf: not recorded, found 5 bytes (models.lock.yaml:9)";
  expect(said({ path: "models/bert/b.gguf", model, found: "5 bytes", at })).toEqual([[beside], [beside]]);
  expect(said({ path: "x/y", model: "x", found: "5 bytes", at })).toEqual([[], []]);
});
