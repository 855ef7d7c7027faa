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
  const vocabulary = stringOf(member(node, "config", "vocabulary"));
  if (vocabulary !== undefined) files.push({ key: "vocabulary", role: "vocabulary", path: vocabulary });
  const name = lastName(type);
  const savedModel = stringOf(member(node, "config", "filepath"));
  if (SAVED_MODELS.has(name)) files.push({ key: "filepath", role: "saved-model", path: savedModel ?? "" });
  const module = stringOf(member(node, "config", "module"));
  if (name === "TorchModuleWrapper" && module !== undefined)
    files.push({ key: "module", role: "pickle", path: "", bytes: Buffer.from(module, "base64") });
  return files;
}

/** Layers of Keras 3 and TF-Keras that load a SavedModel. */
const SAVED_MODELS = new Set(["TFSMLayer", "ReloadedLayer"]);

/** `TFSMLayer` of `package>TFSMLayer`. */
function lastName(type: string): string {
  return type.slice(type.lastIndexOf(">") + 1);
}
