import type { ValidateFunction } from "ajv";
import Ajv from "ajv/dist/2020";
import standaloneCode from "ajv/dist/standalone";
import schema from "../../../schemas/evidence.schema.json";

/** Gives the check of an evidence document, from a module of Ajv's by its name. */
export type MadeEvidenceCheck = (require: (module: string) => unknown) => ValidateFunction;

/** `schemas/evidence.schema.json` as a function. As with bills of materials, the build puts its text in place of the module that asks for it. */
export function compileEvidence(): MadeEvidenceCheck {
  const ajv = new Ajv({
    strict: false,
    inlineRefs: false,
    validateSchema: false,
    validateFormats: true,
    formats: { "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/ },
    code: { source: true },
  });
  const code = standaloneCode(ajv, ajv.compile(schema));
  const text = `const module = {}; ${code}; return module.exports;`;
  return new Function("require", text) as MadeEvidenceCheck;
}
