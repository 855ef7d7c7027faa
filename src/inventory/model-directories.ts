import { stringOf, membersOf, member, itemsOf } from "../syntax/json";
import type { TreeFile } from "./input";
import { jsonOf } from "./json-text";
import { MLFLOW_PARTS, markerOf, type Marker } from "./markers";
import { baseName, ROOT } from "./paths";
import { isCard, isIndex, isModelConfig, isTokenizer, isWeights } from "./roles";
import type { Directory, Tree } from "./tree";

/** A directory that is a model, with its files, those of its components included. */
export interface ModelDirectory {
  readonly path: string;
  readonly kind: Marker["kind"];
  readonly files: TreeFile[];
  /** Directories of components: what is in them adds to the model, and is no other form of it. */
  readonly parts: Set<string>;
}

/**
 * Directories in a model's that hold the same model for other runtimes, with a configuration of their own or without. What else
 * stands beside a model at the root of a repository may be anything: the root belongs to the repository first.
 */
const RUNTIMES: ReadonlySet<string> = new Set(
  "onnx openvino original coreml gguf flax tf tflite safetensors tokenizer".split(" "),
);

/** Who owns a directory: `firm` where no marker below counts any more. */
interface Owner {
  readonly model?: ModelDirectory;
  readonly marker?: Marker;
  readonly firm: boolean;
}

/**
 * The model directories of a tree, parents first. A directory below one belongs to it unless it is a model of its own;
 * below the root only what is known to be a part of a model does.
 */
export function modelDirectories(tree: Tree): ModelDirectory[] {
  const found: ModelDirectory[] = [];
  const owners = new Map<Directory, Owner>();
  for (const directory of tree.all()) {
    const owner = owners.get(directory) ?? { firm: false };
    const own = owner.firm ? undefined : markerOf(directory);
    // A tokenizer by itself below a model is that model's.
    const marker = own?.kind === "tokenizer" && owner.model !== undefined ? undefined : own;
    const model = marker === undefined ? owner.model : newModel(directory.path, marker.kind);
    if (marker !== undefined) found.push(model!);
    if (model !== undefined)
      for (const file of directory.path === ROOT ? rootFiles(directory) : directory.files) model.files.push(file);
    const above: Owner = marker === undefined ? owner : { model: model!, marker, firm: false };
    for (const child of directory.children) owners.set(child, ownerOf(child, directory, above));
  }
  return found;
}

function newModel(path: string, kind: Marker["kind"]): ModelDirectory {
  return { path, kind, files: [], parts: new Set([path]) };
}

function ownerOf(child: Directory, parent: Directory, { model, marker, firm }: Owner): Owner {
  // Weights below a tokenizer are no part of it.
  if (model === undefined || model.kind === "tokenizer") return { firm: false };
  if (firm) {
    if (model.parts.has(parent.path)) model.parts.add(child.path);
    return { model, firm };
  }
  const name = baseName(child.path);
  const atRoot = parent.path === ROOT;
  const components = marker?.components ?? new Set<string>();
  const part = components === "all" ? !atRoot || MLFLOW_PARTS.has(name) : components.has(name);
  if (part) model.parts.add(child.path);
  if (part || (marker !== undefined && RUNTIMES.has(name))) return { model, firm: true };
  return { firm: false, ...(atRoot ? {} : { model }) };
}

/** What MLflow writes beside `MLmodel` (https://mlflow.org/docs/latest/ml/model/). */
const MLFLOW_FILES: ReadonlySet<string> = new Set(
  "conda.yaml python_env.yaml requirements.txt input_example.json serving_input_example.json".split(" "),
);

/** Of the files at the root of a repository those that are a model's beyond doubt. */
function rootFiles({ files }: Directory): TreeFile[] {
  const mlflow = files.some(({ path }) => path === "MLmodel");
  const code = files.some(({ path, text }) => isModelConfig(path) && autoMap(text).length > 0);
  return files.filter((file) => {
    const { path } = file;
    if (isWeights(file) || isTokenizer(path) || isIndex(path) || isCard(path) || isModelConfig(path)) return true;
    return (
      (code && path.endsWith(".py")) ||
      (mlflow && MLFLOW_FILES.has(path)) ||
      path === "handler.py" ||
      /^(saved_model|fingerprint|keras_metadata)\.pb/.test(path)
    );
  });
}

/** The classes that the `auto_map` of a configuration names: `modeling_x.XModel`, `org/name--modeling_x.XModel`. */
export function autoMap(text: string | undefined): string[] {
  if (text?.includes('"auto_map"') !== true) return [];
  const named = membersOf(member(jsonOf(text), "auto_map")).flatMap(({ value }) =>
    value.kind === "array" ? itemsOf(value).map(stringOf) : [stringOf(value)],
  );
  return named.filter((each) => each !== undefined);
}
