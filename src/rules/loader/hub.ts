import type { CallUse, CodeValue } from "../../core/code-facts";
import { argument, lastPart } from "./calls";

/** A commit by its full number. Branches and tags can be moved. */
export function isCommit(value: CodeValue | undefined): boolean {
  return typeof value?.literal === "string" && /^[0-9a-f]{40}$/i.test(value.literal);
}

/** `organisation/name`; names without an organisation are the hub's oldest models. */
const WITH_OWNER = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;
const BARE = /^[A-Za-z0-9][\w-]*([.][\w-]+)*$/;
/** First directories of paths that people keep their own models and data in. */
const FOLDERS =
  /^(\.|~|models?|outputs?|results?|checkpoints?|ckpts?|data|datasets?|tmp|temp|weights|save[ds]?|saved_models?|runs|logs?|pretrained(_models)?|pretrain|experiments?|artifacts?|cache|files|local|home|mnt|opt|root|path|your|my|exp|trained(_models)?|assets|resources|tests?|src|model_dir|output_dir|export(ed)?|onnx|finetuned|downloads?)(\/|$)/i;
const FILES =
  /\.(bin|pt|pth|pkl|h5|onnx|safetensors|gguf|ckpt|tar|zip|json|jsonl|csv|tsv|txt|parquet|py|yaml|yml|model)$/i;
/** Words that documentation puts in place of a name. */
const PLACEHOLDER = /[<>{}$\s]|your[-_]|^path[/_-]|\.\.\.|\b(model|repo)[-_](name|id|path)\b|^path$/i;

/** Whether a text names a repository of the hub rather than a path here. */
export function isHubId(text: string, bareToo: boolean): boolean {
  if (FOLDERS.test(text) || FILES.test(text) || PLACEHOLDER.test(text)) return false;
  return WITH_OWNER.test(text) || (bareToo && BARE.test(text) && /[-0-9]/.test(text));
}

/** A function that fetches from the hub: where the repository's name stands. */
export interface HubLoader {
  readonly at: number;
  readonly keywords: readonly string[];
  /** It takes names without an organisation, and has done so from the beginning. */
  readonly bare?: true;
  /** How the text says the hub (`hf_hub:`), where it does not have to be one. */
  readonly prefix?: RegExp;
  /** It has no argument for a revision. */
  readonly unpinnable?: string;
}

const ID = [
  "pretrained_model_name_or_path",
  "repo_id",
  "model_name_or_path",
  "model_name",
  "model",
  "model_id",
  "path",
];

/** Functions by their last name. `any`: whatever the receiver, since nothing else has that name. */
const BY_LAST: ReadonlyMap<string, HubLoader & { readonly roots?: RegExp }> = new Map(
  Object.entries({
    from_pretrained: { at: 0, keywords: ID, bare: true },
    hf_hub_download: { at: 0, keywords: ["repo_id"] },
    snapshot_download: { at: 0, keywords: ["repo_id", "model_id"] },
    hf_hub_url: { at: 0, keywords: ["repo_id"], roots: /^huggingface_hub/ },
    cached_file: { at: 0, keywords: ["path_or_repo_id"], roots: /^transformers/ },
    load_dataset: { at: 0, keywords: ["path"], bare: true, roots: /^datasets/ },
    load_dataset_builder: { at: 0, keywords: ["path"], bare: true, roots: /^datasets/ },
    load_metric: { at: 0, keywords: ["path"], bare: true, roots: /^datasets/ },
    pipeline: { at: 1, keywords: ["model"], bare: true, roots: /^transformers/ },
    SentenceTransformer: { at: 0, keywords: ["model_name_or_path"], bare: true, roots: /^sentence_transformers/ },
    CrossEncoder: { at: 0, keywords: ["model_name", "model_name_or_path"], roots: /^sentence_transformers/ },
    SparseEncoder: { at: 0, keywords: ["model_name_or_path"], roots: /^sentence_transformers/ },
    load: { at: 0, keywords: ["path"], roots: /^evaluate\./ },
    LLM: { at: 0, keywords: ["model"], roots: /^vllm/ },
    create_model: { at: 0, keywords: ["model_name"], roots: /^timm/, prefix: /^hf[-_]hub:/ },
    create_model_and_transforms: { at: 0, keywords: ["model_name"], roots: /^open_clip/, prefix: /^hf[-_]hub:/ },
    from_preset: { at: 0, keywords: ["preset"], roots: /^keras/, prefix: /^hf:\/\// },
  } satisfies Record<string, HubLoader & { roots?: RegExp }>),
);

/** Packaged builders of `datasets`, which read files of one's own. */
const BUILDERS = new Set(
  "csv json parquet text pandas arrow xml imagefolder audiofolder videofolder pdffolder webdataset sql spark generator hdf5 lance".split(
    " ",
  ),
);

export function hubLoader(call: CallUse): { readonly name: string; readonly loader: HubLoader } | undefined {
  for (const name of call.names) {
    const loader = BY_LAST.get(lastPart(name));
    if (loader !== undefined && (loader.roots === undefined || loader.roots.test(name))) return { name, loader };
  }
  return undefined;
}

/** The repository of the hub that a call surely fetches from; `undefined` for paths, and for what is not written here. */
export function repositoryOf(call: CallUse): string | undefined {
  const found = hubLoader(call);
  const loader = found?.loader ?? { at: 0, keywords: ID };
  // An adapter's second argument is its repository: `PeftModel.from_pretrained(model, "org/adapter")`.
  const first = argument(call, loader.at, ...loader.keywords);
  const value =
    found?.name.endsWith("from_pretrained") === true && /^peft\./.test(found.name)
      ? (argument(call, 1, "model_id") ?? first)
      : first;
  const text = value?.literal;
  if (typeof text !== "string" || value?.origin !== undefined) return undefined;
  if (loader.prefix !== undefined) return loader.prefix.test(text) ? text : undefined;
  if (BUILDERS.has(text)) return undefined;
  return isHubId(text, loader.bare === true) ? text : undefined;
}
