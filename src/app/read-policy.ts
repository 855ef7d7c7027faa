import type { Policy } from "../core/policy";
import { FORMAT_IDS } from "../formats/ids";
import { parsePolicy } from "../policy/file";
import { compileApproved } from "../verify/approved-signer";

/**
 * A policy's text, held against what this program knows: formats, and how signers are compared. Certificates of own authorities may have
 * no issuer; whether these are believed is known to `verify` alone, which asks again. Throws `InvalidPolicy`.
 */
export function readPolicy(text: string, source: string): Promise<Policy> {
  return parsePolicy(text, source, FORMAT_IDS, (signer) => compileApproved(signer, true));
}
