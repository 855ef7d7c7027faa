import type { CardFact, Source } from "../../src/core/card-facts";
import type { Inventory, InventoryFile, InventoryModel } from "../../src/core/inventory";
import { lockedPackage } from "./package-facts";

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";
export const sha256 = (digit: string): string => digit.repeat(64);

export function emptyInventory(more: Partial<Inventory> = {}): Inventory {
  return {
    subject: { name: "demo", dirty: false },
    models: [],
    datasets: [],
    containers: [],
    packages: [],
    stages: [],
    drifts: [],
    contradictions: [],
    missing: [],
    ...more,
  };
}

export function inventoryFile(path: string, more: Partial<InventoryFile> = {}): InventoryFile {
  return { path, role: "weights", mime: "application/octet-stream", size: 10, sha256: sha256("a"), ...more };
}

export function inventoryModel(path: string, more: Partial<InventoryModel> = {}): InventoryModel {
  return {
    path,
    kind: "model",
    name: path.split("/").at(-1)!,
    files: [inventoryFile(`${path}/model.safetensors`, { format: "safetensors" })],
    facts: [],
    bases: [],
    datasets: [],
    metrics: [],
    inputs: [],
    outputs: [],
    gaps: [],
    ...more,
  };
}

const card = (path: string, line: number): Source => ({ path: `${path}/README.md`, line });

/** One fact of every kind, with `text` in every field that takes one. */
export function everyFact(at: Source, text: (kind: string) => string): CardFact[] {
  const texts = [
    ..."name description version task library language tag author supplier homepage paper repository".split(" "),
    ..."license family architecture approach dtype quantization".split(" "),
    ..."use out-of-scope user limitation tradeoff bias training".split(" "),
  ].map((kind) => ({ kind, value: text(kind), at }) as CardFact);
  const other = text("other");
  return [
    ...texts,
    { kind: "license", value: text("license"), url: text("url"), at },
    { kind: "parameters", value: 110_000_000, dtype: text("dtype"), at },
    { kind: "emission", name: other, value: other, at },
    { kind: "run", system: "mlflow", id: other, at },
    { kind: "digest", path: other, algorithm: "sha256", value: sha256("b"), at },
    { kind: "property", name: "context-length", value: "512", at },
    { kind: "property", name: other, value: other, at },
  ];
}

const TEXTS: Readonly<Record<string, string>> = {
  license: "apache-2.0",
  url: "https://www.apache.org/licenses/LICENSE-2.0",
  homepage: "https://example.org/bert",
  paper: "https://arxiv.org/abs/1810.04805",
  repository: "https://user:secret@github.com/example/bert",
  approach: "self-supervised",
  version: "1.2.0",
  dtype: "F32",
};

/** An inventory with everything in it, and nothing hostile. */
export function richInventory(): Inventory {
  const at = card("models/bert", 3);
  const base = {
    reference: { name: "google-bert/bert-base-uncased", revision: COMMIT },
    relation: "finetune" as const,
  };
  const bert = inventoryModel("models/bert", {
    version: { value: "1.2.0", at },
    files: [
      inventoryFile("models/bert/model.safetensors", { format: "safetensors", md5: "c".repeat(32) }),
      inventoryFile("models/bert/README.md", { role: "card", mime: "text/markdown", sha256: sha256("d") }),
    ],
    facts: everyFact(at, (kind) => TEXTS[kind] ?? `the ${kind}`),
    bases: [{ value: base, at }],
    datasets: [
      { value: { name: "squad" }, at },
      { value: { name: "other/set", url: "https://example.org/set" }, at: card("models/bert", 9) },
    ],
    metrics: [
      { value: { type: "f1", value: "88.5", dataset: { name: "squad", revision: "v2" }, split: "validation" }, at },
      { value: { type: "accuracy", value: "0.9", verified: true }, at: card("models/bert", 12) },
    ],
    inputs: [{ value: { name: "input_ids", format: "int64 [batch, 512]" }, at }],
    outputs: [{ value: { format: "text" }, at }],
    origin: {
      value: { source: "hf:example/bert", revision: COMMIT, fetched: "2026-01-02T03:04:05Z" },
      at: { path: "models.lock.yaml", line: 2 },
    },
  });
  const adapter = inventoryModel("models/lora", {
    kind: "adapter",
    bases: [{ value: { reference: { name: "../bert" }, relation: "adapter" }, at: card("models/lora", 1) }],
    files: [inventoryFile("models/lora/adapter_model.safetensors", { digestFrom: "git-lfs" })],
    gaps: ["adapter_model.safetensors was not fetched"],
  });
  const tokenizer = inventoryModel("models/bert/tokenizer", { kind: "tokenizer" });
  const image = `pytorch/pytorch:2.5.1@sha256:${sha256("e")}`;
  return emptyInventory({
    subject: {
      name: "demo",
      url: "https://github.com/Example/Demo",
      commit: COMMIT,
      dirty: false,
      time: "2026-01-02T03:04:05Z",
    },
    models: [bert, adapter, tokenizer],
    datasets: [
      { id: "hub:squad", name: "squad", reference: { name: "squad", revision: "main" }, files: [], facts: [], at },
      {
        id: "data/train.csv",
        name: "train",
        files: [inventoryFile("data/train.csv", { role: "data", mime: "text/csv", sha256: sha256("f") })],
        facts: [{ kind: "license", value: "CC-BY-4.0 OR MIT", at }],
        at,
      },
    ],
    containers: [
      {
        image,
        name: "pytorch/pytorch",
        tag: "2.5.1",
        digest: `sha256:${sha256("e")}`,
        at: { path: "Dockerfile", line: 1 },
        use: "base",
      },
      {
        image: "ghcr.io/example/serve:latest",
        name: "ghcr.io/example/serve",
        tag: "latest",
        at: { path: "k8s.yaml", line: 9 },
        use: "deployed",
      },
    ],
    packages: [
      lockedPackage({ direct: true, hashes: [`sha256:${sha256("1")}`], via: [] }),
      lockedPackage({ name: "sympy", version: "1.13.1", direct: false, via: ["torch"], hashes: ["md5:zz"] }),
      lockedPackage({ name: "pytest", version: "8.0.0", direct: true, group: "dev" }),
      lockedPackage({
        name: "@types/node",
        version: "20.0.0",
        ecosystem: "npm",
        purl: "pkg:npm/%40types/node@20.0.0",
        hashes: [`sha512:${Buffer.alloc(64, 7).toString("base64")}`],
      }),
      lockedPackage({
        name: "mine",
        version: "0.1",
        purl: "pkg:pypi/mine@0.1",
        source: { kind: "local", where: "/home/me/mine" },
      }),
    ],
    stages: [
      {
        name: "train",
        command: "python train.py",
        inputs: [{ path: "data/train.csv", md5: "1".repeat(32) }, { path: "train me.py" }],
        outputs: [{ path: "models/bert/model.safetensors", md5: "c".repeat(32), size: 10 }],
        parameters: [["lr", "0.1"]],
        at: { path: "dvc.yaml", line: 2 },
      },
    ],
    contradictions: [
      { about: "license", path: "models/lora", detail: "the base has another licence", at: card("models/lora", 4) },
    ],
    drifts: [
      {
        path: "models/lora/run.py",
        model: "models/lora",
        found: `sha256:${"d".repeat(64)}`,
        at: { path: "models.lock.yaml", line: 3 },
      },
    ],
    missing: [{ path: "models/lora/adapter_model.safetensors", detail: "Git LFS pointer" }],
  });
}
