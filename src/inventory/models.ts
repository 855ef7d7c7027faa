import type { CardFact } from "../core/card-facts";
import type { Contradiction, InventoryFile, InventoryModel } from "../core/inventory";
import { member, stringOf } from "../syntax/json";
import { basesOf } from "./bases";
import { contradictionsOf } from "./contradictions";
import { architectures, dtypes, parameters } from "./described-weights";
import { type Documents, factsOf, inOrder } from "./document-facts";
import type { DvcFacts } from "./dvc";
import { MODELS_LOCK } from "../sources/models-lock";
import type { TreeFile } from "./input";
import { jsonOf } from "./json-text";
import { mediaType } from "./media-types";
import { autoMap } from "./model-directories";
import { sortedBy } from "./order";
import { saidOrigin, type Origins } from "./origins";
import { countParameters } from "./parameters";
import { baseName, directoryOf, homeOf } from "./paths";
import { isCard, isModelConfig, roleOf } from "./roles";
import { compareShards } from "./shards";

/** A model before anything of it was read. */
export interface ModelSeed {
  readonly path: string;
  readonly kind: InventoryModel["kind"];
  /** What to call it where no document says. */
  readonly fallbackName: string;
  readonly files: readonly TreeFile[];
  /** Directories whose weights add up. */
  readonly parts: ReadonlySet<string>;
  /** Cards that speak of it and are no files of it alone. */
  readonly sharedCards: readonly TreeFile[];
  /** Files of it that are not here, in words. */
  readonly missing: readonly string[];
}

/** What all models of a tree are read with. */
export interface ModelContext {
  readonly documents: Documents;
  readonly dvc: DvcFacts;
  readonly origins: Origins;
}

/** Sentences of gaps that are kept of one model. CWE-770. */
const MAX_GAPS = 200;
/** Facts that the documents of a part (a component of a pipeline, another runtime) say of the whole. */
const OF_PARTS: ReadonlySet<string> = new Set(["architecture", "dtype", "quantization", "digest"]);

/** Reads the documents and headers of a model, and puts together what they say. */
export function readModel(
  seed: ModelSeed,
  context: ModelContext,
): { readonly model: InventoryModel; readonly contradictions: readonly Contradiction[] } {
  const { path, kind } = seed;
  const treeFiles = sortedBy(seed.files, (file) => file.path);
  const files = treeFiles.map((file) => inventoryFile(file, context.dvc));
  const shards = compareShards(path, treeFiles);
  const { facts, gaps } = factsOfModel(seed, context.documents);
  const entry = context.origins.of(path, files);
  const name = nameOf(facts, seed.fallbackName);
  const version = byCardFirst(factsOf(facts, "version"))[0];
  const counted = countParameters(treeFiles, (directory) => seed.parts.has(directory));
  const itself = entry?.source ?? "";
  const absent = entry === undefined ? [] : context.origins.absentOf(entry);
  const allGaps = [
    ...shards.gaps,
    ...absent.map((each) => `${each} is in ${MODELS_LOCK}, but not here`),
    ...seed.missing,
    ...gaps,
    ...headerGaps(treeFiles),
  ];
  const model: InventoryModel = {
    path,
    kind,
    name,
    ...(version === undefined ? {} : { version: { value: version.value, at: version.at } }),
    files,
    facts,
    ...(counted === undefined ? {} : { parameters: counted }),
    bases: basesOf(facts, itself),
    datasets: unique(factsOf(facts, "dataset").map(({ reference, at }) => ({ value: reference, at }))),
    metrics: unique(factsOf(facts, "metric").map(({ metric, at }) => ({ value: metric, at }))),
    inputs: unique(factsOf(facts, "input").map(({ port, at }) => ({ value: port, at }))),
    outputs: unique(factsOf(facts, "output").map(({ port, at }) => ({ value: port, at }))),
    ...(entry === undefined ? {} : { origin: saidOrigin(entry) }),
    gaps: bounded(allGaps),
  };
  return { model, contradictions: [...shards.contradictions, ...compare(seed, model, itself, treeFiles)] };
}

function compare(
  seed: ModelSeed,
  { path, name, files, facts, parameters: counted }: InventoryModel,
  itself: string,
  treeFiles: readonly TreeFile[],
): Contradiction[] {
  const home = homeOf(seed);
  const savedFrom = savedName(treeFiles, home);
  const described = { path, home, files, facts };
  return [
    ...contradictionsOf({ path, name, itself, files, facts, ...(savedFrom === undefined ? {} : { savedFrom }) }),
    ...dtypes(described),
    ...architectures(described),
    // The components of a pipeline add up, and an index speaks of one of them.
    ...parameters(described, treeFiles, seed.parts.size === 1 ? counted : undefined),
  ];
}

