import type { Reference, Said } from "../../src/core/card-facts";
import type { Inventory, InventoryFile, InventoryModel } from "../../src/core/inventory";
import type { LockedPackage } from "../../src/core/package-facts";

/** A digest that is another one for every letter. */
export const digest = (letter: string): string => letter.repeat(64);

export const COMMIT = "1234567890abcdef1234567890abcdef12345678";

export function said<T>(value: T, path = "models/bert/README.md", line = 3): Said<T> {
  return { value, at: { path, line } };
}

export function inventoryFile(more: Partial<InventoryFile> = {}): InventoryFile {
  return {
    path: "models/bert/model.safetensors",
    role: "weights",
    format: "safetensors",
    mime: "application/octet-stream",
    size: 1200,
    sha256: digest("a"),
    ...more,
  };
}

export function inventoryModel(more: Partial<InventoryModel> = {}): InventoryModel {
  const reference: Reference = { name: "google-bert/bert-base-uncased", revision: COMMIT };
  return {
    path: "models/bert",
    kind: "model",
    name: "tiny-sentiment",
    files: [
      inventoryFile(),
      inventoryFile({ path: "models/bert/config.json", role: "config", format: "hf-config", sha256: digest("b") }),
    ],
    facts: [{ kind: "license", value: "apache-2.0", at: { path: "models/bert/README.md", line: 2 } }],
    bases: [said({ reference, relation: "finetune" as const })],
    datasets: [said<Reference>({ name: "stanfordnlp/sst2" })],
    metrics: [],
    inputs: [],
    outputs: [],
    gaps: [],
    ...more,
  };
}

export function lockedTorch(version: string, more: Partial<LockedPackage> = {}): LockedPackage {
  const at = { path: "uv.lock", inside: [], line: 12 };
  return { name: "torch", version, ecosystem: "PyPI", purl: `pkg:pypi/torch@${version}`, at, ...more };
}

export function inventory(more: Partial<Inventory> = {}): Inventory {
  return {
    subject: {
      name: "shop",
      url: "https://github.com/acme/shop",
      commit: COMMIT,
      dirty: false,
      time: "2026-11-20T10:00:00Z",
    },
    models: [inventoryModel()],
    datasets: [],
    containers: [],
    packages: [lockedTorch("2.6.0")],
    stages: [],
    drifts: [],
    contradictions: [],
    missing: [],
    ...more,
  };
}
