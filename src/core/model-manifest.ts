import { createHash } from "node:crypto";

/**
 * OpenSSF Model Signing v1.0: what the maker and the checker of a model's manifest must agree on
 * (https://github.com/ossf/model-signing-spec; facts of the reference implementation are of `model_signing` 1.1.1).
 */

/** The signature inside the model's directory. */
export const MODEL_SIGNATURE = "model.sig";

/** What a manifest may leave out, at the top of the model's directory: git's own files, which are no part of a model. */
export const GIT_PATHS = [".git", ".gitattributes", ".github", ".gitignore"] as const;

/** Of these the whole directory is left out. The others are files: what is below a directory of that name is no part of git. */
const DIRECTORIES: ReadonlySet<string> = new Set([".git", ".github"]);

/** Bytes of one name: the longest path that Linux opens. CWE-400. */
const MAX_NAME_BYTES = 4096;

/** Whether a path is, or is below, one of the names that are left out. `names`: of the top, without `/` at the end. */
export function isLeftOut(path: string, names: Iterable<string>): boolean {
  for (const name of names) if (path === name || (DIRECTORIES.has(name) && path.startsWith(`${name}/`))) return true;
  return false;
}

/** SHA-256 over the raw digests, one behind the other, in the order given. Lower-case hex in, lower-case hex out. */
export function rootDigest(digests: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const digest of digests) hash.update(digest, "hex");
  return hash.digest("hex");
}

/**
 * Why a name is no path of a file inside the model's directory in its only form, in words; `undefined` where it is one.
 * `./a` and `a//b` are other ways to write a name, so two entries could mean one file (CWE-22, CWE-41).
 */
export function nameFault(name: string): string | undefined {
  if (name === "") return "is empty";
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `is longer than ${MAX_NAME_BYTES} bytes`;
  if (/[\0\p{Surrogate}]/u.test(name)) return "has characters that no file name has";
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(name)) return "is absolute";
  const parts = name.split(/[/\\]/);
  if (parts.includes("..")) return "leads out of the directory with ..";
  if (parts.some((part) => part === "" || part === ".")) return "is not written in its shortest form";
  return undefined;
}

/** Extensions that loaders take weights from: such a file under a name that is left out was signed by nobody. */
const LOADED =
  /\.(?:safetensors|gguf|ggml|bin|pt|pth|ckpt|pkl|pickle|joblib|dill|npy|npz|h5|hdf5|keras|onnx|pb|tflite|mar|skops|nemo|msgpack|ot|engine|llamafile|model)$/i;

/**
 * Whether a file under a name that is left out looks like one that is loaded as a model. Not below `.git`, which keeps
 * copies of everything under names of its own (git-annex keeps their extensions).
 */
export function isHiddenModel(path: string): boolean {
  return LOADED.test(path) && !path.startsWith(".git/");
}
