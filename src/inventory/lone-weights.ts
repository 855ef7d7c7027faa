import type { TreeFile } from "./input";
import { baseName, directoryOf } from "./paths";
import { isWeights } from "./roles";
import type { Directory } from "./tree";

/** Weights that no model directory holds: a file, with the other files of the same weights. */
export interface LoneWeights {
  /** The file's, or the first one's. */
  readonly path: string;
  /** For people: without the number of a shard. */
  readonly name: string;
  readonly files: TreeFile[];
}

/** `model-00001-of-00003.safetensors`; also as GGUF writes it. Groups: what stands before, the number, of how many, behind. */
export const SHARD = /^(.*)-(\d{1,9})-of-(\d{1,9})(\.[\w.]{1,40})$/;
/** The parts of a TensorFlow checkpoint. */
const CHECKPOINT = /^(.*)\.(index|meta|data-\d{1,9}-of-\d{1,9})$/;
/** MXNet's graph and parameters. */
const MXNET = /^(.*)-(symbol\.json|\d{4}\.params)$/;

/** Weights among files that belong to nobody, a directory at a time: `free` says which. */
export function loneWeights({ files }: Directory, free: (file: TreeFile) => boolean): LoneWeights[] {
  const found = new Map<string, LoneWeights>();
  const indexed = new Map<string, LoneWeights>();
  for (const file of files) {
    if (!isWeights(file) || !free(file)) continue;
    const key = familyOf(file);
    const model = found.get(key);
    if (model !== undefined) {
      model.files.push(file);
      continue;
    }
    const first: LoneWeights = { path: file.path, name: nameOf(file), files: [file] };
    found.set(key, first);
    const shard = shardOf(file.path);
    if (shard !== undefined) indexed.set(`${shard.stem}${shard.end}`, first);
  }
  for (const file of files) {
    if (isWeights(file) || !free(file)) continue;
    const index = /^(.*)\.index\.json$/i.exec(baseName(file.path))?.[1];
    const owner =
      index === undefined ? found.get(ownerOf(file.path)) : indexed.get(`${directoryOf(file.path)}/${index}`);
    owner?.files.push(file);
  }
  return [...found.values()];
}

function familyOf({ path, format }: TreeFile): string {
  const shard = shardOf(path);
  if (shard !== undefined) return `${shard.stem}-of-${shard.count}${shard.end}`;
  if (format === "tf-checkpoint") return `checkpoint:${CHECKPOINT.exec(path)?.[1] ?? path}`;
  if (format === "mxnet") return `mxnet:${MXNET.exec(path)?.[1] ?? path}`;
  return path;
}

export function shardOf(
  path: string,
): { readonly stem: string; readonly number: number; readonly count: number; readonly end: string } | undefined {
  const found = SHARD.exec(baseName(path));
  if (found === null) return undefined;
  const stem = `${directoryOf(path)}/${found[1]!}`;
  return { stem, number: Number(found[2]), count: Number(found[3]), end: found[4]! };
}

function nameOf({ path }: TreeFile): string {
  const base = baseName(path);
  return SHARD.exec(base)?.[1] ?? base;
}

/** The family that a file without a format of its own belongs to: data outside of a graph, parts of a checkpoint. */
function ownerOf(path: string): string {
  const checkpoint = CHECKPOINT.exec(path)?.[1];
  if (checkpoint !== undefined) return `checkpoint:${checkpoint}`;
  const external = /^(.*\.onnx)[._]data$/i.exec(path)?.[1];
  if (external !== undefined) return external;
  return path.endsWith(".bin") ? `${path.slice(0, -4)}.xml` : path;
}
