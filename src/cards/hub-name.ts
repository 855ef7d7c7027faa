import type { BaseRelation, CardFact, Reference, Source } from "../core/card-facts";
import { plainName, webAddress } from "./plain-text";

/** `org/name` as the Hugging Face hub allows it (`HFValidationError` of huggingface_hub: 96 characters, no `..` or `--`). */
const PART = /^[A-Za-z0-9_](?:[\w.-]{0,94}[A-Za-z0-9_])?$/;
/** What files are called, and repositories are not. */
const FILE = /\.(?:json|bin|pt|pth|ckpt|safetensors|gguf|onnx|h5|keras|pkl|ya?ml|py)$/i;
/** First parts of paths that people train into and load from: an organisation of such a name is not told from them. */
const DIRECTORIES = new Set(
  (
    "artifacts artefacts base_model cache checkpoint checkpoints ckpt ckpts config content data dbfs directory drive " +
    "exp experiments export exports finetuned home input llm lib log logs media merged mnt model models my_model opt " +
    "out output outputs path pretrained pretrained_models result results root run runs save saved saved_model " +
    "saved_models saves scratch src tmp train trained training usr users var weights work workdir workspace"
  ).split(" "),
);
const CHECKPOINT = /^(?:checkpoint|ckpt|epoch|step|global_?step|iter)[-_]?\d+$/i;

/** Whether it is a repository of the hub by its form, and surely no local path. */
export function isHubId(name: string): boolean {
  const parts = name.split("/");
  if (parts.length !== 2) return false;
  const [org, repo] = parts as [string, string];
  if (!PART.test(org) || !PART.test(repo) || /\.\.|--/.test(name)) return false;
  return !DIRECTORIES.has(org.toLowerCase()) && !FILE.test(repo) && !CHECKPOINT.test(repo);
}

/** A repository without an organisation, as the first ones of the hub are called (`gpt2`); it may be a directory too. */
function isShortId(name: string): boolean {
  return PART.test(name) && !/\.\.|--/.test(name) && !FILE.test(name) && !CHECKPOINT.test(name);
}

export interface BaseNamed {
  /** As the document says it. */
  readonly name: string;
  readonly revision?: string | undefined;
  readonly relation: BaseRelation;
  readonly at: Source;
  /** Names without an organisation count: the member is there to name the base and nothing else. */
  readonly short?: boolean;
}

/**
 * The base that a document names: a repository of the hub or an address. A path of the author's machine is no
 * reference, and becomes the property `local-base`.
 */
export function* baseFacts({ name: written, revision, relation, at, short = false }: BaseNamed): Generator<CardFact> {
  const name = plainName(written);
  if (name === undefined || name === "." || name === "./") return;
  const url = webAddress(name);
  const pinned = revision === undefined ? undefined : plainName(revision);
  const version = pinned === undefined ? {} : { revision: pinned };
  const reference: Reference | undefined =
    url !== undefined
      ? { name: hubIdOf(url) ?? url, url, ...version }
      : isHubId(name) || (short && isShortId(name))
        ? { name, ...version }
        : undefined;
  if (reference !== undefined) yield { kind: "base", at, reference, relation };
  else if (!/:\/\//.test(name)) yield { kind: "property", at, name: "local-base", value: name };
}

/** `org/name` of an address of a model or dataset on the hub. */
export function hubIdOf(address: string): string | undefined {
  const url = new URL(address);
  if (url.hostname !== "huggingface.co" && url.hostname !== "hf.co") return undefined;
  const parts = url.pathname.split("/").slice(1);
  if (parts[0] === "datasets") parts.shift();
  const name = parts.slice(0, 2).join("/");
  return isHubId(name) ? name : undefined;
}
