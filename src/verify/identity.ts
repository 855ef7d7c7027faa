import type { ApprovedSigner } from "../core/approved-signer";
import { Refused, type SignerClaims, type VerifiedBundle } from "../core/attestation";
import { compileApproved, type Mismatch } from "./approved-signer";

/** Signers of one policy: each is tried. CWE-770. */
export const MAX_APPROVED_SIGNERS = 1000;

/**
 * Returns the first of `approved` that the signer is. Throws `Refused`: `wrong-identity`, `wrong-issuer`, `wrong-claim` or `wrong-key`,
 * with what was wanted and what is there, of the approved signer that fits best. `name`: the bundle, for messages.
 * Throws `RangeError` for an approved signer that approves of too much or cannot be read: `compileApproved`, with its `byOwnAuthority`.
 */
export function requireSigner(
  signer: VerifiedBundle["signer"],
  approved: readonly ApprovedSigner[],
  name: string,
  byOwnAuthority = false,
): ApprovedSigner {
  if (approved.length === 0) throw new RangeError("no signer is approved: name at least one");
  if (approved.length > MAX_APPROVED_SIGNERS)
    throw new RangeError(`more than ${MAX_APPROVED_SIGNERS} approved signers`);
  // All are read before one may fit: a policy with a mistake in it is not half a policy.
  const compiled = approved.map((each) => ({ each, mismatch: compileApproved(each, byOwnAuthority) }));
  let nearest: Mismatch | undefined;
  for (const { each, mismatch } of compiled) {
    const found = mismatch(signer);
    if (found === undefined) return each;
    if (nearest === undefined || found.passed > nearest.passed) nearest = found;
  }
  throw refusal(nearest, signer, approved.length, name);
}

function refusal(
  mismatch: Mismatch | undefined,
  signer: VerifiedBundle["signer"],
  count: number,
  name: string,
): Refused {
  const { kind = "wrong-identity", what = "", wanted = "", found } = mismatch ?? {};
  const many = count === 1 ? "" : `, and none of the other ${count - 1} approved signers fits better`;
  const there =
    found === undefined ? `${signer.kind === "key" ? "a key" : "the certificate"} does not say it` : `it is ${found}`;
  return new Refused(kind, `${name}: ${what} should be ${wanted}, and ${there}${many} (signed by ${whoOf(signer)})`);
}

/** Whether a signer is one that is described. Throws `RangeError` as `compileApproved`. */
export function isSignedBy(
  signer: VerifiedBundle["signer"],
  described: ApprovedSigner,
  byOwnAuthority: boolean = false,
): boolean {
  return compileApproved(described, byOwnAuthority)(signer) === undefined;
}

/** Who signed, in one name. */
export function whoOf(signer: VerifiedBundle["signer"]): string {
  return signer.kind === "key" ? `the key with SHA-256 ${signer.fingerprint}` : identityOf(signer.claims);
}

function identityOf({ identity, issuer }: SignerClaims): string {
  return issuer === undefined ? identity : `${identity}, issuer ${issuer}`;
}
