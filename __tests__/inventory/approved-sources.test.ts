import { unapprovedSources } from "../../src/inventory/approved-sources";
import type { AllowLists } from "../../src/core/policy";
import type { InventoryInput } from "../../src/inventory";
import { inventoryOf, weights, type Leaf } from "../support/inventory-tree";

const CONFIG = JSON.stringify({ model_type: "bert" });
const ACME: AllowLists = [["huggingface.co/acme/*"]];
const front = (...lines: string[]) => ["---", ...lines, "---", "# X", ""].join("\n");
const from = (path: string, source: string): InventoryInput["origins"][number] => ({
  path, source, fetched: "", line: 4, files: [],
}); // prettier-ignore

/** `role path < place at file:line`, of the real readers. */
function told(leaves: Readonly<Record<string, Leaf>>, lists: AllowLists, more: Partial<InventoryInput> = {}): string[] {
  return unapprovedSources(inventoryOf(leaves, more), lists).map(
    ({ fact, at }) => `${fact.role} ${fact.path} < ${fact.from} at ${at.path}${at.line === undefined ? "" : `:${at.line}`}`,
  );
} // prettier-ignore

const NET = { "m/config.json": CONFIG, "m/model.safetensors": weights("safetensors") };

test("nothing is asked without a list", () => expect(told(NET, [])).toEqual([]));

test("a model without a record is told, at its files", () =>
  expect(told(NET, ACME)).toEqual(["origin m < undefined at m/config.json"]));

test("a recorded origin is held against every list, at its line", () => {
  expect(told(NET, ACME, { origins: [from("m", "hf:acme/net")] })).toEqual([]);
  expect(told(NET, ACME, { origins: [from("m", "hf:evil/net")] })).toEqual([
    "origin m < huggingface.co/evil/net at models.lock.yaml:4",
  ]);
  expect(told(NET, [...ACME, ["s3/b/**"]], { origins: [from("m", "hf:acme/net")] })).toHaveLength(1);
  expect(told(NET, [[]], { origins: [from("m", "hf:acme/net")] })).toHaveLength(1);
});

test("a source that cannot be told is no approved one, whatever the list", () =>
  expect(told(NET, [["**"]], { origins: [from("m", "../net")] })).toEqual(["origin m < ../net at models.lock.yaml:4"]));

test("what it was made from is held against them too, a short name and a path as well", () => {
  const card = front("base_model:", "  - acme/base", "  - evil/base", "  - gpt2");
  const origins = [from("m", "hf:acme/net")];
  expect(told({ ...NET, "m/README.md": card }, ACME, { origins })).toEqual([
    "base m < huggingface.co/evil/base at m/README.md:4",
    "base m < huggingface.co/gpt2 at m/README.md:5",
  ]);
});

test("what a stage of the pipeline made needs no record; its bases still count", () => {
  const dvc = {
    "dvc.yaml": "stages:\n  train:\n    cmd: python train.py\n    outs:\n      - m\n",
    "dvc.lock": "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    outs:\n    - path: m\n      md5: 0123456789abcdef0123456789abcdef.dir\n      size: 1\n",
  };
  expect(told({ ...NET, ...dvc }, ACME)).toEqual([]);
  expect(told({ ...NET, ...dvc, "m/README.md": front("base_model: evil/base") }, ACME)).toEqual([
    "base m < huggingface.co/evil/base at m/README.md:2",
  ]);
  expect(told({ ...NET, ...dvc, "n/config.json": CONFIG, "n/w.safetensors": weights("safetensors") }, ACME)).toEqual([
    "origin n < undefined at n/config.json",
  ]);
}); // prettier-ignore

test("a tokenizer alone needs no record", () =>
  expect(told({ "t/tokenizer.json": "{}", "t/tokenizer_config.json": "{}" }, ACME)).toEqual([]));

test("other weights at the same place are another fact", () => {
  const of = (text: string) =>
    unapprovedSources(inventoryOf({ "m/config.json": CONFIG, "m/model.safetensors": { format: "safetensors", text } }), ACME)[0]!.fact.content;
  const digests = ["a", "b"].map((sha) =>
    unapprovedSources(inventoryOf({ "m/config.json": CONFIG, "m/model.safetensors": { ...weights("safetensors"), sha256: sha.repeat(64) } }), ACME)[0]!.fact.content,
  );
  expect(digests[0]).not.toBe(digests[1]);
  expect(of("x")).toBe(of("x"));
}); // prettier-ignore
