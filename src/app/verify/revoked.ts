import { Refused, type VerifiedBundle } from "../../core/attestation";
import type { Revocation } from "../../core/policy";
import { checkRevocation } from "../../promotion/revocation";
import { compileApproved } from "../../verify/approved-signer";

/**
 * That nothing of what a bundle vouches for is revoked, and not its signer at the time. `digests`: files and the model as a whole, each with
 * what it is in words. Throws `Refused`.
 */
export function requireUnrevoked(
  name: string,
  verified: VerifiedBundle,
  digests: readonly { readonly what: string; readonly sha256: string }[],
  revoked: readonly Revocation[],
): void {
  if (revoked.length === 0) return;
  const { problems } = checkRevocation({
    digests,
    signed: [{ what: name, ...verified }],
    revoked,
    isSignedBy: (signer, wanted) => compileApproved(wanted, true)(signer) === undefined,
  });
  if (problems.length > 0) throw new Refused("false-claim", `${name}: ${problems.join(" ")}`);
}
