import type Ajv from "ajv";
import type { ValidateFunction } from "ajv";
import { isIriReference } from "./address";
import { referenceProblems } from "./check-references";
import { bomSchema, referredSchemas } from "./schemas";
import type { SpecVersion } from "./write";

// eslint-disable-next-line @typescript-eslint/no-require-imports
const ajv = (): typeof Ajv => (require("ajv") as { default: typeof Ajv }).default;

/** Problems that are named one by one. */
const MAX_PROBLEMS = 50;

/** What the schemas call formats; what we write is stricter than each. */
const FORMATS = {
  "iri-reference": isIriReference,
  "idn-email": (text: string) => /^[^\s@]+@[^\s@]+$/.test(text),
  "date-time": (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text),
  uri: isIriReference,
  "uri-reference": isIriReference,
  date: (text: string) => /^\d{4}-\d\d-\d\d$/.test(text),
  regex: () => true,
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
  const Validator = ajv();
  const made = new Validator({
    strict: false,
    allErrors: false,
    validateFormats: true,
    formats: FORMATS,
    addUsedSchema: false,
  });
  made.removeKeyword("uniqueItems");
  made.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    error: { message: UNIQUE },
    validate: isUnique,
  });
  for (const [address, schema] of referredSchemas()) made.addSchema(schema, address);
  const validate = made.compile(bomSchema(version));
  compiled.set(version, validate);
  return validate;
}

const UNIQUE = "must not have the same item twice";

/** Ajv compares each with each, which takes 6 s for 2,000 packages; the texts of them are compared at once. */
function isUnique(wanted: boolean, items: readonly unknown[]): boolean {
  return !wanted || new Set(items.map(canonical)).size === items.length;
}

/** The same text for the same value, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))
      : each,
  );
}
