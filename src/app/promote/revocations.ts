import type { Revocation } from "../../core/policy";
import { parseRevocations } from "../../policy/revocations";
import { compileApproved } from "../../verify/approved-signer";
import { textOf } from "../option-file";

/** Bytes of a list of revocations: some five thousand entries. CWE-400. */
const MAX_REVOCATIONS_BYTES = 1024 ** 2;

/** The list in a file, YAML or JSON. Throws `InvalidPolicy` with line and column, and `ConfigurationError`. */
export async function readRevocations(path: string, byOwnAuthority: boolean): Promise<readonly Revocation[]> {
  const text = textOf("revocations", path, MAX_REVOCATIONS_BYTES);
  return parseRevocations(text, path, (signer) => compileApproved(signer, byOwnAuthority));
}
