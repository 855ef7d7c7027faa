import type { KerasFile } from "../../core/keras-facts";
import { member, stringOf, type JsonObject } from "../../syntax/json";

export interface FileHere extends Pick<KerasFile, "role" | "path"> {
  readonly key: string;
  /** The file's content, where the configuration carries it. */
  readonly bytes?: Uint8Array;
}

/**
 * Files that a layer of this object's class would open: vocabularies by path or URL (CVE-2025-12058), another
 * SavedModel (CVE-2026-1462), a PyTorch module as a pickle in base64 (CVE-2025-49655).
 */
export function filesOf(node: JsonObject): FileHere[] {
  const type = stringOf(member(node, "class_name"));
  if (type === undefined) return [];
  const files: FileHere[] = [];
  for (const key of VOCABULARIES) {
    const path = stringOf(member(node, "config", key));
    if (path !== undefined && !isContent(key, path)) files.push({ key, role: "vocabulary", path });
  }
  const name = lastName(type);
  const savedModel = stringOf(member(node, "config", "filepath"));
  if (SAVED_MODELS.has(name)) files.push({ key: "filepath", role: "saved-model", path: savedModel ?? "" });
  const module = stringOf(member(node, "config", "module"));
  if (name === "TorchModuleWrapper" && module !== undefined)
    files.push({ key: "module", role: "pickle", path: "", bytes: Buffer.from(module, "base64") });
  return files;
}

/** Members that name a file of words; tokenizers of KerasHub have `merges` and `proto` as well. */
const VOCABULARIES = ["vocabulary", "merges", "proto"];

/** A tokenizer's `proto` may be its model itself, in base64. */
function isContent(key: string, text: string): boolean {
  return key === "proto" && text.length > 4096 && /^[A-Za-z0-9+/=\s]{64}/.test(text);
}

/** Layers of Keras 3 and TF-Keras that load a SavedModel. */
const SAVED_MODELS = new Set(["TFSMLayer", "ReloadedLayer"]);

/** `TFSMLayer` of `package>TFSMLayer`. */
function lastName(type: string): string {
  return type.slice(type.lastIndexOf(">") + 1);
}
