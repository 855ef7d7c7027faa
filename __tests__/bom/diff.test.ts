import { toCycloneDx } from "../../src/bom/cyclonedx";
import { diffBoms, diffInventories } from "../../src/bom/diff";
import type { BomChange } from "../../src/core/bom-change";
import type { InventoryContainer, InventoryDataset, InventoryModel } from "../../src/core/inventory";
import { COMMIT, digest, inventory, inventoryFile, inventoryModel, lockedTorch, said } from "../support/bom-inventory";
import { without } from "../support/package-facts";

const base = inventory();

/** What changes where only the model is another one. */
function ofModel(more: Partial<InventoryModel>, before: Partial<InventoryModel> = {}): BomChange[] {
  return diffInventories(
    inventory({ models: [inventoryModel(before)] }),
    inventory({ models: [inventoryModel(more)] }),
  );
}

test("the same inventory has no changes", () => expect(diffInventories(base, inventory())).toEqual([]));

describe("models", () => {
  test("come and go", () => {
    const other = inventoryModel({
      path: "models/other",
      name: "other",
      files: [inventoryFile({ sha256: digest("c") })],
    });
    expect(diffInventories(base, inventory({ models: [other] }))).toEqual([
      { kind: "model-added", path: "models/other", name: "other" },
      { kind: "model-removed", path: "models/bert", name: "tiny-sentiment" },
    ]);
  });

  test("move with their weights, and are compared with themselves", () => {
    const files = [
      inventoryFile({ path: "zoo/b/model.safetensors" }),
      inventoryFile({ path: "zoo/b/config.json", role: "config", sha256: digest("d") }),
    ];
    expect(ofModel({ path: "zoo/b", files })).toEqual([
      { kind: "model-moved", path: "zoo/b", from: "models/bert", name: "tiny-sentiment" },
      expect.objectContaining({ kind: "files-changed", path: "zoo/b", of: "other" }),
    ]);
  });

  test("without a known digest nobody says that they moved", () => {
    const file = without(inventoryFile(), "sha256");
    const kinds = ofModel({ path: "b", files: [file] }, { files: [file] }).map(({ kind }) => kind);
    expect(kinds).toEqual(["model-added", "model-removed"]);
  });
});

describe("files of a model", () => {
  const other = [inventoryFile({ sha256: digest("c") })];

  test("weights with other content under the same version", () => {
    const version = said("1.0");
    expect(ofModel({ files: other, version }, { files: [inventoryFile()], version })).toEqual([
      {
        kind: "files-changed",
        path: "models/bert",
        of: "weights",
        changed: { count: 1, first: ["model.safetensors"] },
        added: { count: 0, first: [] },
        removed: { count: 0, first: [] },
        sameVersion: true,
        version: "1.0",
      },
    ]);
  });

  test("under another version that is said too", () => {
    const [files, field] = ofModel(
      { files: other, version: said("2.0") },
      { files: [inventoryFile()], version: said("1.0") },
    );
    expect(files).toMatchObject({ kind: "files-changed", sameVersion: false });
    expect(files).not.toHaveProperty("version");
    expect(field).toMatchObject({ kind: "field-changed", field: "version", from: ["1.0"], to: ["2.0"] });
  });

  test("a digest that one side does not know is no silence", () => {
    const unknown = without(inventoryFile(), "sha256");
    expect(ofModel({ files: [unknown] }, { files: [inventoryFile()] })).toEqual([
      { kind: "not-comparable", path: "models/bert", files: { count: 1, first: ["model.safetensors"] } },
    ]);
  });

  test("a card with another text alone is nothing: its facts are compared", () => {
    const card = inventoryFile({ path: "models/bert/README.md", role: "card" });
    expect(ofModel({ files: [{ ...card, sha256: digest("e") }] }, { files: [card] })).toEqual([]);
  });
});

describe("what could run code", () => {
  test("weights that were safetensors and are a pickle", () => {
    const pickle = inventoryFile({ path: "models/bert/pytorch_model.bin", format: "torch", sha256: digest("c") });
    expect(ofModel({ files: [pickle] }, { files: [inventoryFile()] })[0]).toEqual({
      kind: "less-safe-format",
      path: "models/bert",
      from: ["safetensors"],
      to: ["torch"],
    });
  });

  test("the ending counts where no reader claimed the file", () => {
    const pickle = without(inventoryFile({ path: "models/bert/m.ckpt" }), "format");
    expect(ofModel({ files: [pickle] }, { files: [inventoryFile()] })).toContainEqual(
      expect.objectContaining({ kind: "less-safe-format", to: ["pickle"] }),
    );
  });

  test("the other way round is no danger", () => {
    const pickle = inventoryFile({ format: "torch" });
    expect(ofModel({ files: [inventoryFile()] }, { files: [pickle] })).toEqual([]);
  });

  test("code and names of auto_map that were not there, in new models too", () => {
    const at = { path: "models/bert/config.json", line: 4 };
    const more = {
      files: [inventoryFile(), inventoryFile({ path: "models/bert/modeling_x.py", role: "code" as const })],
      facts: [{ kind: "property" as const, name: "remote-code", value: "AutoModel: modeling_x.Net", at }],
    };
    const what = { count: 2, first: ["AutoModel: modeling_x.Net", "modeling_x.py"] };
    expect(ofModel(more, { files: [inventoryFile()] })).toContainEqual({
      kind: "remote-code",
      path: "models/bert",
      what,
    });
    expect(diffInventories(inventory({ models: [] }), inventory({ models: [inventoryModel(more)] }))).toContainEqual({
      kind: "remote-code",
      path: "models/bert",
      what,
    });
  });
});

