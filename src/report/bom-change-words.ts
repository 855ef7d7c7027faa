import type { BomChange, ComparedField } from "../core/bom-change";
import type { CountedNames } from "../core/package-facts";
import { count } from "./quantities";

/** A sentence in parts: ours as text, the input's as `code`, which each surface escapes in its way. */
export type Words = readonly (string | { readonly code: string })[];

/** Names that a sentence shows. */
const MAX_SHOWN = 8;

const FIELDS: Readonly<Record<ComparedField, string>> = {
  version: "version",
  origin: "source",
  base: "base model",
  dataset: "datasets",
  license: "licence",
  dtype: "data type",
  parameters: "number of parameters",
  architecture: "architecture",
};

const PACKAGES = {
  added: "added",
  removed: "removed",
  upgraded: "moved to a higher version",
  downgraded: "moved to a lower version",
  changed: "moved to another version",
} as const;

/** What a reviewer should not miss: other content under an old name, new code, lineage and terms. */
export function isWorthALook(change: BomChange): boolean {
  switch (change.kind) {
    case "less-safe-format":
    case "remote-code":
    case "not-comparable":
    case "dataset-revision-changed":
      return true;
    case "files-changed":
      return change.of === "weights" && change.sameVersion && change.changed.count + change.removed.count > 0;
    case "field-changed":
      // A source that is recorded where none was is what everybody wants.
      return change.field !== "version" && (change.field !== "origin" || change.from.length > 0);
    case "container-changed":
      return change.sameTag;
    case "packages":
      return change.change === "downgraded";
    default:
      return false;
  }
}

/** One change as a sentence without its full stop. */
export function bomChangeWords(change: BomChange): Words {
  switch (change.kind) {
    case "model-added":
    case "model-removed":
      return [
        code(change.path),
        change.kind === "model-added" ? ": new model " : ": model removed: ",
        code(change.name),
      ];
    case "model-moved":
      return [code(change.path), ": the model moved here from ", code(change.from)];
    case "files-changed":
      return filesWords(change);
    case "field-changed":
      return [code(change.path), `: ${FIELDS[change.field]}: `, ...fromTo(change.from, change.to)];
    case "less-safe-format":
      return [
        code(change.path),
        ": the weights are now in a format that can run code when loaded: ",
        ...fromTo(change.from, change.to),
      ];
    case "remote-code":
      return [code(change.path), ": new code comes with the model: ", ...named(change.what)];
    case "not-comparable":
      return [
        code(change.path),
        ": nobody can say whether these changed, a digest is missing: ",
        ...named(change.files),
      ];
    case "dataset-added":
    case "dataset-removed":
      return [code(change.name), change.kind === "dataset-added" ? ": new dataset" : ": dataset removed"];
    case "dataset-revision-changed":
      return [code(change.name), ": revision of the dataset: ", ...fromTo(change.from, change.to)];
    case "container-added":
    case "container-removed":
      return [
        code(change.name),
        change.kind === "container-added" ? ": new image " : ": image removed: ",
        code(change.image),
      ];
    case "container-changed":
      return [
        code(change.name),
        change.sameTag ? ": another image under the same tag: " : ": image: ",
        ...fromTo(change.from, change.to),
      ];
    case "packages":
      return [`${count(change.packages.count, "package")} ${PACKAGES[change.change]}: `, ...named(change.packages)];
  }
}

function filesWords(change: Extract<BomChange, { kind: "files-changed" }>): Words {
  const parts = (["changed", "added", "removed"] as const)
    .filter((kind) => change[kind].count > 0)
    .flatMap((kind, i) => [`${i === 0 ? "" : "; "}${change[kind].count} ${kind}: `, ...named(change[kind])]);
  const what = change.of === "weights" ? "weights" : "other files";
  const version: Words =
    change.version !== undefined
      ? [" (the version is still ", code(change.version), ")"]
      : change.sameVersion
        ? [" (the model has no version)"]
        : [];
  return [code(change.path), `: ${what}: `, ...parts, ...version];
}

function code(text: string): { readonly code: string } {
  return { code: text };
}

function fromTo(from: readonly string[], to: readonly string[]): Words {
  return [...valuesOf(from), " → ", ...valuesOf(to)];
}

function valuesOf(values: readonly string[]): Words {
  return values.length === 0 ? ["not said"] : named({ count: values.length, first: values });
}

function named({ count: all, first }: CountedNames): Words {
  const shown = first.slice(0, MAX_SHOWN).flatMap((name, i) => (i === 0 ? [code(name)] : [", ", code(name)]));
  const more = all - Math.min(first.length, MAX_SHOWN);
  return more > 0 ? [...shown, ` and ${more} more`] : shown;
}
