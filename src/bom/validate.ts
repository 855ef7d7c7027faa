import type { ValidateFunction } from "ajv";
import equal from "ajv/dist/runtime/equal";
import ucs2length from "ajv/dist/runtime/ucs2length";
import { isIriReference } from "./address";
import { referenceProblems } from "./check-references";
import type { Formats } from "./compile-validator";
import type * as Made from "./validator-1.7";
import type { SpecVersion } from "./write";

/* eslint-disable @typescript-eslint/no-require-imports */
const MADE: Readonly<Record<SpecVersion, () => typeof Made>> = {
  "1.6": () => require("./validator-1.6") as typeof Made,
  "1.7": () => require("./validator-1.7") as typeof Made,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** What the made checks ask for. */
const RUNTIME: Readonly<Record<string, unknown>> = {
  "ajv/dist/runtime/equal": { default: equal },
  "ajv/dist/runtime/ucs2length": { default: ucs2length },
};

/** Problems that are named one by one. */
const MAX_PROBLEMS = 50;

/** What the schemas call formats; what we write is stricter than each. */
const FORMATS: Formats = {
  "iri-reference": isIriReference,
  "idn-email": (text) => /^[^\s@]+@[^\s@]+$/.test(text),
  "date-time": (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text),
  uri: isIriReference,
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text),
};

const compiled = new Map<SpecVersion, ValidateFunction>();

/**
 * What is wrong with a document: against the official schema, and what no schema can check (unique references that all lead
 * somewhere, purls without local paths, well-formed text). Empty: nothing is.
 */
export function validateBom(json: string, version: SpecVersion): string[] {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    return [`is no JSON: ${error instanceof Error ? error.message : String(error)}`];
  }
  const validate = validator(version);
  validate(document);
  const problems = (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || "/"} ${message ?? ""}`,
  );
  if (problems.length > 0) return problems.slice(0, MAX_PROBLEMS);
  return referenceProblems(document as object).slice(0, MAX_PROBLEMS);
}

function validator(version: SpecVersion): ValidateFunction {
  const known = compiled.get(version);
  if (known !== undefined) return known;
  const validate = MADE[version]().validator((module) => RUNTIME[module], FORMATS, isUnique);
  compiled.set(version, validate);
  return validate;
}

/** Items with different references differ; of the rest the texts are compared. */
function isUnique(items: readonly unknown[]): boolean {
  if (items.length < 2) return true;
  const byReference = new Map<unknown, unknown[]>();
  for (const item of items) {
    const reference = referenceOf(item);
    const others = byReference.get(reference);
    if (others === undefined) byReference.set(reference, [item]);
    else others.push(item);
  }
  return [...byReference.values()].every((alike) => new Set(alike.map(canonical)).size === alike.length);
}

/** The own reference of a component, or the one that an edge begins at. */
function referenceOf(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return undefined;
  return "bom-ref" in item ? item["bom-ref"] : "ref" in item ? item.ref : undefined;
}

/** The same text for the same value, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))
      : each,
  );
}
