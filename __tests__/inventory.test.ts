import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildInventory, wantsText } from "../src/inventory";
import { costOf, digest, inventoryOf, lineReader, treeOf, weights, type Leaf } from "./support/inventory-tree";

const CONFIG = JSON.stringify({ architectures: ["LlamaForCausalLM"], model_type: "llama" });
const readers = [lineReader("README.md"), lineReader("MLmodel")];
const models = (leaves: Readonly<Record<string, Leaf>>) =>
  inventoryOf(leaves, { readers }).models.map(({ path, kind, files }) => [path, kind, files.length]);

describe("a model directory", () => {
  test.each([
    ["a config.json that names an architecture", { "m/config.json": CONFIG }],
    ["an MLmodel", { "m/MLmodel": "flavors: {}" }],
    ["a saved_model.pb", { "m/saved_model.pb": weights("saved-model") }],
    ["weights beside a tokenizer", { "m/tokenizer.json": "{}", "m/x.bin": weights("torch") }],
    ["a pipeline", { "m/model_index.json": "{}" }],
  ])("is one with %s", (_, leaves) =>
    expect(models(leaves).map(([path, kind]) => [path, kind])).toEqual([["m", "model"]]),
  );

  test("is no directory with another project's config.json or modules.json", () =>
    expect(
      models({ "m/config.json": '{"subscription_id": 1}', "m/modules.json": '[{"a": 1}]', "n/config.json": "{" }),
    ).toEqual([]));

  test("with an adapter's configuration is an adapter, with a tokenizer alone a tokenizer", () =>
    expect(
      models({ "a/adapter_config.json": "{}", "t/tokenizer.json": "{}", "t/sub/x.onnx": weights("onnx") }),
    ).toEqual([
      ["a", "adapter", 1],
      ["t", "tokenizer", 1],
      ["t/sub/x.onnx", "model", 1],
    ]));

  test("owns what lies below it, but no model of its own there", () =>
    expect(
      models({
        "m/config.json": CONFIG,
        "m/extra/a.pt": weights("torch"),
        "m/checkpoint-5/config.json": CONFIG,
        "m/onnx/config.json": CONFIG,
      }),
    ).toEqual([
      ["m", "model", 3],
      ["m/checkpoint-5", "model", 1],
    ]));

  test("of a pipeline owns its components, whatever is in them", () =>
    expect(
      models({
        "m/model_index.json": '{"_class_name": "X", "unet": ["diffusers", "U"], "vae": ["diffusers", "V"]}',
        "m/unet/config.json": '{"_class_name": "U"}',
        "m/vae/config.json": '{"_class_name": "V"}',
        "m/other/config.json": CONFIG,
      }),
    ).toEqual([
      ["m", "model", 3],
      ["m/other", "model", 1],
    ]));

  test("of MLflow and sentence-transformers own their parts", () =>
    expect(
      models({
        "a/MLmodel": "x: 1",
        "a/data/model/config.json": CONFIG,
        "b/modules.json": '[{"idx": 0, "path": "", "type": "T"}, {"idx": 1, "path": "1_Dense", "type": "D"}]',
        "b/1_Dense/config.json": CONFIG,
      }),
    ).toEqual([
      ["a", "model", 2],
      ["b", "model", 2],
    ]));

  test("at the root owns only what is surely a model's", () => {
    const inventory = inventoryOf(
      {
        "config.json": CONFIG,
        "model.safetensors": weights("safetensors"),
        "README.md": "name: ours",
        "package.json": "{}",
        "train.py": "",
        "onnx/model.onnx": weights("onnx"),
        "src/a.pt": weights("torch"),
      },
      { readers },
    );
    expect(inventory.models.map(({ path, name }) => [path, name])).toEqual([
      [".", "ours"],
      ["src/a.pt", "a.pt"],
    ]);
    expect(inventory.models[0]!.files.map(({ path }) => path)).toEqual([
      "README.md",
      "config.json",
      "model.safetensors",
      "onnx/model.onnx",
    ]);
  });
});

