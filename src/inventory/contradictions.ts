import { isHubId } from "../core/hub-name";
import type { CardFact } from "../core/card-facts";
import type { Contradiction, InventoryFile } from "../core/inventory";
import { names } from "./bases";
import { factsOf } from "./document-facts";
import { isSaidLicense, licenseKey } from "../core/license-words";
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

/** What documents of one model say of its lineage, licence and files against each other, in the order of the kinds. */
export function contradictionsOf(model: Compared): Contradiction[] {
  return [...bases(model), ...licenses(model), ...digests(model)];
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
  const all = factsOf(facts, "license").filter(({ value }) => isSaidLicense(value));
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

const CONFIG = "config.json";
