import { toCycloneDx, validateBom } from "../../src/bom";
import { toSpdx } from "../../src/bom/spdx";
import type { Inventory } from "../../src/core/inventory";
import { COMMIT, emptyInventory, sha256 } from "../support/inventories";

const TOOL = { name: "Model Assay", version: "0.1.0", homepage: "https://github.com/example/model-assay" };

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly purl?: string;
  readonly version?: string;
  readonly externalReferences?: readonly { readonly url: string; readonly type: string }[];
  readonly evidence: { readonly occurrences: readonly object[] };
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

const serving = (...all: readonly (readonly [string, string, number])[]): Inventory =>
  emptyInventory({ served: all.map(([url, path, line]) => ({ value: { name: url, url }, at: { path, line } })) });

function component(address: string): Component {
  const text = toCycloneDx(serving([address, "k8s.yaml", 7]), { specVersion: "1.6", tool: TOOL });
  expect(validateBom(text, "1.6")).toEqual([]);
  const { components } = JSON.parse(text) as { components: Component[] };
  expect(components).toHaveLength(1);
  return components[0]!;
}

test.each([
  [`hf://org/name:${COMMIT}`, `pkg:huggingface/org/name@${COMMIT}`, `https://huggingface.co/org/name/tree/${COMMIT}`],
  ["hf://org/name:main", undefined, "https://huggingface.co/org/name"],
  ["hf://org/name", undefined, "https://huggingface.co/org/name"],
  ["s3://bucket/models/bert", undefined, "s3://bucket/models/bert"],
  ["pvc://claim/models/bert", undefined, undefined],
  ["/mnt/models/bert", undefined, undefined],
  [
    `oci://ghcr.io/org/bert@sha256:${sha256("a")}`,
    `pkg:oci/bert@sha256%3A${sha256("a")}?repository_url=ghcr.io%2Forg%2Fbert`,
    undefined,
  ],
  ["oci://ghcr.io/org/bert:1.0", undefined, undefined],
])("%s is a model of its own: purl %s, address %s", (address, purl, page) => {
  const { purl: found, externalReferences = [], evidence } = component(address);
  expect([found, externalReferences.map(({ url }) => url)]).toEqual([purl, page === undefined ? [] : [page]]);
  expect(evidence.occurrences).toEqual([{ location: "k8s.yaml", line: 7 }]);
});

test("what is named twice is one, with both places, and the application depends on it", () => {
  const inventory = serving(["s3://b/m", "b.yaml", 2], ["s3://b/m", "a.yaml", 9], ["s3://b/n", "a.yaml", 3]);
  const bom = JSON.parse(toCycloneDx(inventory, { specVersion: "1.7", tool: TOOL })) as {
    components: (Component & { isExternal?: boolean })[];
    dependencies: { ref: string; dependsOn?: string[] }[];
  };
  expect(bom.components.map(({ name, isExternal }) => [name, isExternal])).toEqual([
    ["s3://b/m", true],
    ["s3://b/n", true],
  ]);
  expect(bom.components[0]!.evidence.occurrences).toEqual([
    { location: "a.yaml", line: 9 },
    { location: "b.yaml", line: 2 },
  ]);
  expect(bom.dependencies.find(({ ref }) => ref === "repository:demo")?.dependsOn).toEqual([
    "served:s3://b/m",
    "served:s3://b/n",
  ]);
});

test("SPDX has it with its places, and a repository of the hub as one of git", () => {
  const doc = JSON.parse(toSpdx(serving([`hf://org/name:${COMMIT}`, "k8s.yaml", 7]))) as {
    packages: Record<string, unknown>[];
    relationships: Record<string, unknown>[];
  };
  expect(doc.packages.find(({ name }) => name === `hf://org/name:${COMMIT}`)).toMatchObject({
    versionInfo: COMMIT,
    downloadLocation: `git+https://huggingface.co/org/name@${COMMIT}`,
    sourceInfo: "Served by k8s.yaml:7.",
    externalRefs: [{ referenceLocator: `pkg:huggingface/org/name@${COMMIT}` }],
  });
  expect(doc.relationships.map(({ relationshipType }) => relationshipType)).toContain("DEPENDS_ON");
});