describe("what documents say", () => {
  const at = { path: "models/bert/config.json", line: 2 };

  test("base, licence, data type, number of parameters", () => {
    const reference = { name: "evil/bert" };
    const changes = ofModel(
      {
        bases: [said({ reference, relation: "finetune" as const })],
        facts: [
          { kind: "license", value: "other", at },
          { kind: "dtype", value: "bfloat16", at },
          { kind: "parameters", value: 11, dtype: "BF16", at },
        ],
      },
      {
        facts: [
          { kind: "license", value: "mit", at },
          { kind: "dtype", value: "float32", at },
        ],
      },
    );
    expect(
      changes.map((change) => (change.kind === "field-changed" ? [change.field, change.from, change.to] : [])),
    ).toEqual([
      ["base", [`google-bert/bert-base-uncased@${COMMIT} (finetune)`], ["evil/bert (finetune)"]],
      ["license", ["mit"], ["other"]],
      ["dtype", ["float32"], ["bfloat16"]],
      ["parameters", [], ["11 BF16"]],
    ]);
  });

  test("the revision of a dataset", () => {
    const dataset = (revision: string): InventoryDataset => ({
      id: "hub:stanfordnlp/sst2",
      name: "sst2",
      reference: { name: "stanfordnlp/sst2", revision },
      files: [],
      facts: [],
      at,
    });
    expect(diffInventories(inventory({ datasets: [dataset("v1")] }), inventory({ datasets: [dataset("v2")] }))).toEqual(
      [{ kind: "dataset-revision-changed", name: "hub:stanfordnlp/sst2", from: ["v1"], to: ["v2"] }],
    );
    expect(diffInventories(base, inventory({ datasets: [dataset("v1")] }))).toEqual([
      { kind: "dataset-added", name: "hub:stanfordnlp/sst2" },
    ]);
  });
});

describe("containers", () => {
  const image = (tag: string, hex: string): InventoryContainer => ({
    image: `nginx:${tag}@sha256:${digest(hex)}`,
    name: "nginx",
    tag,
    digest: `sha256:${digest(hex)}`,
    at: { path: "Dockerfile", line: 1 },
    use: "base",
  });
  const of = (before: InventoryContainer[], after: InventoryContainer[]): BomChange[] =>
    diffInventories(inventory({ containers: before }), inventory({ containers: after }));

  test("another digest under the same tag", () =>
    expect(of([image("1", "a")], [image("1", "b")])).toEqual([
      {
        kind: "container-changed",
        name: "nginx",
        from: [`1@sha256:${digest("a")}`],
        to: [`1@sha256:${digest("b")}`],
        sameTag: true,
      },
    ]));

  test("another tag; a new image; one that went", () => {
    expect(of([image("1", "a")], [image("2", "b")])).toMatchObject([{ kind: "container-changed", sameTag: false }]);
    expect(of([], [image("1", "a")])).toMatchObject([{ kind: "container-added", name: "nginx" }]);
    expect(of([image("1", "a")], [])).toMatchObject([{ kind: "container-removed", name: "nginx" }]);
    expect(of([image("1", "a")], [image("1", "a"), image("1", "a")])).toEqual([]);
  });
});

