import { itemsOf, member, membersOf, stringOf, type JsonNode } from "../syntax/json";
import { jsonOf } from "./json-text";
import { baseName } from "./paths";
import { isTokenizer, isWeights } from "./roles";
import type { Directory } from "./tree";

/** What makes a directory a model, and which directories in it are parts of that model whatever is in them. */
export interface Marker {
  readonly kind: "model" | "adapter" | "tokenizer";
  /** `all`: everything below. */
  readonly components: ReadonlySet<string> | "all";
}

/** Members of `config.json` that name an architecture: transformers, timm and open_clip, diffusers. */
const ARCHITECTURE = ["model_type", "architecture", "_class_name"];
/** Directories of a SavedModel (https://www.tensorflow.org/guide/saved_model). */
const SAVED_MODEL: ReadonlySet<string> = new Set(["variables", "assets", "assets.extra"]);
/** Directories that MLflow's flavours write beside `MLmodel`. */
export const MLFLOW_PARTS: ReadonlySet<string> = new Set(
  "artifacts code components data extra_files metadata model pipeline tf2model tfmodel".split(" "),
);
const TOKENIZER_MARKS: ReadonlySet<string> = new Set(["tokenizer.json", "tokenizer_config.json", "tokenizer.model"]);
const NONE: ReadonlySet<string> = new Set();

/** `undefined` where nothing in the directory says that it is a model. */
export function markerOf(directory: Directory): Marker | undefined {
  const byName = new Map(directory.files.map((file) => [baseName(file.path), file]));
  const text = (name: string) => byName.get(name);
  if (text("MLmodel")) return { kind: "model", components: "all" };
  const index = text("model_index.json");
  if (index) return { kind: "model", components: diffusers(jsonOf(index.text), directory) };
  const adapter = text("adapter_config.json") !== undefined;
  const modules = modulesOf(jsonOf(text("modules.json")?.text));
  const saved = text("saved_model.pb") ?? text("saved_model.pbtxt");
  const components = new Set([...(modules ?? []), ...(saved ? SAVED_MODEL : [])]);
  if (adapter) return { kind: "adapter", components };
  const weights = directory.files.some(isWeights);
  const tokenizer = directory.files.some(({ path }) => isTokenizer(path));
  const config = text("config.json");
  const settings = jsonOf(config?.text);
  // Beside weights, a configuration that cannot be read is theirs all the same.
  const unread = weights && config !== undefined && settings === undefined;
  if (saved || modules || (weights && tokenizer) || unread || namesArchitecture(settings))
    return { kind: "model", components };
  const marks = [...TOKENIZER_MARKS].some((name) => byName.has(name));
  return marks ? { kind: "tokenizer", components: NONE } : undefined;
}

function namesArchitecture(config: JsonNode | undefined): boolean {
  if (itemsOf(member(config, "architectures")).some((each) => stringOf(each))) return true;
  return ARCHITECTURE.some((key) => stringOf(member(config, key)));
}

/** A pipeline's components: the members of `model_index.json` that are lists; every directory where it cannot be read. */
function diffusers(index: JsonNode | undefined, { children }: Directory): ReadonlySet<string> {
  if (index === undefined) return new Set(children.map(({ path }) => baseName(path)));
  return new Set(
    membersOf(index)
      .filter(({ value }) => value.kind === "array")
      .map(({ key }) => key),
  );
}

/** The directories that `modules.json` of sentence-transformers names; `undefined` where it is another project's file. */
function modulesOf(modules: JsonNode | undefined): ReadonlySet<string> | undefined {
  const items = itemsOf(modules);
  const ours = items.filter((each) => stringOf(member(each, "type")) && stringOf(member(each, "path")) !== undefined);
  if (ours.length === 0 || ours.length < items.length) return undefined;
  return new Set(ours.map((each) => stringOf(member(each, "path"))!.split("/")[0]!));
}
