import { toCycloneDx, validateBom } from "../../src/bom";
import { richInventory } from "../support/inventories";

const TOOL = { name: "Model Assay", version: "0.1.0", homepage: "https://example.org" };
type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** What is said of the rich bill once `damage` was done to it. */
function problems(damage: (bom: Json) => void): string[] {
  const bom = JSON.parse(toCycloneDx(richInventory(), { specVersion: "1.7", tool: TOOL })) as Json;
  damage(bom);
  return validateBom(JSON.stringify(bom), "1.7");
}

const model = (bom: Json): Json => (bom.components as Json[]).find((each) => each["bom-ref"] === "model:models/bert")!;

test("an undamaged bill has no problem", () => {
  expect(problems(() => undefined)).toEqual([]);
});

test.each<[string, (bom: Json) => void, RegExp]>([
  ["a field that the schema does not know", (bom) => (bom.verdict = "pass"), /additional properties/],
  ["a type that the schema does not know", (bom) => (model(bom).type = "model"), /equal to one of the allowed values/],
  ["a licence that is on no list", (bom) => (model(bom).licenses[0].license.id = "Apache"), /licenses/],
  ["an address that is none", (bom) => (model(bom).externalReferences[0].url = "https://a b"), /url must match/],
  [
    "an address with two fragments",
    (bom) => (model(bom).externalReferences[0].url = "https://a/#b#c"),
    /url must match/,
  ],
  ["a time that is none", (bom) => (bom.metadata.timestamp = "yesterday"), /format "date-time"/],
  ["a reference twice", (bom) => (bom.components[1]["bom-ref"] = bom.components[0]["bom-ref"]), /is not unique/],
  ["an edge to nowhere", (bom) => (bom.dependencies[0].dependsOn = ["nobody"]), /dependsOn\/0 leads nowhere: nobody/],
  ["an edge from nowhere", (bom) => (bom.dependencies[0].ref = "nobody"), /ref leads nowhere: nobody/],
  [
    "a data set of a card that is nowhere",
    (bom) => (model(bom).modelCard.modelParameters.datasets[0].ref = "x"),
    /leads nowhere: x/,
  ],
  ["a composition of nothing", (bom) => (bom.compositions[0].assemblies[0] = "x"), /assemblies\/0 leads nowhere: x/],
  ["a citation by nobody", (bom) => (bom.citations[0].attributedTo = "x"), /attributedTo leads nowhere: x/],
  ["a citation of no field", (bom) => (bom.citations[0].pointers[0] = "/components/99"), /citation leads nowhere/],
  [
    "a citation of what all objects have",
    (bom) => (bom.citations[0].pointers[0] = "/constructor"),
    /citation leads nowhere/,
  ],
  [
    "an input of a stage that is nowhere",
    (bom) => (bom.formulation[0].workflows[0].tasks[0].inputs[0].resource.ref = "x"),
    /leads nowhere: x/,
  ],
  ["a purl of a local path", (bom) => (model(bom).purl = "pkg:generic/../x"), /has a local path/],
  ["a purl with a file", (bom) => (model(bom).purl = "pkg:generic/x?download_url=file:///x"), /has a local path/],
  [
    "the same component twice, its keys turned round",
    (bom) => (bom.components as Json[]).push(Object.fromEntries(Object.entries(bom.components[0] as Json).reverse())),
    /components must not have the same item twice/,
  ],
  ["half a character", (bom) => (model(bom).name = "a\ud800"), /is not well-formed/],
])("finds %s", (_, damage, words) => {
  expect(problems(damage).join("\n")).toMatch(words);
});

test("finds that it is no JSON", () => {
  expect(validateBom("{", "1.6")).toEqual([expect.stringMatching(/^is no JSON: /)]);
});

test("holds a version against its own schema", () => {
  const later = toCycloneDx(richInventory(), { specVersion: "1.7", tool: TOOL });
  expect(validateBom(later, "1.6")).not.toEqual([]);
});