describe("packages", () => {
  const of = (before: readonly string[], after: readonly string[]): BomChange[] =>
    diffInventories(
      inventory({ packages: before.map((version) => lockedTorch(version)) }),
      inventory({ packages: after.map((version) => lockedTorch(version)) }),
    );

  test.each([
    [["2.5.1"], ["2.10.0"], "upgraded", "torch 2.5.1 → 2.10.0"],
    [["2.10.0"], ["2.5.1"], "downgraded", "torch 2.10.0 → 2.5.1"],
    [["2.6.0"], ["2.6.0rc1"], "downgraded", "torch 2.6.0 → 2.6.0rc1"],
    [["2.6.0"], ["2.6.0.post1"], "upgraded", "torch 2.6.0 → 2.6.0.post1"],
    [["2.6.0"], ["2.6.0+cu124"], "changed", "torch 2.6.0 → 2.6.0+cu124"],
    [["main"], ["2.6.0"], "changed", "torch main → 2.6.0"],
    [["1.0", "2.0"], ["1.0", "3.0"], "upgraded", "torch 2.0 → 3.0"],
    [["1.0"], ["2.0", "3.0"], "changed", "torch 1.0 → 2.0, 3.0"],
    [[], ["2.6.0"], "added", "torch 2.6.0"],
    [["2.6.0"], [], "removed", "torch 2.6.0"],
  ])("%j to %j is %s", (before, after, change, name) =>
    expect(of(before, after)).toEqual([{ kind: "packages", change, packages: { count: 1, first: [name] } }]),
  );

  test("an order of versions that is given counts", () => {
    const compareVersions = (type: string): number => (type === "pypi" ? 1 : -1);
    expect(
      diffInventories(inventory({ packages: [lockedTorch("1")] }), inventory({ packages: [lockedTorch("2")] }), {
        compareVersions,
      }),
    ).toMatchObject([{ change: "downgraded" }]);
  });

  test("names are bounded, the count is not", () => {
    const many = Array.from({ length: 500 }, (_, i) => lockedTorch("1", { name: `p${i}`, purl: `pkg:pypi/p${i}@1` }));
    const [added] = diffInventories(inventory({ packages: [] }), inventory({ packages: many }));
    expect(added).toMatchObject({ packages: { count: 500 } });
    expect(added?.kind === "packages" && added.packages.first.length).toBe(50);
  });
});

describe("two files that we wrote", () => {
  const options = {
    specVersion: "1.6" as const,
    tool: { name: "model-assay", version: "0.1.0", homepage: "https://example.com" },
  };
  const at = { path: "models/bert/config.json", line: 4 };
  const dataset = (revision: string): InventoryDataset => ({
    id: `hub:stanfordnlp/sst2@${revision}`,
    name: "stanfordnlp/sst2",
    reference: { name: "stanfordnlp/sst2", revision },
    files: [],
    facts: [],
    at,
  });
  const image = (hex: string): InventoryContainer => ({
    image: `nginx:1@sha256:${digest(hex)}`,
    name: "nginx",
    tag: "1",
    digest: `sha256:${digest(hex)}`,
    at: { path: "Dockerfile", line: 1 },
    use: "base",
  });
  const gone = inventoryModel({
    path: "zoo/old",
    files: [inventoryFile({ path: "zoo/old/m.gguf", sha256: digest("7") })],
  });
  const before = inventory({
    models: [inventoryModel({ version: said("1.0") }), gone],
    datasets: [dataset(COMMIT)],
    containers: [image("1")],
    packages: [lockedTorch("2.5.0"), lockedTorch("1", { name: "@a/b", ecosystem: "npm", purl: "pkg:npm/%40a/b@1" })],
  });
  const after = inventory({
    models: [
      inventoryModel({
        version: said("1.0"),
        files: [
          inventoryFile({ path: "models/bert/pytorch_model.bin", format: "torch", sha256: digest("c") }),
          inventoryFile({ path: "models/bert/config.json", role: "config", format: "hf-config", sha256: digest("d") }),
          inventoryFile({ path: "models/bert/modeling.py", role: "code", sha256: digest("e") }),
        ],
        facts: [
          { kind: "license", value: "llama3.1", at },
          { kind: "dtype", value: "bfloat16", at },
          { kind: "parameters", value: 11, dtype: "bf16", at },
          { kind: "architecture", value: "Net", at },
          { kind: "property", name: "remote-code", value: "AutoModel: modeling.Net", at },
        ],
        bases: [said({ reference: { name: "org/other" }, relation: "adapter" as const })],
      }),
    ],
    datasets: [dataset("abcdef")],
    containers: [image("2")],
    packages: [lockedTorch("2.6.0")],
  });

  test.each([
    ["forth", before, after],
    ["back", after, before],
    ["the same", after, after],
  ])("say what their inventories say: %s", (_, a, b) => {
    const told = diffBoms(toCycloneDx(a, options), toCycloneDx(b, options));
    const kinds = (changes: readonly BomChange[]): unknown[] =>
      changes.map((change) =>
        change.kind === "field-changed" && change.field === "license"
          ? { ...change, from: [], to: [] } // the writer spells ids as SPDX does
          : change.kind === "field-changed" && change.field === "dataset"
            ? {}
            : change,
      );
    expect(kinds(told)).toEqual(kinds(diffInventories(a, b)));
  });

  test("the versions of 1.6 and 1.7 say the same", () =>
    expect(diffBoms(toCycloneDx(after, options), toCycloneDx(after, { ...options, specVersion: "1.7" }))).toEqual([]));
});

