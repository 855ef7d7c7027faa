import type { Drift } from "../../src/core/inventory";
import type { CardReader } from "../../src/core/card-reader";
import { costOf, inventoryOf, lineReader, treeOf, weights, type Leaf } from "../support/inventory-tree";

const deep = (open: string, count: number) => open.repeat(count);
const seconds = (run: () => unknown): number => costOf(run) / 1000;

describe("hostile trees", () => {
  test("names of prototypes, of nothing and of terminals are names", () => {
    const names = ["__proto__", "constructor", "toString", " ", "a\u001b[2J", "\ud800", "-", "..."];
    const leaves: [string, Leaf][] = names.flatMap((name) => [
      [`${name}/config.json`, '{"model_type": "x", "__proto__": {"a": 1}}'],
      [`${name}/README.md`, "name: __proto__\ndataset: __proto__\nbase: constructor"],
    ]);
    const inventory = inventoryOf(
      {},
      { files: treeOf(Object.fromEntries(leaves)), readers: [lineReader("README.md")] },
    );
    expect(inventory.models.map(({ path }) => path).sort()).toEqual([...names].sort());
    expect(inventory.datasets.map(({ name }) => name)).toEqual(["__proto__"]);
  });

  test("the same path twice is one file", () => {
    const files = [...treeOf({ "a.gguf": weights("gguf") }), ...treeOf({ "a.gguf": weights("onnx") })];
    expect(inventoryOf({}, { files }).models).toMatchObject([{ path: "a.gguf", files: [{ format: "gguf" }] }]);
  });

  test("a path of 2,000 directories", () => {
    const path = `${deep("d/", 2000)}a.gguf`;
    expect(inventoryOf({ [path]: weights("gguf") }).models[0]!.path).toBe(path);
  });

  test("100,000 files in one directory", () => {
    const files = Array.from({ length: 100_000 }, (_, i) => ({ path: `m/f${i}`, size: 1, sha256: "a" }));
    const run = () => inventoryOf({}, { files: [...files, ...treeOf({ "m/config.json": '{"model_type": "x"}' })] });
    expect(seconds(run)).toBeLessThan(25);
  });

  test("20,000 weights that share a card do not say it as often", () => {
    const card = Array.from({ length: 5000 }, (_, i) => `tag: ${i}`).join("\n");
    const files = Array.from({ length: 20_000 }, (_, i) => ({
      path: `m/f${i}.gguf`,
      size: 1,
      sha256: "a",
      format: "gguf",
      card: [],
    }));
    const { models } = inventoryOf(
      {},
      { files: [...files, ...treeOf({ "m/README.md": card })], readers: [lineReader("README.md")] },
    );
    expect(models).toHaveLength(20_000);
    expect(models[0]).toMatchObject({ facts: [], gaps: ["m/README.md is not said of one of 20000 models beside it"] });
  });
});

