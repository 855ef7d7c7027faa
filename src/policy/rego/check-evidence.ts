import type { ValidateFunction } from "ajv";
import ucs2length from "ajv/dist/runtime/ucs2length";
import type * as Made from "./evidence-validator";
import { RegoFailure } from "./failure";

/** What the made check asks for. */
const RUNTIME: Readonly<Record<string, unknown>> = { "ajv/dist/runtime/ucs2length": { default: ucs2length } };

let compiled: ValidateFunction | undefined;

/**
 * Holds a document against `schemas/evidence.schema.json`. Throws `RegoFailure` where it is another one: a rule takes a field that is
 * missing for "no", so rules are not even asked about a document that lacks one.
 */
export function checkEvidence(evidence: unknown): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  compiled ??= (require("./evidence-validator") as typeof Made).validator((module) => RUNTIME[module]);
  if (compiled(evidence)) return;
  const errors = compiled.errors ?? [];
  // Of what may be null or an object, "must be null" is the first error, and says the least.
  const problem = errors.find(({ keyword }) => keyword === "required") ?? errors[0];
  const where = `${problem?.instancePath || "/"} ${problem?.message ?? "is wrong"}`;
  throw new RegoFailure(
    "engine",
    `the evidence is not what schemas/evidence.schema.json says (${where}), so no rule was asked. Please report it`,
  );
}