describe("two files", () => {
  const bom = (...components: unknown[]): string => JSON.stringify({ bomFormat: "CycloneDX", components });
  const property = (name: string, value: string): object => ({ name: `model-assay:${name}`, value });
  const weights = (name: string, content: string, format: string): object => ({
    type: "file",
    name,
    hashes: [{ alg: "SHA-256", content }],
    properties: [property("role", "weights"), property("format", format)],
  });
  const model = (file: object, more: object = {}): object => ({
    type: "machine-learning-model",
    "bom-ref": "model:models/bert",
    name: "tiny",
    components: [file],
    ...more,
  });

  test("are compared like inventories", () => {
    const before = bom(
      model(weights("models/bert/model.safetensors", digest("a"), "safetensors"), {
        licenses: [{ license: { id: "MIT" } }],
        pedigree: { ancestors: [{ type: "machine-learning-model", group: "org", name: "base", version: COMMIT }] },
        modelCard: {
          modelParameters: { datasets: [{ ref: "data:sst2" }] },
          properties: [property("dtype", "float32")],
        },
      }),
      { type: "data", "bom-ref": "data:sst2", name: "sst2", version: "v1" },
      { type: "library", name: "torch", version: "2.5.0", purl: "pkg:pypi/torch@2.5.0" },
      { type: "container", name: "nginx", version: `sha256:${digest("1")}` },
    );
    const after = bom(
      model(weights("models/bert/pytorch_model.bin", digest("c"), "torch"), {
        licenses: [{ license: { name: "mine" } }],
        modelCard: { modelParameters: { datasets: [{ ref: "data:sst2" }] }, properties: [property("dtype", "int8")] },
      }),
      { type: "data", "bom-ref": "data:sst2", name: "sst2", version: "v2" },
      { type: "library", name: "torch", version: "2.6.0", purl: "pkg:pypi/torch@2.6.0" },
      { type: "container", name: "nginx", version: `sha256:${digest("2")}` },
    );
    const changes = diffBoms(before, after);
    expect(changes).toEqual([
      { kind: "less-safe-format", path: "models/bert", from: ["safetensors"], to: ["torch"] },
      expect.objectContaining({ kind: "files-changed", of: "weights" }),
      expect.objectContaining({ field: "base", from: [`org/base@${COMMIT}`], to: [] }),
      expect.objectContaining({ field: "dataset", from: ["sst2@v1"], to: ["sst2@v2"] }),
      expect.objectContaining({ field: "license", from: ["MIT"], to: ["mine"] }),
      expect.objectContaining({ field: "dtype", from: ["float32"], to: ["int8"] }),
      { kind: "dataset-revision-changed", name: "sst2", from: ["v1"], to: ["v2"] },
      expect.objectContaining({ kind: "container-changed", sameTag: false }),
      { kind: "packages", change: "upgraded", packages: { count: 1, first: ["torch 2.5.0 → 2.6.0"] } },
    ]);
    expect(diffBoms(before, before)).toEqual([]);
  });

  test.each([
    ["nothing", "", "no JSON"],
    ["half of an object", "{", "no JSON"],
    ["a list", "[]", "no CycloneDX"],
    ["null", "null", "no CycloneDX"],
    ["another kind of file", '{"bomFormat":"SPDX"}', "no CycloneDX"],
    ["a bomb", "[".repeat(5_000_000), "more than 4000000 values"],
  ])("%s is refused with a reason", (_, text, reason) => expect(() => diffBoms(text, bom())).toThrow(reason));

  test("wrong types everywhere, and names of every object, are left out", () => {
    const odd = (value: string): string =>
      `{"bomFormat":"CycloneDX","metadata":${value},"components":[${value},{"type":"machine-learning-model","name":${value},"licenses":${value},"pedigree":${value},"modelCard":${value},"components":${value},"properties":[${value},{"name":"model-assay:path","value":${value}}]},{"type":"library","purl":${value},"version":${value},"name":"__proto__"},{"type":"data","bom-ref":"constructor","name":${value}},{"type":"container","hashes":${value}},{"type":"file"}]}`;
    for (const value of ["null", "1", "[]", "{}", "[[]]", '"x"', '{"__proto__":{"name":"y"}}', '"\\ud800"'])
      expect(Array.isArray(diffBoms(odd(value), odd("null")))).toBe(true);
    expect(Object.prototype).not.toHaveProperty("name");
  });

  test("components inside of each other without end cost no stack", () => {
    const depth = 100_000;
    const deep = `{"bomFormat":"CycloneDX","components":${'[{"type":"library","name":"x","components":'.repeat(depth)}[]${"}]".repeat(depth)}}`;
    expect(diffBoms(bom(), deep)).toEqual([
      { kind: "packages", change: "added", packages: { count: 1, first: ["x (not locked)"] } },
    ]);
  });
});
