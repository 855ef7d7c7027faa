import { inventoryOf, type Leaf } from "../support/inventory-tree";

const CONFIG = JSON.stringify({ model_type: "llama" });
const readme = (license: string, ...more: string[]) =>
  ["---", `license: ${license}`, ...more, "---", "# X", ""].join("\n");
const ORIGIN = { path: "b", source: "hf:org/base", fetched: "", line: 3, files: [] };

/** What is said of an adapter in `a`, whose base is in `b`. */
function told(derived: string, base: string, more: { readonly named?: string; readonly origins?: unknown } = {}): string[] {
  const leaves: Record<string, Leaf> = {
    "a/adapter_config.json": JSON.stringify({ base_model_name_or_path: more.named ?? "org/base" }),
    "a/README.md": derived,
    "b/config.json": CONFIG,
    "b/README.md": base,
  };
  const { contradictions } = inventoryOf(leaves, { origins: (more.origins ?? [ORIGIN]) as [] });
  return contradictions.map(
    ({ about, path, detail, at, other }) => `${about} ${path} | ${detail} | ${at.path}:${at.line} ${other!.path}:${other!.line}`,
  );
} // prettier-ignore
const pair = (derived: string, base: string) => told(readme(derived), readme(base));

test("a permissive licence over one that binds", () =>
  expect(pair("apache-2.0", "llama3.1")).toEqual([
    "license a | README.md says the licence is Apache-2.0, but the base b has llama3.1, which has to be passed on with what is made from it | a/README.md:2 b/README.md:2",
  ]));

test.each([
  ["mit", "llama2"],
  ["mit", "llama3"],
  ["bsd-3-clause", "gemma"],
  ["apache-2.0", "cc-by-nc-4.0"],
  ["apache-2.0", "cc-by-nc-sa-4.0"],
  ["cc-by-4.0", "cc-by-nd-4.0"],
  ["mit", "creativeml-openrail-m"],
  ["mit", "openrail++"],
  ["mit", "bigscience-bloom-rail-1.0"],
  ["mit", "agpl-3.0"],
  ["unlicense", "gpl-3.0"],
])("%s over %s is told", (derived, base) => expect(pair(derived, base)).toHaveLength(1));

test.each([
  ["apache-2.0", "mit"],
  ["mit", "apache-2.0"],
  ["mit", "lgpl-3.0"],
  ["mit", "other"],
  ["mit", "cc-by-sa-4.0"],
  ["llama3.1", "llama3.1"],
  ["llama3.1", "apache-2.0"],
  ["cc-by-nc-4.0", "llama3.1"],
  ["other", "gemma"],
  ["[mit, llama3]", "llama3"],
  ["mit", "[llama3, mit]"],
  ["mit", "GPL-3.0-only OR MIT"],
])("%s over %s is not", (derived, base) => expect(pair(derived, base)).toEqual([]));

test("without a card of the one or the other there is nothing to compare", () => {
  expect(told("# X\n", readme("gemma"))).toEqual([]);
  expect(told(readme("mit"), "# X\n")).toEqual([]);
});

describe("the base is found", () => {
  const found = (named: string, origins: unknown = [ORIGIN]) => told(readme("mit"), readme("gemma"), { named, origins }).length;
  test("by its origin, by its path from the root or from the model", () => {
    expect(found("Org/BASE")).toBe(1);
    expect(found("../b", [])).toBe(1);
    expect(found("./b", [])).toBe(1);
  });
  test("and nothing else is taken for it", () => {
    expect(found("org/base", [])).toBe(0);
    expect(found("org/base", [{ ...ORIGIN, source: "https://example.org/org/base" }])).toBe(0);
    expect(found("org/base", [ORIGIN, { ...ORIGIN, path: "a" }])).toBe(0);
    expect(found("../../b", [])).toBe(0);
    expect(found("/b", [])).toBe(0);
  });
  test("by a directory of its name", () => {
    const { contradictions } = inventoryOf({
      "x/config.json": CONFIG,
      "x/README.md": readme("mit", "base_model: google/gemma-2b"),
      "models/google/gemma-2b/config.json": CONFIG,
      "models/google/gemma-2b/README.md": readme("gemma"),
    });
    expect(contradictions.map(({ about, path }) => [about, path])).toEqual([["license", "x"]]);
  });
}); // prettier-ignore