/** Headers of these formats tell of every tensor: where they do not, they are broken, or say what cannot be. */
function headerGaps(files: readonly TreeFile[]): string[] {
  return files.flatMap((file) => {
    const { path, format, sha256, digestFrom, card } = file;
    if (sha256 === undefined || digestFrom !== undefined || roleOf(file) !== "weights") return [];
    if (format !== "safetensors" && format !== "gguf") return [];
    // A GGUF of a vocabulary alone has no tensors, and other things to say.
    const uncounted = format === "safetensors" && card?.every(({ kind }) => kind !== "parameters") === true;
    return card === undefined || (uncounted && card.length > 0)
      ? [`${path}: its header does not tell how many parameters it has`]
      : [];
  });
}

/** What `config.json` was saved from, as a whole. */
function savedName(files: readonly TreeFile[], home: string): string | undefined {
  const config = files.find(({ path }) => baseName(path) === "config.json" && directoryOf(path) === home);
  return stringOf(member(jsonOf(config?.text), "_name_or_path"));
}

/** A file as the inventory lists it. */
export function inventoryFile(file: TreeFile, dvc: DvcFacts): InventoryFile {
  const { path, size, format, sha256, digestFrom } = file;
  const md5 = dvc.outputs.get(path)?.md5;
  return {
    path,
    role: roleOf(file),
    ...(format === undefined ? {} : { format }),
    mime: mediaType(path),
    size,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(digestFrom === undefined ? {} : { digestFrom }),
    ...(md5 === undefined || md5.endsWith(".dir") ? {} : { md5 }),
  };
}

function factsOfModel(seed: ModelSeed, documents: Documents): { readonly facts: CardFact[]; readonly gaps: string[] } {
  const [found, gaps]: [CardFact[], string[]] = [[], []];
  const home = homeOf(seed);
  for (const file of [...seed.files, ...seed.sharedCards]) {
    const read = documents.read(file);
    const headers = new Set(file.card ?? []);
    const whole = directoryOf(file.path) === home;
    for (const fact of read.facts) if (whole || headers.has(fact) || OF_PARTS.has(fact.kind)) found.push(fact);
    gaps.push(...read.gaps);
  }
  const code = remoteCode(seed.files);
  if (code !== undefined) found.push(code);
  return { facts: inOrder(found), gaps };
}

/**
 * Code that loading the model with `trust_remote_code` runs: the Python files beside a configuration with an `auto_map`, and the
 * repositories that it names (`org/name--module.Class`).
 */
function remoteCode(files: readonly TreeFile[]): CardFact | undefined {
  const python = new Map<string, string[]>();
  for (const { path } of files) if (path.endsWith(".py")) addTo(python, directoryOf(path), baseName(path));
  for (const { path, text } of files) {
    const named = isModelConfig(path) ? autoMap(text) : [];
    if (named.length === 0) continue;
    const beside = python.get(directoryOf(path)) ?? [];
    const elsewhere = named.filter((each) => each.includes("--")).map((each) => each.split("--")[0]!);
    const code = sortedBy(new Set([...beside, ...elsewhere]), (each) => each);
    if (code.length === 0) continue;
    const line = text!.slice(0, text!.indexOf('"auto_map"')).split("\n").length;
    return { at: { path, line }, kind: "property", name: "remote-code-files", value: code.slice(0, 50).join(", ") };
  }
  return undefined;
}

function addTo(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** A card's word counts first; headers of several files count where they agree. */
function nameOf(facts: readonly CardFact[], fallback: string): string {
  const names = factsOf(facts, "name");
  const said = names.find(({ at }) => isCard(at.path));
  if (said !== undefined) return said.value;
  return new Set(names.map(({ value }) => value)).size === 1 ? names[0]!.value : fallback;
}

const byCardFirst = <T extends CardFact>(facts: readonly T[]): T[] =>
  sortedBy(facts, ({ at }) => (isCard(at.path) ? 0 : 1));

function unique<T extends { readonly value: unknown }>(said: readonly T[]): T[] {
  const once = new Map<string, T>();
  for (const each of said) {
    const key = JSON.stringify(each.value);
    if (!once.has(key)) once.set(key, each);
  }
  return [...once.values()];
}

function bounded(gaps: readonly string[]): string[] {
  const once = [...new Set(gaps)];
  if (once.length <= MAX_GAPS) return once;
  return [...once.slice(0, MAX_GAPS), `and ${once.length - MAX_GAPS} more of this kind`];
}
