import { digest, inventoryOf, lineReader, weights, type Leaf } from "../support/inventory-tree";

const readers = [lineReader("README.md"), lineReader("config.json"), lineReader("SUMS")];
const TOKENIZER = { "m/tokenizer.json": "{}", "m/w.safetensors": weights("safetensors") };
const found = (leaves: Readonly<Record<string, Leaf>>, more = {}) =>
  inventoryOf({ ...TOKENIZER, ...leaves }, { readers, ...more }).contradictions.map(
    ({ about, path, detail, at, other }) =>
      `${about} ${path} | ${detail} | ${at.path}:${at.line ?? 0}${other === undefined ? "" : ` ${other.path}:${other.line ?? 0}`}`,
  );

describe("bases", () => {
  const card = (base: string) => ({ "m/README.md": `name: x\nbase: ${base}` });
  const adapter = (base: string) => ({ "m/adapter_config.json": `base: ${base} as adapter` });

  test("the card and an adapter's configuration name two", () =>
    expect(found({ ...card("a/b"), ...adapter("c/d") })).toEqual([
      "base m | README.md says the base is a/b, adapter_config.json says c/d | m/README.md:2 m/adapter_config.json:1",
    ]));

  test.each([
    ["the same", "A/B"],
    ["a path", "/mnt/x/y"],
    ["a path that looks like a name", "models/llama"],
    ["no organisation", "gpt2"],
    ["the model itself", "org/m"],
  ])("no contradiction is %s", (_, base) => expect(found({ ...card("a/b"), ...adapter(base) })).toEqual([]));

  test("config.json is asked for the base of the whole only", () => {
    const reader = {
      id: "r",
      title: "",
      claims: (path: string) => path.endsWith("/config.json"),
      *read(_: string, path: string) {
        for (const name of ["part/base", "whole/base"])
          yield { kind: "base" as const, at: { path }, relation: "unknown" as const, reference: { name } };
      },
    };
    const config = JSON.stringify({ model_type: "x", _name_or_path: "whole/base" });
    expect(found({ ...card("a/b"), "m/config.json": config }, { readers: [readers[0], reader] })).toEqual([
      "base m | README.md says the base is a/b, config.json says whole/base | m/README.md:2 m/config.json:0",
    ]);
  });

  test("are listed once; the card's words count, an adapter's configuration knows the relation", () => {
    const bases = (leaves: Readonly<Record<string, Leaf>>) =>
      inventoryOf({ ...TOKENIZER, ...leaves }, { readers }).models[0]!.bases.map(({ value, at }) => [
        value.reference.name,
        value.relation,
        at.path,
      ]);
    expect(bases({ ...card("a/b as finetune"), ...adapter("a/b") })).toEqual([["a/b", "adapter", "m/README.md"]]);
    expect(bases({ ...card("a/b as merge"), "m/config.json": "base: a/B\nbase: /tmp/x" })).toEqual([
      ["a/b", "merge", "m/README.md"],
    ]);
    expect(bases({ ...card("a/b"), ...adapter("c/d") })).toEqual([
      ["a/b", "unknown", "m/README.md"],
      ["c/d", "adapter", "m/adapter_config.json"],
    ]);
  });

  test("the model that was fetched is not its own base, one of a longer name is", () => {
    const origins = [{ path: "m", source: "https://huggingface.co/org/name-it", fetched: "", line: 1, files: [] }];
    const { models } = inventoryOf(
      { ...TOKENIZER, "m/config.json": "base: org/name-it\nbase: org/name" },
      { readers, origins },
    );
    expect(models[0]!.bases.map(({ value }) => value.reference.name)).toEqual(["org/name"]);
  });
});