describe("weights by themselves", () => {
  test("are a model for each file; shards, parts and external data are one", () =>
    expect(
      models({
        "w/a-00001-of-00002.safetensors": weights("safetensors"),
        "w/a-00002-of-00002.safetensors": weights("safetensors"),
        "w/a.safetensors.index.json": '{"weight_map": {}}',
        "w/b.onnx": weights("onnx"),
        "w/b.onnx_data": {},
        "w/c.ckpt.index": weights("tf-checkpoint"),
        "w/c.ckpt.data-00000-of-00001": {},
        "w/d.gguf": weights("gguf"),
      }),
    ).toEqual([
      ["w/a-00001-of-00002.safetensors", "model", 3],
      ["w/b.onnx", "model", 2],
      ["w/c.ckpt.index", "model", 2],
      ["w/d.gguf", "model", 1],
    ]));

  test("pickles and arrays that are called data are none", () =>
    expect(
      models({
        "train_data.pkl": weights("pickle"),
        "clf.pkl": weights("pickle"),
        "x.npy": weights("npy"),
        "model.npz": weights("npz"),
      }).map(([path]) => path),
    ).toEqual(["clf.pkl", "model.npz"]));

  test("are known by name where the content is not here", () =>
    expect(
      models({
        "a.safetensors": { digestFrom: "git-lfs" },
        "b.bin": { digestFrom: "git-lfs" },
        "c.onnx": { text: "no model" },
      }).map(([path]) => path),
    ).toEqual(["a.safetensors"]));

  test("share the card beside them, which a project's README is not", () => {
    const leaves = { "README.md": "name: card", "a.gguf": weights("gguf"), "b.gguf": weights("gguf") };
    const placed = (directory: string, more = {}) =>
      inventoryOf(
        { ...Object.fromEntries(Object.entries(leaves).map(([path, leaf]) => [directory + path, leaf])), ...more },
        { readers },
      ).models.map(({ name }) => name);
    expect(placed("m/")).toEqual(["card", "card"]);
    expect(placed("m/", { "m/dvc.yaml": "stages: {}" })).toEqual(["a.gguf", "b.gguf"]);
    expect(placed("")).toEqual(["a.gguf", "b.gguf"]);
    const hub = { text: "---\nbase_model: x/y\n---\nname: card" };
    expect(placed("", { "README.md": hub })).toEqual(["card", "card"]);
  });
});

