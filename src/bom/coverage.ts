import type { CardFact } from "../core/card-facts";
import type { CoverageLine, CoverageState } from "../core/coverage";
import type { Inventory, InventoryFile } from "../core/inventory";
import { timeOf } from "./serial";
import { packagePurl } from "./packages";
import { isCommit } from "../core/commit";

/**
 * What is there and what is not: the minimum elements of the NTIA (The Minimum Elements For a Software Bill of Materials,
 * July 2021), then models, data and lineage. Present: every thing of its kind has it. Not applicable: there is no such thing.
 */
export function coverageOf(inventory: Inventory): CoverageLine[] {
  return [...ntia(inventory), ...models(inventory), ...data(inventory), ...lineage(inventory)];
}

function ntia({ subject, packages, models, datasets }: Inventory): CoverageLine[] {
  const line = lines("ntia");
  const parts = [...packages, ...models];
  return [
    line(
      "supplier name",
      every(models, ({ facts }) => has(facts, "supplier", "author")),
    ),
    line(
      "component name",
      every([...parts, ...datasets], ({ name }) => name !== ""),
    ),
    line(
      "version of the component",
      every(parts, ({ version }) => version !== undefined),
    ),
    line(
      "other unique identifiers",
      every(packages, (pkg) => packagePurl(pkg) !== undefined),
    ),
    line(
      "dependency relationship",
      every(packages, ({ direct, via }) => direct !== undefined || via !== undefined),
    ),
    line("author of SBOM data", "present"), // the tool, in metadata.tools
    line("timestamp", timeOf(subject.time) === undefined ? "absent" : "present"),
  ];
}

function models({ models: all }: Inventory): CoverageLine[] {
  const line = lines("model");
  const stated = (...kinds: readonly CardFact["kind"][]) => every(all, ({ facts }) => has(facts, ...kinds));
  return [
    line(
      "files with SHA-256",
      every(
        all.flatMap(({ files }) => files),
        hashed,
      ),
    ),
    line("licence", stated("license")),
    line("description", stated("description")),
    line("task", stated("task")),
    line("architecture", stated("architecture", "family")),
    line("number of parameters", stated("parameters")),
    line("number format", stated("dtype", "quantization")),
    line(
      "inputs and outputs",
      every(all, ({ inputs, outputs }) => inputs.length + outputs.length > 0),
    ),
    line(
      "metrics",
      every(all, ({ metrics }) => metrics.length > 0),
    ),
    line("intended use", stated("use", "user")),
    line("limitations", stated("limitation", "out-of-scope", "bias")),
  ];
}

function data({ models: all, datasets }: Inventory): CoverageLine[] {
  const line = lines("data");
  const local = datasets.filter(({ files }) => files.length > 0);
  const remote = datasets.filter(({ files }) => files.length === 0);
  return [
    line(
      "datasets of models",
      every(
        all.filter(({ kind }) => kind !== "tokenizer"),
        (model) => model.datasets.length > 0,
      ),
    ),
    line(
      "revision of datasets",
      every(remote, ({ reference }) => isCommit(reference?.revision)),
    ),
    line(
      "files with SHA-256",
      every(
        local.flatMap(({ files }) => files),
        hashed,
      ),
    ),
    line(
      "licence",
      every(datasets, ({ facts }) => has(facts, "license")),
    ),
  ];
}

function lineage({ models: all, stages, containers, missing }: Inventory): CoverageLine[] {
  const line = lines("lineage");
  const bases = all.flatMap((model) => model.bases);
  return [
    line(
      "base models by commit",
      every(bases, ({ value }) => isCommit(value.reference.revision)),
    ),
    line(
      "relation to the base",
      every(bases, ({ value }) => value.relation !== "unknown"),
    ),
    line(
      "origin of models",
      every(all, ({ origin }) => origin !== undefined),
    ),
    line(
      "pipeline by digest",
      every(
        stages.flatMap(({ outputs }) => outputs),
        ({ md5 }) => md5 !== undefined,
      ),
    ),
    line(
      "containers by digest",
      every(containers, ({ digest }) => digest !== undefined),
    ),
    line("all files here", missing.length === 0 ? "present" : "absent"),
  ];
}

function lines(group: CoverageLine["group"]) {
  return (element: string, state: CoverageState): CoverageLine => ({ group, element, state });
}

function every<T>(all: readonly T[], test: (each: T) => boolean): CoverageState {
  return all.length === 0 ? "not-applicable" : all.every(test) ? "present" : "absent";
}

function has(facts: readonly CardFact[], ...kinds: readonly CardFact["kind"][]): boolean {
  return facts.some(({ kind }) => kinds.includes(kind));
}

function hashed({ sha256 }: InventoryFile): boolean {
  return sha256 !== undefined;
}
