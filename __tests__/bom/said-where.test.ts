import { toCycloneDx, validateBom, type SpecVersion } from "../../src/bom";
import type { CardFact } from "../../src/core/card-facts";
import type { InventoryModel } from "../../src/core/inventory";
import { emptyInventory, inventoryFile, inventoryModel } from "../support/inventories";

const TOOL = { name: "Model Assay", version: "0.1.0", homepage: "https://github.com/example/model-assay" };
const TIME = "2026-01-02T03:04:05Z";

interface Component {
  readonly "bom-ref": string;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
  readonly components: readonly Component[];
  readonly evidence: { readonly occurrences: readonly object[] };
}
interface Bom {
  readonly metadata: { readonly lifecycles: readonly object[] };
  readonly components: readonly Component[];
  readonly citations?: readonly { readonly pointers: readonly string[]; readonly note: string }[];
}

function write(models: readonly InventoryModel[], version: SpecVersion = "1.6"): Bom {
  const inventory = emptyInventory({ models, subject: { name: "demo", dirty: false, time: TIME } });
  const text = toCycloneDx(inventory, { specVersion: version, tool: TOOL });
  expect(validateBom(text, version)).toEqual([]);
  return JSON.parse(text) as Bom;
}
const component = ({ components }: Bom, ref: string) => components.find((each) => each["bom-ref"] === ref)!;
const values = (each: Component, name: string) =>
  each.properties.filter((property) => property.name === `model-assay:${name}`).map(({ value }) => value);

const count = (path: string, value: number, dtype?: string): CardFact => ({
  kind: "parameters",
  value,
  at: { path },
  ...(dtype === undefined ? {} : { dtype }),
});
const SHARDS = [count("m/1.safetensors", 10, "bfloat16"), count("m/2.safetensors", 30, "bfloat16")];

test("parameters of shards are added up where all are there", () => {
  const model = component(write([inventoryModel("m", { facts: SHARDS, parameters: 40 })]), "model:m");
  expect([values(model, "parameters"), values(model, "parameters:bfloat16")]).toEqual([["40"], ["40"]]);
  expect(values(model, "source:parameters:bfloat16")).toEqual(["m/1.safetensors", "m/2.safetensors"]);
});

test("where they are not, each header speaks for its file", () => {
  const model = component(write([inventoryModel("m", { facts: SHARDS })]), "model:m");
  expect([values(model, "parameters"), values(model, "parameters:bfloat16")]).toEqual([[], ["10", "30"]]);
});

test("a count for all of it is not made of other files' counts by type", () => {
  const facts = [count("m/a.gguf", 40), ...SHARDS, count("m/b.safetensors", 7, "int8")];
  const model = component(write([inventoryModel("m", { facts, parameters: 40 })]), "model:m");
  expect(values(model, "parameters")).toEqual(["40"]);
  expect([values(model, "parameters:bfloat16"), values(model, "parameters:int8")]).toEqual([["10", "30"], ["7"]]);
});

const DTYPE: CardFact = { kind: "dtype", value: "float16", at: { path: "m/config.json", line: 12 } };

test("properties say where they were read: beside them in 1.6, as citations in 1.7", () => {
  const models = [inventoryModel("m", { facts: [DTYPE] })];
  expect(values(component(write(models), "model:m"), "source:dtype")).toEqual(["m/config.json:12"]);
  const later = write(models, "1.7");
  const index = later.components.findIndex((each) => each["bom-ref"] === "model:m");
  const at = later.components[index]!.properties.findIndex(({ name }) => name === "model-assay:dtype");
  expect(later.citations).toContainEqual(
    expect.objectContaining({ pointers: [`/components/${index}/properties/${at}`], note: "m/config.json:12" }),
  );
});

test("bases have every place that names them", () => {
  const base = (path: string, line: number) => ({
    value: { reference: { name: "org/base" }, relation: "unknown" as const },
    at: { path, line },
  });
  const models = [
    inventoryModel("b", { bases: [base("b/README.md", 3)] }),
    inventoryModel("a", { bases: [base("a/x.json", 9)] }),
  ];
  expect(component(write(models), "base:org/base").evidence.occurrences).toEqual([
    { location: "a/x.json", line: 9 },
    { location: "b/README.md", line: 3 },
  ]);
});

test("weights that can run code when they are loaded are marked, others are not", () => {
  const files = [
    inventoryFile("m/a.safetensors", { format: "safetensors" }),
    inventoryFile("m/b.bin", { format: "torch" }),
    inventoryFile("m/c.pkl"),
    inventoryFile("m/d.py", { role: "code" }),
  ];
  const { components } = component(write([inventoryModel("m", { files })]), "model:m");
  expect(components.map((each) => values(each, "runs-code-when-loaded"))).toEqual([[], ["can"], ["can"], []]);
});

test("it is of sources, before a build", () => expect(write([]).metadata.lifecycles).toEqual([{ phase: "pre-build" }]));
