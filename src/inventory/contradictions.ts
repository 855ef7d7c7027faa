import { isHubId } from "../cards/hub-name";
import type { CardFact } from "../core/card-facts";
import type { Contradiction, InventoryFile } from "../core/inventory";
import { names } from "./bases";
import { factsOf } from "./document-facts";
import { baseName, directoryOf, resolveIn } from "./paths";
import { isCard } from "./roles";

/** A model as far as it takes to compare what its sources say. */
export interface Compared {
  readonly path: string;
  readonly name: string;
  /** Where it came from, or nothing. */
  readonly itself: string;
  /** The base of the whole that `config.json` names; it may name others, of parts. */
  readonly savedFrom?: string;
  readonly files: readonly InventoryFile[];
  readonly facts: readonly CardFact[];
}

/** What sources of one model say against each other, in the order of the kinds. */
export function contradictionsOf(model: Compared): Contradiction[] {
  return [...bases(model), ...licenses(model), ...digests(model), ...dtypes(model)];
}

/** The card names bases, and a configuration one that is not among them. Only names that are surely the hub's are compared. */
function* bases({ path, name, itself, savedFrom, facts }: Compared): Generator<Contradiction> {
  const all = factsOf(facts, "base").filter(({ reference }) => isHubId(reference.name));
  const said = all.filter(({ at }) => isCard(at.path));
  if (said.length === 0) return;
  const known = new Set(said.map(({ reference }) => reference.name.toLowerCase()));
  const own = new Set([baseName(path).toLowerCase(), baseName(name).toLowerCase()]);
  for (const { reference, at } of all) {
    const key = reference.name.toLowerCase();
    // Saving writes the name of what was loaded, which may be the model itself.
    if (isCard(at.path) || known.has(key) || own.has(baseName(key)) || names(itself, key)) continue;
    if (baseName(at.path) === CONFIG && reference.name !== savedFrom) continue;
    known.add(key);
    const first = said[0]!;
    const others = said.length > 1 ? ` and ${said.length - 1} more` : "";
    const detail = `${baseName(first.at.path)} says the base is ${first.reference.name}${others}, ${baseName(at.path)} says ${reference.name}`;
    yield { about: "base", path, detail, at: first.at, other: at };
  }
}

/** The card's licence, and one that the weights carry. */
function* licenses({ path, facts }: Compared): Generator<Contradiction> {
  const all = factsOf(facts, "license").filter(({ value }) => !UNSPECIFIC.has(licenseKey(value)));
  const said = all.filter(({ at }) => isCard(at.path));
  const known = new Set(said.map(({ value }) => licenseKey(value)));
  if (known.size === 0) return;
  for (const { value, at } of all) {
    if (isCard(at.path) || known.has(licenseKey(value))) continue;
    known.add(licenseKey(value));
    const first = said[0]!;
    const detail = `${baseName(first.at.path)} says the licence is ${first.value}, ${baseName(at.path)} says ${value}`;
    yield { about: "license", path, detail, at: first.at, other: at };
  }
}

const UNSPECIFIC: ReadonlySet<string> = new Set(["", "other", "unknown", "none", "n/a"]);
/** `Apache License 2.0`, `apache-2.0` and `Apache-2.0` are one. */
const licenseKey = (text: string): string => text.toLowerCase().replace(/licen[cs]e|version|\bthe\b|[\s_,.()-]/g, "");

/** Digests that documents declare of the files beside them. */
function* digests({ path, files, facts }: Compared): Generator<Contradiction> {
  const declared = factsOf(facts, "digest");
  if (declared.length === 0) return;
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const fact of declared) {
    const file = byPath.get(resolveIn(directoryOf(fact.at.path), fact.path) ?? "") ?? byPath.get(fact.path);
    const actual = fact.algorithm === "sha256" ? file?.sha256 : fact.algorithm === "md5" ? file?.md5 : undefined;
    if (file === undefined || actual === undefined || actual === fact.value.toLowerCase()) continue;
    const detail = `${baseName(fact.at.path)} declares ${fact.algorithm} ${fact.value} of ${file.path}, which has ${actual}`;
    yield { about: "digest", path, detail, at: fact.at, other: { path: file.path } };
  }
}

/** What the configuration says of the weights' dtype, where every tensor has another one. Quantized weights differ by nature. */
function* dtypes({ path, files, facts }: Compared): Generator<Contradiction> {
  if (factsOf(facts, "quantization").length > 0) return;
  const headers = new Set(files.filter(({ format }) => format === "safetensors").map((file) => file.path));
  const all = factsOf(facts, "dtype", "parameters").flatMap((fact) => {
    const dtype = fact.kind === "dtype" ? fact.value : fact.dtype;
    return dtype === undefined ? [] : [{ at: fact.at, dtype }];
  });
  const inHeaders = all.filter(({ at }) => headers.has(at.path));
  const actual = new Set(inHeaders.map(({ dtype }) => FLOATS.get(dtype.toLowerCase()) ?? dtype));
  const config = directoryOf(inHeaders[0]?.at.path ?? "");
  const told = factsOf(facts, "dtype").find(({ at }) => at.path === (config === "." ? CONFIG : `${config}/${CONFIG}`));
  const says = FLOATS.get(told?.value.toLowerCase().replace("torch.", "") ?? "");
  const [one] = actual;
  if (told === undefined || says === undefined || actual.size !== 1 || one === says) return;
  if (![...FLOATS.values()].includes(one!)) return;
  const detail = `${CONFIG} says ${told.value}, but every tensor is ${one!}`;
  yield { about: "dtype", path, detail, at: told.at, other: inHeaders[0]!.at };
}

const CONFIG = "config.json";
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
