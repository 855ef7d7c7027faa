import type { Policy } from "../core/policy";
import { FORMAT_IDS } from "../formats/ids";
import { parsePolicy } from "../policy/file";
import { compileApproved } from "../verify/approved-signer";

/** A policy's text, held against what this program knows: formats, and how signers are compared. Throws `InvalidPolicy`. */
export function readPolicy(text: string, source: string): Promise<Policy> {
  return parsePolicy(text, source, FORMAT_IDS, compileApproved);
}
