import { createHash } from "node:crypto";
import { type RefusalKind, Refused, type Statement } from "../../src/core/attestation";
import { statementBytes } from "../../src/attest/statement";
import { readStatement } from "../../src/verify/subjects";

export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A file whose content is its own text. */
export function file(path: string, content: string = path) {
  return { path, sha256: sha256(content), size: content.length };
}

/** What a verifier gets of a statement that was signed: read from its bytes. */
export function signedAndRead(statement: Statement): Statement {
  return readStatement(statementBytes(statement));
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A copy of JSON with one member set to something else (`undefined` takes it away). */
export function changed<Value>(value: Value, path: readonly (string | number)[], to: unknown): Value {
  const copy = structuredClone(value);
  let at = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (to === undefined) delete at[last];
  else at[last] = to;
  return copy;
}

/** The refusal that a call ends in. */
export function refusal(call: () => unknown): { kind: RefusalKind; message: string } {
  try {
    call();
  } catch (error) {
    if (error instanceof Refused) return { kind: error.kind, message: error.message };
    throw error;
  }
  throw new Error("was not refused");
}