describe("licences", () => {
  const gguf = (value: string) => ({
    "m/x.gguf": weights("gguf", { kind: "license", value, at: { path: "m/x.gguf" } }),
  });

  test("of the card and of the weights", () => {
    expect(found({ "m/README.md": "license: apache-2.0", ...gguf("llama3") })).toEqual([
      "license m | README.md says the licence is apache-2.0, x.gguf says llama3 | m/README.md:1 m/x.gguf:0",
    ]);
    expect(found({ "m/README.md": "license: apache-2.0", ...gguf("Apache License, Version 2.0") })).toEqual([]);
    expect(found({ "m/README.md": "license: other", ...gguf("mit") })).toEqual([]);
    expect(found(gguf("mit"))).toEqual([]);
  });
});

describe("an index and its shards", () => {
  const index = (...shards: string[]) =>
    JSON.stringify({ weight_map: Object.fromEntries(shards.map((shard, i) => [`t${i}`, shard])) }, null, 1);
  const shard = (n: number) => ({ [`m/a-0000${n}-of-00002.safetensors`]: weights("safetensors") });

  test("name each other", () =>
    expect(
      found({
        ...shard(1),
        ...shard(2),
        "m/a.safetensors.index.json": index("a-00001-of-00002.safetensors", "a-00002-of-00002.safetensors"),
      }),
    ).toEqual([]));

  test("a shard that is not there, one that is not named, one outside", () => {
    expect(
      found({
        ...shard(1),
        "m/a.safetensors.index.json": index("a-00001-of-00002.safetensors", "a-00002-of-00002.safetensors"),
      }),
    ).toEqual([
      "index m | the index names a shard that is not there: a-00002-of-00002.safetensors | m/a.safetensors.index.json:4",
    ]);
    expect(
      found({ ...shard(1), ...shard(2), "m/a.safetensors.index.json": index("a-00001-of-00002.safetensors") }),
    ).toEqual([
      "index m | the index does not name the shard a-00002-of-00002.safetensors | m/a.safetensors.index.json:0 m/a-00002-of-00002.safetensors:0",
    ]);
    expect(found({ "m/a.safetensors.index.json": index("../../etc/x.safetensors") })).toEqual([
      "index m | the index names a shard that is not there: x.safetensors | m/a.safetensors.index.json:3",
    ]);
  });

  test("that cannot be read is a gap", () => {
    const { models, contradictions } = inventoryOf(
      { ...TOKENIZER, "m/a.safetensors.index.json": '{"weight_map": [' },
      { readers },
    );
    expect(contradictions).toEqual([]);
    expect(models[0]!.gaps).toEqual([
      "m/a.safetensors.index.json could not be read, so nobody can say whether all shards are here",
    ]);
  });
});

describe("digests", () => {
  test("that a document declares of the files beside it", () => {
    const hex = digest("m/w.safetensors");
    expect(found({ "m/SUMS": `sha256: w.safetensors ${hex}` })).toEqual([]);
    expect(found({ "m/SUMS": "sha256: w.safetensors aa\nsha256: gone aa" })).toEqual([
      `digest m | SUMS declares sha256 aa of m/w.safetensors, which has ${hex} | m/SUMS:1 m/w.safetensors:0`,
    ]);
  });
});

describe("dtypes", () => {
  const tensors = (...dtypes: string[]) => ({
    "m/w.safetensors": weights(
      "safetensors",
      ...dtypes.map((dtype) => ({ kind: "parameters" as const, value: 1, dtype, at: { path: "m/w.safetensors" } })),
    ),
  });

  test.each([
    ["every tensor another", ["F16"], "dtype: float32", 1],
    ["the same", ["F16"], "dtype: torch.float16", 0],
    ["tensors of two", ["F16", "F32"], "dtype: float32", 0],
    ["whole numbers", ["I8"], "dtype: float32", 0],
    ["quantized", ["F16"], "dtype: float32\nquantization: gptq", 0],
    ["no header", [], "dtype: float32", 0],
  ])("%s", (_, dtypes, config, count) =>
    expect(found({ ...tensors(...dtypes), "m/config.json": config })).toHaveLength(count),
  );

  test("are told with both places", () =>
    expect(found({ ...tensors("BF16"), "m/config.json": "dtype: float32" })).toEqual([
      "dtype m | config.json says float32, but every tensor is bfloat16 | m/config.json:1 m/w.safetensors:0",
    ]));
});