describe("a model", () => {
  test("lists its files with role, media type and digests", () => {
    const [model] = inventoryOf({
      "m/config.json": CONFIG,
      "m/README.md": "",
      "m/model.safetensors": weights("safetensors"),
      "m/tokenizer.json": "{}",
      "m/code.py": "",
      "m/data.parquet": {},
      "m/model.safetensors.index.json": '{"weight_map": {"t": "model.safetensors"}}',
      "m/x.unknown": {},
      "m/lfs.gguf": { digestFrom: "git-lfs", sha256: "aa" },
    }).models;
    expect(model!.files.map(({ path, role, mime }) => `${path} ${role} ${mime}`)).toEqual([
      "m/README.md card text/markdown",
      "m/code.py code text/plain",
      "m/config.json config application/json",
      "m/data.parquet data application/vnd.apache.parquet",
      "m/lfs.gguf weights application/octet-stream",
      "m/model.safetensors weights application/octet-stream",
      "m/model.safetensors.index.json index application/json",
      "m/tokenizer.json tokenizer application/json",
      "m/x.unknown other application/octet-stream",
    ]);
    expect(model!.files[2]).toMatchObject({ size: CONFIG.length, sha256: digest(CONFIG) });
    expect(model!.files[4]).toMatchObject({ sha256: "aa", digestFrom: "git-lfs" });
  });

  const count = (path: string, value: number, dtype?: string) => ({
    ...weights("safetensors", { kind: "parameters", value, at: { path }, ...(dtype === undefined ? {} : { dtype }) }),
  });
  const parameters = (leaves: Readonly<Record<string, Leaf>>) =>
    inventoryOf(leaves).models.map((model) => model.parameters);

  test("has the parameters of all its shards, once", () => {
    const shards = { "m/config.json": CONFIG, "m/a-00001-of-00002.safetensors": count("m/a", 5) };
    expect(parameters({ ...shards, "m/a-00002-of-00002.safetensors": count("m/b", 7) })).toEqual([12]);
    expect(parameters(shards)).toEqual([undefined]);
    const same = {
      "m/config.json": CONFIG,
      "m/a.safetensors": count("m/a", 5),
      "m/onnx/a.safetensors": count("m/o", 5),
    };
    expect(parameters({ ...same, "m/b.gguf": count("m/b", 5) })).toEqual([5]);
    expect(parameters({ ...same, "m/b.gguf": count("m/b", 6) })).toEqual([undefined]);
  });

  test("has the parameters of its components together", () =>
    expect(
      parameters({
        "m/model_index.json": '{"unet": ["d", "U"], "vae": ["d", "V"]}',
        "m/unet/x.safetensors": count("u", 5),
        "m/vae/x.safetensors": count("v", 7),
      }),
    ).toEqual([12]));

  test("has facts in the order of path, line and kind, each once", () => {
    const double = [...readers, lineReader("README.md")];
    const [model] = inventoryOf(
      { "m/config.json": CONFIG, "m/README.md": "task: b\nname: a\nversion: 2", "m/MLmodel": "tag: x" },
      { readers: double },
    ).models;
    expect(model!.facts.map(({ at, kind }) => `${at.path}:${at.line} ${kind}`)).toEqual([
      "m/MLmodel:1 tag",
      "m/README.md:1 task",
      "m/README.md:2 name",
      "m/README.md:3 version",
    ]);
    expect(model!.version).toEqual({ value: "2", at: { path: "m/README.md", line: 3 } });
  });

  test("names the code that loading it runs", () => {
    const config = JSON.stringify(
      { model_type: "x", auto_map: { AutoModel: "modeling.X", AutoConfig: "org/name--conf.Y" } },
      null,
      1,
    );
    const [model] = inventoryOf({ "m/config.json": config, "m/modeling.py": "" }, { readers }).models;
    expect(model!.facts).toEqual([
      {
        at: { path: "m/config.json", line: 3 },
        kind: "property",
        name: "remote-code-files",
        value: "modeling.py, org/name",
      },
    ]);
  });

  test("says what is not here", () => {
    const leaves = {
      "m/config.json": CONFIG,
      "m/a-00001-of-00003.gguf": weights("gguf"),
      "m/b.gguf": { digestFrom: "git-lfs" as const },
      "m/README.md": {},
    };
    const files = treeOf(leaves);
    const missing = [{ path: "m/deep/c.gguf", detail: "the pointer names an object of 9 GB" }];
    const [model] = inventoryOf({}, { files, missing, readers }).models;
    expect(model!.gaps).toEqual([
      "of the 3 shards of m/a-00001-of-00003.gguf only 1 are here",
      "m/deep/c.gguf: the pointer names an object of 9 GB",
      "m/b.gguf is known by its Git LFS pointer only",
      "m/README.md was not read",
    ]);
  });

  test("has the origin that the manifest records, without a password", () => {
    const entry = {
      path: "m",
      source: "https://u:p@hub/x",
      fetched: "2026-01-01T00:00:00Z",
      line: 3,
      files: [{ path: "gone.bin", size: 1, sha256: "aa" }],
    };
    const inventory = inventoryOf({ "m/config.json": CONFIG }, { origins: [entry] });
    expect(inventory.models[0]!.origin).toEqual({
      value: { source: "https://hub/x", fetched: "2026-01-01T00:00:00Z" },
      at: { path: "models.lock.yaml", line: 3 },
    });
    expect(inventory.models[0]!.gaps).toEqual(["m/gone.bin is in models.lock.yaml, but not here"]);
  });
});

describe("datasets", () => {
  test("are those of cards, of the tree and of DVC, by id", () => {
    const { datasets } = inventoryOf(
      {
        "m/config.json": CONFIG,
        "m/README.md": "dataset: org/name\ndataset: my own data",
        "n/config.json": CONFIG,
        "n/README.md": "dataset: org/name",
        "d/README.md": "---\ndataset_info:\n  x: 1\n---\nname: Titled",
        "d/data/a.parquet": {},
        "d/script.py": "",
        "e/README.md": "---\ndataset_info: 1\n---\n",
        "raw.dvc": `outs:\n- md5: ${"a".repeat(32)}.dir\n  size: 5\n  path: raw\n`,
      },
      { readers },
    );
    expect(datasets.map(({ id, name, files }) => [id, name, files.map(({ path }) => path)])).toEqual([
      ["d", "Titled", ["d/README.md", "d/data/a.parquet"]],
      ["hub:org/name", "org/name", []],
      ["named:my own data", "my own data", []],
      ["raw", "raw", []],
    ]);
    expect(datasets[1]).toMatchObject({ reference: { name: "org/name" }, at: { path: "m/README.md", line: 1 } });
    expect(datasets[3]!.at).toEqual({ path: "raw.dvc", line: 2 });
  });

  test("whose path looks like a hub's id are told from it", () =>
    expect(
      inventoryOf(
        {
          "m/config.json": CONFIG,
          "m/README.md": "dataset: a/b",
          "x.dvc": `outs:\n- md5: ${"a".repeat(32)}\n  path: hub:a/b\n`,
        },
        { readers },
      ).datasets.map(({ id }) => id),
    ).toEqual(["./hub:a/b", "hub:a/b"]));
});

