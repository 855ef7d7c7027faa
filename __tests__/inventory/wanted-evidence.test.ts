import { WANTED_EVIDENCE, type WantedEvidence } from "../../src/core/inventory";
import type { InventoryInput } from "../../src/inventory";
import { missingEvidence } from "../../src/inventory/wanted-evidence";
import { inventoryOf, weights, type Leaf } from "../support/inventory-tree";

const CONFIG = JSON.stringify({ model_type: "bert" });
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const front = (...lines: string[]) => ["---", ...lines, "---", "# X", ""].join("\n");

/** `model: lack at place`, of the real readers. */
function lacks(
  leaves: Readonly<Record<string, Leaf>>,
  wanted: readonly WantedEvidence[] = WANTED_EVIDENCE,
  more: Partial<InventoryInput> = {},
): string[] {
  const found = missingEvidence(inventoryOf(leaves, more), wanted);
  return found.map(({ fact, at }) => `${fact.path}: ${fact.what} at ${at.path}${at.line === undefined ? "" : `:${at.line}`}`);
} // prettier-ignore

test("nothing is missing where nothing is wanted", () => expect(lacks({ "m/config.json": CONFIG }, [])).toEqual([]));

test("a model of which nothing is said lacks card, licence and data; no base is named", () =>
  expect(lacks({ "m/config.json": CONFIG, "m/w.bin": weights("torch") })).toEqual([
    "m: card at m/config.json",
    "m: license at m/config.json",
    "m: dataset at m/config.json",
  ]));

test("lone weights are a model too", () =>
  expect(lacks({ "w/a.onnx": weights("onnx") }, ["card"])).toEqual(["w/a.onnx: card at w/a.onnx"]));

test("a model of which all is said lacks nothing", () => {
  const readme = front("license: mit", "datasets: [org/data]", `base_model: https://huggingface.co/org/x/tree/${COMMIT}`);
  expect(lacks({ "m/config.json": CONFIG, "m/README.md": readme })).toEqual([]);
}); // prettier-ignore

describe("card", () => {
  const card = (readme: string) => lacks({ "m/config.json": CONFIG, "m/README.md": readme }, ["card"]);
  test("one that says nothing, or cannot be read, is none", () => {
    expect(card("")).toEqual(["m: card at m/README.md"]);
    expect(card("---\n[\n---\n")).toEqual(["m: card at m/README.md"]);
    expect(card("# A model\n\n## Intended use\n\nSentences.\n")).toEqual([]);
  });
});

describe("license", () => {
  const license = (leaves: Readonly<Record<string, Leaf>>) => lacks({ "m/config.json": CONFIG, ...leaves }, ["license"]);
  const none = ["m: license at m/README.md"];
  test.each<[string, string[], string[]]>([
    ["a word", ["license: apache-2.0"], []],
    ["a name of its own", ["license: other", "license_name: ours-1"], []],
    ["an address", ["license: other", "license_link: https://example.org/l"], []],
    ["other alone", ["license: other"], none],
    ["unknown", ["license: unknown"], none],
  ])("%s", (_, lines, expected) => expect(license({ "m/README.md": front(...lines) })).toEqual(expected));

  test("of a header", () =>
    expect(license({ "m/a.gguf": weights("gguf", { kind: "license", value: "mit", at: { path: "m/a.gguf" } }) })).toEqual([]));

  test.each(["LICENSE", "LICENCE.txt", "COPYING", "LICENSE-APACHE", "license.md"])("its text in %s", (name) =>
    expect(license({ [`m/${name}`]: "Permission is granted" })).toEqual([]),
  );
  test.each(["m/license.py", "m/sub/LICENSE", "LICENSE", "m/USE_POLICY.md"])("not in %s", (path) =>
    expect(license({ [path]: "text" })).toEqual(["m: license at m/config.json"]),
  );
  test("nor in an empty file", () => expect(license({ "m/LICENSE": "" })).toHaveLength(1));
}); // prettier-ignore

describe("base-revision", () => {
  const adapter = (more: object) => ({
    "a/adapter_config.json": JSON.stringify({ base_model_name_or_path: "org/base", ...more }, null, 1),
  });
  const base = (leaves: Readonly<Record<string, Leaf>>, more: Partial<InventoryInput> = {}) =>
    lacks(leaves, ["base-revision"], more).filter((each) => each.startsWith("a:"));
  const none = ["a: base-revision at a/adapter_config.json:2"];

  test.each<[string, object, string[]]>([
    ["no revision", {}, none],
    ["a branch", { revision: "main" }, none],
    ["a short commit", { revision: COMMIT.slice(0, 12) }, none],
    ["the full commit", { revision: COMMIT }, []],
  ])("%s", (_, more, expected) => expect(base(adapter(more))).toEqual(expected));

  test("is known where the base is in the tree and the manifest has its commit", () => {
    const origin = (revision: string, source = "hf:org/base") => ({
      origins: [{ path: "b", source, revision, fetched: "", line: 3, files: [] }],
    });
    const leaves = { ...adapter({}), "b/config.json": CONFIG };
    expect(base(leaves, origin(COMMIT))).toEqual([]);
    expect(base(leaves, origin(COMMIT, "https://huggingface.co/Org/Base/tree/main"))).toEqual([]);
    expect(base(leaves, origin("main"))).toEqual(none);
    expect(base(leaves, origin(COMMIT, "hf:org/base-2"))).toEqual(none);
    expect(base({ ...adapter({ revision: "main" }), "b/config.json": CONFIG }, origin(COMMIT))).toEqual(none);
  });
});

describe("dataset", () => {
  const data = (leaves: Readonly<Record<string, Leaf>>) => lacks(leaves, ["dataset"]);
  test("a tokenizer alone has none", () => expect(data({ "t/tokenizer.json": "{}" })).toEqual([]));

  test.each([
    ["quantized", []],
    ["merge", []],
    ["finetune", ["m: dataset at m/README.md"]],
  ])("where the model is a %s of its base", (relation, expected) =>
    expect(
      data({
        "m/config.json": CONFIG,
        "m/README.md": front("base_model: org/b", `base_model_relation: ${relation}`),
      }),
    ).toEqual(expected),
  );

  test("a stage of DVC says what it was trained on", () => {
    const md5 = "a".repeat(32);
    const lock = (input: string) =>
      `schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    deps:\n    - path: ${input}\n      md5: ${md5}\n    outs:\n    - path: w.onnx\n      md5: ${md5}\n`;
    const tree = (input: string) => ({
      "data.csv.dvc": `outs:\n- md5: ${md5}\n  size: 5\n  path: data.csv\n`,
      "w.onnx": weights("onnx"),
      "dvc.lock": lock(input),
      "dvc.yaml": "stages:\n  train:\n    cmd: python train.py\n",
    });
    expect(data(tree("data.csv"))).toEqual([]);
    expect(data(tree("train.py"))).toEqual(["w.onnx: dataset at w.onnx"]);
  });
});
