import type { ApprovedSigner } from "../../core/approved-signer";
import type { VerifiedBundle } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import type { Env } from "../../host/git";
import { requireSigner } from "../../verify/identity";
import type { CheckedBundle } from "../../verify/read-bundle";
import type { Artifact } from "../../verify/signature-check";
import { fingerprintOf, type Trust } from "../../verify/trusted-root";
import { verifyBundle } from "../../verify/verify-bundle";
import { instanceOf } from "./instance";
import type { VerifyRequest } from "./request";
import { trustOf } from "./trust";

export interface VerifyInput {
  /** As it was given. */
  readonly path: string;
  readonly request: VerifyRequest;
  /** Who may have signed, by the policy; the request's own come first. */
  readonly signers: readonly ApprovedSigner[];
  readonly env: Env;
  readonly http: () => HttpClient;
  readonly now: Date;
}

/** A bundle that holds, by a signer who is approved. `artifact`: what it signs without holding it. Throws `Refused`. */
export async function verifySigned(
  checked: CheckedBundle,
  input: VerifyInput,
  artifact: Artifact | undefined,
): Promise<VerifiedBundle> {
  const { request, env, now } = input;
  const trust = await trustOf(request, env, instanceOf(checked.bundle));
  const approved = approvedBy(input, trust);
  const log = request.log ?? defaultLog(trust);
  const verified = await verifyBundle(checked, trust, { log, now, ...(artifact === undefined ? {} : { artifact }) });
  requireSigner(verified.signer, approved, checked.name);
  return verified;
}

/** A signature that a log holds cannot be made in secret; what trusts no log cannot ask for one. */
function defaultLog(trust: Trust): "required" | "optional" {
  return trust.kind === "sigstore" && trust.root.tlogs.length > 0 ? "required" : "optional";
}

/** Who may have signed. A key that was named is approved by that. */
function approvedBy({ request, signers }: VerifyInput, trust: Trust): readonly ApprovedSigner[] {
  if (trust.kind === "key") return [{ key: fingerprintOf(trust.key) }];
  const named = request.signers.length > 0 ? request.signers : signers;
  if (named.length > 0) return named;
  throw new ConfigurationError(
    "verify: who may have signed? --signer-workflow OWNER/NAME/.github/workflows/FILE.yml --signer-ref REF, or --identity NAME --issuer URL",
  );
}