test("the order of the input changes nothing", () => {
  const leaves: Record<string, Leaf> = {};
  for (const name of ["ａ", "𝒂", "Z", "a", "é"]) {
    leaves[`${name}/config.json`] = CONFIG;
    leaves[`${name}/README.md`] = `dataset: x/${name.length}\nbase: b/c`;
    leaves[`${name}/Dockerfile`] = "FROM a:1";
  }
  const forth = inventoryOf(leaves, { readers });
  const back = inventoryOf({}, { files: treeOf(leaves).reverse(), readers });
  expect(JSON.stringify(back)).toBe(JSON.stringify(forth));
  expect(forth.models.map(({ path }) => path)).toEqual(["Z", "a", "é", "ａ", "𝒂"]);
});

test("asks for the texts that it reads", () => {
  expect(
    [
      "a/README.md",
      "config.json",
      "x.safetensors.index.json",
      "d.dvc",
      "Dockerfile.gpu",
      "k8s/pod.yml",
      "MLmodel",
    ].filter((path) => !wantsText(path)),
  ).toEqual([]);
  expect(["a.safetensors", "main.py", "x.png"].filter(wantsText)).toEqual([]);
});

test("200 models of 10 files in less than 200 ms", () => {
  const leaves: Record<string, Leaf> = {};
  for (let i = 0; i < 200; i++) {
    leaves[`models/m${i}/config.json`] = CONFIG;
    leaves[`models/m${i}/README.md`] =
      "---\nlicense: mit\ndatasets:\n- a/b\nbase_model: c/d\n---\n# Card\n\nText.\n".repeat(3);
    leaves[`models/m${i}/tokenizer.json`] = "{}";
    for (let j = 1; j < 8; j++)
      leaves[`models/m${i}/a-0000${j}-of-00007.safetensors`] = weights("safetensors", {
        kind: "parameters",
        value: 5,
        at: { path: "x" },
      });
  }
  const files = treeOf(leaves);
  const subject = { name: "r", dirty: false };
  const run = () => buildInventory({ subject, files, packages: [], origins: [], missing: [] });
  expect(Math.min(...[1, 2, 3, 4, 5, 6].map(() => costOf(run)))).toBeLessThan(60_000);
  const { models: found } = run();
  expect(found).toHaveLength(200);
  expect(found[0]!.parameters).toBe(35);
});

const REAL = "/work/shared/data/cards";
(existsSync(REAL) ? describe : describe.skip)("the real cards (skipped where they are absent)", () => {
  const leaves: Record<string, Leaf> = {};
  if (existsSync(REAL))
    for (const path of readdirSync(REAL, { recursive: true, encoding: "utf8" }))
      if (statSync(join(REAL, path)).isFile()) leaves[path] = readFileSync(join(REAL, path), "utf8");
  const inventory = inventoryOf(leaves);

  test("are models, and a project with DVC", () => {
    expect(inventory.models.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      "azureml-mlflow model",
      "dvc-example/model.pkl model",
      "gemma2-adapter adapter",
      "infimm-zephyr model",
      "mixtral-merge model",
      "reflection-llama-3.1-70b model",
      "whisper-small-onnx model",
      "wizardcoder-gptq model",
    ]);
    expect(inventory.models[1]!.files).toEqual([
      {
        path: "dvc-example/model.pkl",
        role: "weights",
        mime: "application/octet-stream",
        size: 1958115,
        md5: "d1f6e055f7f5e2827fcfae68d9b64d4c",
      },
    ]);
    expect(inventory.stages.map(({ name }) => name)).toEqual([
      "dvc-example/data/data.xml.dvc",
      ...["evaluate", "featurize", "prepare", "train"].map((name) => `dvc-example/dvc.yaml:${name}`),
    ]);
    expect(inventory.datasets.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["dvc-example/data/data.xml", "dvc-example/data/prepared"]),
    );
    expect(inventory.datasets.map(({ id }) => id)).not.toContain("dvc-example/eval");
  });

  test("every fact is of a file that is there", () => {
    for (const { facts } of inventory.models) for (const { at } of facts) expect(leaves[at.path]).toBeDefined();
    expect(inventory.models.flatMap(({ facts }) => facts).length).toBeGreaterThan(50);
  });
});
