import type { CardFact } from "../core/card-facts";
import type { Contradiction, InventoryFile } from "../core/inventory";
import { member } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { factsOf } from "./document-facts";
import type { TreeFile } from "./input";
import { jsonOf, MAX_INDEX_VALUES } from "./json-text";
import { baseName, directoryOf } from "./paths";
import { isIndex } from "./roles";

/** A model as far as its documents describe its weights. */
export interface Described {
  readonly path: string;
  /** The directory of its own configuration. */
  readonly home: string;
  readonly files: readonly InventoryFile[];
  readonly facts: readonly CardFact[];
}

const CONFIG = "config.json";
const inDirectory = (directory: string, name: string): string => (directory === "." ? name : `${directory}/${name}`);

/** What the configuration says of the weights' dtype, where every tensor has another one. Quantized weights differ by nature. */
export function* dtypes({ path, files, facts }: Described): Generator<Contradiction> {
  if (factsOf(facts, "quantization").length > 0) return;
  const headers = new Set(files.filter(({ format }) => format === "safetensors").map((file) => file.path));
  const all = factsOf(facts, "dtype", "parameters").flatMap((fact) => {
    const dtype = fact.kind === "dtype" ? fact.value : fact.dtype;
    return dtype === undefined ? [] : [{ at: fact.at, dtype }];
  });
  const inHeaders = all.filter(({ at }) => headers.has(at.path));
  const actual = new Set(inHeaders.map(({ dtype }) => FLOATS.get(dtype.toLowerCase()) ?? dtype));
  const config = inDirectory(directoryOf(inHeaders[0]?.at.path ?? ""), CONFIG);
  const told = factsOf(facts, "dtype").find(({ at }) => at.path === config);
  const says = FLOATS.get(told?.value.toLowerCase().replace("torch.", "") ?? "");
  const [one] = actual;
  if (told === undefined || says === undefined || actual.size !== 1 || one === says) return;
  if (![...FLOATS.values()].includes(one!)) return;
  const detail = `${CONFIG} says ${told.value}, but every tensor is ${one!}`;
  yield { about: "dtype", path, detail, at: told.at, other: inHeaders[0]!.at };
}

const FLOATS: ReadonlyMap<string, string> = new Map([
  ["f64", "float64"],
  ["float64", "float64"],
  ["f32", "float32"],
  ["float32", "float32"],
  ["float", "float32"],
  ["f16", "float16"],
  ["float16", "float16"],
  ["half", "float16"],
  ["bf16", "bfloat16"],
  ["bfloat16", "bfloat16"],
]);

/**
 * By `model_type` of transformers, what GGUF may call the same architecture (`MODEL_ARCH_NAMES` of gguf-py 0.19,
 * `convert_hf_to_gguf.py` of llama.cpp). Families that people convert under several names are left out, and so is every name that
 * is in no row: vision parts (`clip`), drafts, what is newer than this table.
 */
const GGUF_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ["bert", ["bert", "nomic-bert", "jina-bert-v2", "neo-bert"]],
  ["bloom", ["bloom"]],
  ["falcon", ["falcon"]],
  ["gemma", ["gemma"]],
  ["gemma2", ["gemma2"]],
  ["gpt2", ["gpt2"]],
  ["gpt_neox", ["gptneox"]],
  ["llama", ["llama"]],
  ["mistral", ["llama", "mistral3"]],
  ["mixtral", ["llama"]],
  ["mpt", ["mpt"]],
  ["qwen2", ["qwen2"]],
  ["qwen3", ["qwen3"]],
  ["starcoder2", ["starcoder2"]],
  ["t5", ["t5", "t5encoder"]],
]);
const COMPARED: ReadonlySet<string> = new Set([...GGUF_NAMES.values()].flat());

/** The architecture that the header of a GGUF file says, and the configuration beside it another one. Each other one once. */
export function* architectures({ path, home, files, facts }: Described): Generator<Contradiction> {
  const headers = new Set(files.filter(({ format }) => format === "gguf").map((file) => file.path));
  if (headers.size === 0) return;
  const families = factsOf(facts, "family");
  const told = families.find(({ at }) => at.path === inDirectory(home, CONFIG));
  const names = GGUF_NAMES.get(told?.value.toLowerCase() ?? "");
  if (told === undefined || names === undefined) return;
  const known = new Set(names);
  for (const { value, at } of families) {
    if (!headers.has(at.path) || known.has(value) || !COMPARED.has(value)) continue;
    known.add(value);
    const detail = `${CONFIG} says the model is ${told.value}, but the header of ${baseName(at.path)} says ${value}`;
    yield { about: "architecture", path, detail, at: told.at, other: at };
  }
}

/**
 * How far the number of an index may be from that of the headers. Buffers count in one of them only, and tied tensors that a tool
 * has written twice: together never as much again. The index of another model is further away.
 */
const MOST_TIMES = 2;

/** The number of parameters that an index says (`metadata.total_parameters`, transformers), and that of the headers, `counted`. */
export function* parameters(
  { path, home, files, facts }: Described,
  treeFiles: readonly TreeFile[],
  counted: number | undefined,
): Generator<Contradiction> {
  if (counted === undefined || counted === 0 || factsOf(facts, "quantization").length > 0) return;
  // Packed weights hold several numbers in one.
  const plain = factsOf(facts, "parameters").every(({ dtype }) => FLOATS.has(dtype?.toLowerCase() ?? ""));
  const indexes = treeFiles.filter((file) => directoryOf(file.path) === home && isIndex(file.path));
  const [index] = indexes;
  const headers = files.find(({ format }) => format === "safetensors");
  if (!plain || index === undefined || indexes.length > 1 || headers === undefined) return;
  const said = totalOf(index.text ?? "");
  if (said === undefined || (said.count <= counted * MOST_TIMES && said.count * MOST_TIMES >= counted)) return;
  const detail = `${baseName(index.path)} says ${said.count} parameters, but the headers have ${counted}`;
  yield { about: "parameters", path, detail, at: { path: index.path, line: said.line }, other: { path: headers.path } };
}

function totalOf(text: string): { readonly count: number; readonly line: number } | undefined {
  if (!text.includes('"total_parameters"')) return undefined;
  const node = member(member(jsonOf(text, MAX_INDEX_VALUES), "metadata"), "total_parameters");
  if (node?.kind !== "scalar" || typeof node.value !== "number" || !(node.value > 0)) return undefined;
  return Number.isSafeInteger(node.value) ? { count: node.value, line: new Lines(text).lineOf(node.start) } : undefined;
}
