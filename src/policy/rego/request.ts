import type { RuleFile } from "./rule-files";

/** Bytes of the results' JSON. CWE-770. */
export const MAX_REPLY_BYTES = 1024 * 1024;
/** Bytes of the evidence as JSON: some 100,000 packages with their advisories. CWE-770. */
export const MAX_EVIDENCE_BYTES = 64 * 1024 * 1024;

/** What is asked of the rules. */
export interface RegoQuestion {
  readonly files: readonly RuleFile[];
  /** The evidence document, checked against `schemas/evidence.schema.json`. */
  readonly evidence: object;
  /** Names at the top of the document: rules that ask for another one have a slip in them. */
  readonly fields: readonly string[];
  /** What `time.now_ns()` answers: milliseconds since 1970, UTC. */
  readonly now: number;
}

/** The question as the module takes it: `tools/rego/src/lib.rs`, `Request`. Throws `RangeError` for evidence that is too large. */
export function requestJson({ files, evidence, fields, now }: RegoQuestion): string {
  const input = JSON.stringify(evidence);
  if (input.length > MAX_EVIDENCE_BYTES)
    throw new RangeError(`the evidence has ${input.length} bytes, more than ${MAX_EVIDENCE_BYTES}`);
  const rest = {
    files,
    inputFields: fields,
    nowNs: String(BigInt(Math.trunc(now)) * 1_000_000n),
    maxOutput: MAX_REPLY_BYTES,
  };
  return `{"input":${input},${JSON.stringify(rest).slice(1)}`;
}
