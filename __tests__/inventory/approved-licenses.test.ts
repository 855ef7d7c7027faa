import type { Policy } from "../../src/core/policy";
import { unapprovedLicenses } from "../../src/inventory/approved-licenses";
import { inventoryOf, weights, type Leaf } from "../support/inventory-tree";

const CONFIG = JSON.stringify({ model_type: "bert" });
const card = (...lines: string[]) => ["---", ...lines, "---", "# X", ""].join("\n");

function told(leaves: Readonly<Record<string, Leaf>>, licenses: Policy["licenses"]): string[] {
  return unapprovedLicenses(inventoryOf({ "m/config.json": CONFIG, ...leaves }), licenses).map(
    ({ fact, at }) => `${fact.why} ${fact.license} at ${at.path}${at.line === undefined ? "" : `:${at.line}`}`,
  );
}

const allow = (...list: string[]): Policy["licenses"] => ({ allow: [list], deny: [] });
const deny = (...list: string[]): Policy["licenses"] => ({ allow: [], deny: list });

test("nothing is asked without a list", () => expect(told({}, { allow: [], deny: [] })).toEqual([]));

test.each<[string, string[], string[]]>([
  ["the same word", ["license: apache-2.0"], []],
  ["another one", ["license: mit"], ["not-allowed MIT at m/README.md:2"]],
  ["other alone", ["license: other"], ["unsaid undefined at m/README.md"]],
  ["unknown", ["license: unknown"], ["unsaid undefined at m/README.md"]],
  ["none", ["tags: [a]"], ["unsaid undefined at m/README.md"]],
  ["a name of its own", ["license: other", "license_name: Llama3.1"], ["not-allowed Llama3.1 at m/README.md:3"]],
])("an allow list of Apache-2.0: %s", (_, lines, expected) =>
  expect(told({ "m/README.md": card(...lines) }, allow("APACHE-2.0"))).toEqual(expected),
);

const gguf = (value: string) => ({
  "m/a.gguf": weights("gguf", { kind: "license", value, at: { path: "m/a.gguf" } }),
});

test.each([
  ["Apache License 2.0", true],
  ["mit OR GPL-3.0", true],
  ["GPL-3.0 or MIT", true],
  ["MIT AND Apache-2.0", true],
  ["MIT AND GPL-3.0", false],
  ["MIT OR GPL-3.0 AND AGPL-3.0", true],
  ["(MIT OR GPL-3.0) AND AGPL-3.0", false],
  ["(MIT OR GPL-3.0) AND Apache-2.0", true],
  ["Apache-2.0 WITH LLVM-exception", true],
  ["GPL-3.0 WITH MIT", false],
  ["Apache-2.0 WITH Commons-Clause", false],
  ["MIT WITH", false],
  ["MIT OR", false],
  ["MIT Apache-2.0", false],
  ["(MIT OR GPL-3.0", false],
  ["MIT OR GPL-3.0)", false],
  ["OR MIT OR", false],
  [`MIT ${"OR MIT ".repeat(150)}`.trim(), false],
  ["GPL-3.0", false],
])("MIT and Apache-2.0 let %s in: %s", (value, is) =>
  expect(told(gguf(value), allow("MIT", "apache-2.0"))).toHaveLength(is ? 0 : 1),
);

test.each([
  ["cc-by-nc-4.0", 1],
  ["MIT OR CC-BY-NC-4.0", 1],
  ["(cc-by-nc-4.0)", 1],
  ["CC-BY-4.0", 0],
  ["other", 0],
])("a denied licence counts in any part: %s", (value, count) => {
  const found = told(gguf(value), deny("CC-BY-NC-4.0"));
  expect(found).toHaveLength(count);
  if (count > 0) expect(found[0]).toMatch(/^denied /);
});

test("denied beats allowed, and is told once", () =>
  expect(told(gguf("mit"), { allow: [["mit"]], deny: ["MIT"] })).toEqual(["denied mit at m/a.gguf"]));

test("every document that says one is held against it, each licence once", () => {
  const leaves = { "m/README.md": card("license: mit"), ...gguf("gpl-3.0") };
  expect(told(leaves, allow("mit"))).toEqual(["not-allowed gpl-3.0 at m/a.gguf"]);
  const same = { "m/README.md": card("license: gpl-3.0"), ...gguf("GPL-3.0") };
  expect(told(same, allow("mit"))).toEqual(["not-allowed GPL-3.0 at m/README.md:2"]);
});

test("all lists have to hold, and an empty one lets nothing in", () => {
  expect(told(gguf("mit"), { allow: [["mit"], ["apache-2.0"]], deny: [] })).toHaveLength(1);
  expect(told(gguf("mit"), { allow: [[]], deny: [] })).toHaveLength(1);
});

test("a tokenizer alone needs none", () =>
  expect(
    unapprovedLicenses(inventoryOf({ "t/tokenizer.json": "{}", "t/tokenizer_config.json": "{}" }), allow("mit")),
  ).toEqual([]));
