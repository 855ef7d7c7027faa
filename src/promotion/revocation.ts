import type { Revocation } from "../core/policy";
import type { Check, IsSignedBy, SignedBy } from "../core/promotion";
import { answered, count } from "./check";

export interface RevocationFacts {
  /** Files and models as a whole: what they are in words, and SHA-256. */
  readonly digests: readonly { readonly what: string; readonly sha256: string }[];
  /** Everything that was signed and is believed, approvals too: what it is in words. */
  readonly signed: readonly (SignedBy & { readonly what: string })[];
  readonly revoked: readonly Revocation[];
  readonly isSignedBy: IsSignedBy;
}

/** Whether anything here was revoked, whoever signed it. */
export function checkRevocation({ digests, signed, revoked, isSignedBy }: RevocationFacts): Check {
  const problems = revoked.flatMap((each) => {
    if (each.kind === "digest")
      return digests
        .filter(({ sha256 }) => sha256 === each.sha256)
        .map(({ what }) => `${what} is revoked (${each.sha256}): ${each.reason}`);
    return signed
      .filter(({ signer, times }) => isAfter(times, each.since) && isSignedBy(signer, each.signer))
      .map(({ what, times }) => {
        const since = each.since === undefined ? "" : ` for what it signed since ${each.since}`;
        const at = times.length === 0 ? ", which says no time" : ` at ${times.join(", ")}`;
        return `The signer of ${what}${at} is revoked${since}: ${each.reason}`;
      });
  });
  const evidence = [
    `${count(revoked.length, "revocation")} held against ${count(digests.length, "digest")} and ${count(signed.length, "signature")}`,
  ];
  return answered("revocation", { evidence, problems });
}

/** Times that prove nothing, or none at all, count as later: who holds a stolen key leaves the time out. */
function isAfter(times: readonly string[], since: string | undefined): boolean {
  if (since === undefined || times.length === 0) return true;
  return !times.every((time) => Date.parse(time) < Date.parse(since));
}