describe("hostile documents", () => {
  const texts: readonly (readonly [string, string])[] = [
    ["deep JSON", deep("[", 100_000)],
    ["deep YAML", deep("- ", 100_000)],
    [
      "a bomb",
      `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? "a" : `b${i - 1}`},*${i === 0 ? "a" : `b${i - 1}`}]`).join("\n")}`,
    ],
    ["no text", "\u0000\ud800\uffff"],
    ["much of nothing", "\n".repeat(2_000_000)],
    ["one long line", `FROM ${"a ".repeat(1_000_000)}`],
    ["lines that go on", "FROM \\\n".repeat(200_000)],
    ["here-documents", `RUN ${"<<A ".repeat(100_000)}\nFROM x`],
    ["addresses", `apiVersion: x\nkind: y\nimage: ${"://".repeat(150_000)}`],
  ];
  const NAMES = [
    "config.json",
    "README.md",
    "MLmodel",
    "dvc.yaml",
    "dvc.lock",
    "x.dvc",
    "Dockerfile",
    "compose.yaml",
    "pod.yaml",
    "a.safetensors.index.json",
    "modules.json",
    "model_index.json",
    "adapter_config.json",
  ];

  test.each(texts)("%s", (_, text) => {
    const leaves = Object.fromEntries(NAMES.map((name) => [`m/${name}`, text]));
    expect(seconds(() => inventoryOf(leaves, { readers: [] }))).toBeLessThan(25);
  });

  test("an index of a million tensors", () => {
    const map = Array.from({ length: 900_000 }, (_, i) => `"t${i}":"s${i}"`).join(",");
    const leaves = { "m/config.json": '{"model_type":"x"}', "m/a.safetensors.index.json": `{"weight_map":{${map}}}` };
    let gaps: readonly string[] = [];
    const run = () => (gaps = inventoryOf(leaves, { readers: [] }).models[0]!.gaps);
    expect(seconds(run)).toBeLessThan(25);
    expect(gaps).toEqual([
      "m/a.safetensors.index.json could not be read, so nobody can say whether all shards are here",
    ]);
  });

  test("an index of thousands of shards says some of them", () => {
    const map = Array.from({ length: 9000 }, (_, i) => `"t${i}":"s${i}"`).join(",");
    const leaves = { "m/config.json": '{"model_type":"x"}', "m/a.safetensors.index.json": `{"weight_map":{${map}}}` };
    const { detail } = inventoryOf(leaves, { readers: [] }).contradictions[0]!;
    expect(detail).toMatch(/^the index names 9000 shards that are not there: .* and 8980 more$/);
    expect(detail.length).toBeLessThan(500);
  });

  test("a reader that fails is a gap, and what it said before counts", () => {
    const broken: CardReader = {
      id: "x",
      title: "",
      claims: (path) => path.endsWith("README.md"),
      *read(_, path) {
        yield { kind: "task", value: "t", at: { path } };
        throw new RangeError("too deep");
      },
    };
    const [model] = inventoryOf(
      { "m/config.json": '{"model_type":"x"}', "m/README.md": "" },
      { readers: [broken] },
    ).models;
    expect(model!.facts).toHaveLength(1);
    expect(model!.gaps).toEqual(["m/README.md was not read to its end: too deep"]);
  });

  test("a document that a reader could not read is a gap of its model", () => {
    const leaves = { "m/config.json": '{"model_type":"x"}', "m/README.md": "---\n[\n---\n" };
    const [model] = inventoryOf(leaves).models;
    expect(model!.gaps).toEqual([expect.stringMatching(/^m\/README\.md could not be read in full: front matter: ./)]);
    expect(model!.facts.map(({ kind }) => kind)).toContain("property");
    expect(inventoryOf({ ...leaves, "m/README.md": "---\nlicense: mit\n---\n" }).models[0]!.gaps).toEqual([]);
    const lone = inventoryOf({ "w/a.onnx": { format: "onnx" }, "w/README.md": leaves["m/README.md"] }).models[0]!;
    expect(lone.gaps).toHaveLength(1);
  });

  test("a manifest of 200,000 files, against as many that are here, gone or beside them", () => {
    const record = (i: number) => ({ path: `d${i % 100}/${i}.bin`, size: 1, sha256: "a".repeat(64) });
    const entry = {
      path: "m",
      source: "hf:o/n",
      fetched: "",
      line: 1,
      files: Array.from({ length: 200_000 }, (_, i) => record(i)),
    };
    const files = Array.from({ length: 100_000 }, (_, i) => ({
      path: `m/d${i % 100}/${i * 2}.bin`,
      size: 2,
      format: "torch",
    }));
    const input = { files: [...files, ...treeOf({ "m/config.json": '{"model_type":"x"}' })], origins: [entry] };
    let drifts: readonly Drift[] = [];
    expect(seconds(() => (drifts = inventoryOf({}, input).drifts))).toBeLessThan(25);
    // The numbers of both: 0, 200, 400...
    expect(drifts.length).toBeGreaterThan(1_000);
  });

  test("thousands of adapters of thousands of bases", () => {
    const card = (license: string) => `---\nlicense: ${license}\n---\n`;
    const leaves = Array.from({ length: 2_000 }, (_, i): [string, Leaf][] => [
      [`a${i}/adapter_config.json`, JSON.stringify({ base_model_name_or_path: `org/b${i}` })],
      [`a${i}/README.md`, card("mit")],
      [`x/org/b${i}/config.json`, '{"model_type":"x"}'],
      [`x/org/b${i}/README.md`, card("gemma")],
    ]).flat();
    let count = 0;
    expect(seconds(() => (count = inventoryOf(Object.fromEntries(leaves)).contradictions.length))).toBeLessThan(25);
    expect(count).toBe(2_000);
  });

  test("a reader that does not end is stopped", () => {
    const endless: CardReader = {
      id: "x",
      title: "",
      claims: (path) => path.endsWith("README.md"),
      *read(_, path) {
        for (let i = 0; ; i++) yield { kind: "tag", value: String(i), at: { path } };
      },
    };
    const [model] = inventoryOf(
      { "m/config.json": '{"model_type":"x"}', "m/README.md": "" },
      { readers: [endless] },
    ).models;
    expect(model!.facts).toHaveLength(10_000);
    expect(model!.gaps).toEqual(["m/README.md says more than 10,000 things; the rest was left out"]);
  });
});
