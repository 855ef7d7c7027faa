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

const HOSTS = ["huggingface.co", "hf.co"];
/** First parts of the hub's own pages, which no organisation can be called. */
const PAGES = new Set(
  "api blog collections datasets docs learn organizations papers posts settings spaces tasks".split(" "),
);

/** Whether it is a repository of the hub by its form, and surely no local path. */
export function isHubId(name: string): boolean {
  const parts = name.split("/");
  if (parts.length !== 2) return false;
  const [org, repo] = parts as [string, string];
  if (!PART.test(org) || !PART.test(repo) || /\.\.|--/.test(name)) return false;
  return !DIRECTORIES.has(org.toLowerCase()) && !FILE.test(repo) && !CHECKPOINT.test(repo);
}

/** A repository without an organisation, as the first ones of the hub are called (`gpt2`); it may be a directory too. */
export function isShortHubId(name: string): boolean {
  return PART.test(name) && !/\.\.|--/.test(name) && !FILE.test(name) && !CHECKPOINT.test(name);
}

/** What a page of the hub is of. */
export interface HubRepository {
  readonly kind: "model" | "dataset";
  /** `org/name`. */
  readonly id: string;
}

/** The model or dataset of an address on the hub; undefined for other addresses, and for its other pages. */
export function hubRepository(address: string): HubRepository | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname } = new URL(address);
  if (!HOSTS.includes(hostname)) return undefined;
  const parts = pathname.split("/").slice(1);
  const kind = parts[0] === "datasets" ? "dataset" : "model";
  if (kind === "dataset") parts.shift();
  const id = parts.slice(0, 2).join("/");
  return isHubId(id) && !PAGES.has(parts[0]!) ? { kind, id } : undefined;
}
