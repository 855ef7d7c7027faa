import Ajv, { _, type KeywordCxt, type ValidateFunction } from "ajv";
import standaloneCode from "ajv/dist/standalone";
import bom16 from "../../node_modules/@cyclonedx/cyclonedx-library/res/schema/bom-1.6.SNAPSHOT.schema.json";
import bom17 from "../../node_modules/@cyclonedx/cyclonedx-library/res/schema/bom-1.7.SNAPSHOT.schema.json";
import cryptography from "../../node_modules/@cyclonedx/cyclonedx-library/res/schema/cryptography-defs.SNAPSHOT.schema.json";
import signatures from "../../node_modules/@cyclonedx/cyclonedx-library/res/schema/jsf-0.82.SNAPSHOT.schema.json";
import licenses from "../../node_modules/@cyclonedx/cyclonedx-library/res/schema/spdx.SNAPSHOT.schema.json";
import type { SpecVersion } from "./write";

/** What the schemas call formats, by name: whether a text is one. */
export type Formats = Readonly<Record<string, (text: string) => boolean>>;

/** Gives the check of a document, from a module of Ajv's by its name, the formats, and whether no two items of a list are equal. */
export type MadeValidator = (
  require: (module: string) => unknown,
  formats: Formats,
  isUnique: (items: readonly unknown[]) => boolean,
) => ValidateFunction;

const BOMS: Readonly<Record<SpecVersion, object>> = { "1.6": bom16, "1.7": bom17 };
/** The schemas that those refer to, by the address that their references resolve to. */
const REFERRED = {
  "spdx.SNAPSHOT.schema.json": licenses,
  "jsf-0.82.SNAPSHOT.schema.json": signatures,
  "cryptography-defs.SNAPSHOT.schema.json": cryptography,
};

/**
 * The official schema of a version as a function. Ajv takes a quarter of a second to make it, more than all else of a small bill
 * takes, so the build puts the text of this function in place of the module that asks for it: Ajv and the schemas are in no
 * bundle, and nothing makes code of text when the tool runs.
 */
export function compileValidator(version: SpecVersion): MadeValidator {
  const ajv = new Ajv({
    strict: false,
    allErrors: false,
    inlineRefs: false,
    addUsedSchema: false,
    validateSchema: false,
    formats: Object.fromEntries(FORMAT_NAMES.map((name) => [name, () => true])),
    code: { source: true, formats: _`formats` },
  });
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    error: { message: "must not have the same item twice" },
    code: unique,
  });
  for (const [name, schema] of Object.entries(REFERRED))
    ajv.addSchema(withoutWords(schema), `http://cyclonedx.org/schema/${name}`);
  const code = standaloneCode(ajv, ajv.compile(withoutWords(BOMS[version])));
  const text = `const module = {}; ${code}; return module.exports;`;
  return new Function("require", "formats", "isUnique", text) as MadeValidator;
}

/** All that the schemas name. */
const FORMAT_NAMES = ["date", "date-time", "idn-email", "iri-reference", "uri"];

/** Ajv compares each with each, which takes 6 s for 2,000 packages: `isUnique` does not. */
function unique(context: KeywordCxt): void {
  if (context.schema !== true) return;
  const isUnique = context.gen.scopeValue("func", { ref: unique, code: _`isUnique` });
  context.fail(_`!${isUnique}(${context.data})`);
}

const WORDS: ReadonlySet<string> = new Set(
  "$comment title description examples default deprecated meta:enum".split(" "),
);
/** Under these stand names that the schema's author chose. */
const NAMED: ReadonlySet<string> = new Set("properties patternProperties definitions $defs dependencies".split(" "));

/** A schema without what only people read, which is half of it. */
function withoutWords<T>(schema: T, names = false): T {
  if (Array.isArray(schema)) return schema.map((each: unknown) => withoutWords(each)) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => names || !WORDS.has(key));
  return Object.fromEntries(
    kept.map(([key, each]) => [key, withoutWords<unknown>(each, !names && NAMED.has(key))]),
  ) as T;
}
