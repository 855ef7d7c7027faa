import type { Neighbours } from "../../core/neighbours";
import type { Artifact } from "../../core/subject";
import { baseName } from "./names";

/** Formats of weights that are pickles. */
const PICKLES = new Set(["torch", "torch-legacy", "torch-tar", "pickle"]);
const WEIGHTS = /\.(?:bin|pt|pth|ckpt|pkl)$/i;

/**
 * The safetensors files of the same weights that stand beside a pickle, by the names that libraries give to both:
 * `pytorch_model.bin` and `model.safetensors`, shards and their index, and otherwise the same stem.
 */
export function safetensorsTwins(
  { at, depth }: Artifact,
  claimedBy: readonly string[],
  neighbours: Neighbours,
): string[] {
  const name = baseName(at.path);
  if (depth > 0 || !WEIGHTS.test(name) || !claimedBy.some((id) => PICKLES.has(id))) return [];
  const stem = name.replace(WEIGHTS, "");
  const whole = stem.replace(/^pytorch_model/, "model").replace(/-\d{5}-of-\d{5}/, "");
  const candidates = [`${stem}.safetensors`, `${whole}.safetensors`, `${whole}.safetensors.index.json`];
  return [...new Set(candidates)].filter((each) => ["file", "pointer"].includes(neighbours.look(each).kind));
}
