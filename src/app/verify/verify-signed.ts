import type { ApprovedSigner } from "../../core/approved-signer";
import type { VerifiedBundle } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { Revocation } from "../../core/policy";
import type { HttpClient } from "../../core/http";
import type { Env } from "../../host/git";
import { compileApproved } from "../../verify/approved-signer";
import { requireSigner } from "../../verify/identity";
import type { CheckedBundle } from "../../verify/read-bundle";
import type { Artifact } from "../../verify/signature-check";
import { fingerprintOf, type Trust } from "../../verify/trusted-root";
import type { TufRepository } from "../../verify/tuf";
import { verifyBundle } from "../../verify/verify-bundle";
import type { OnProgress } from "../counting";
import { instanceOf, tenantsNamed } from "./instance";
import type { VerifyRequest } from "./request";
import { requireUnrevoked } from "./revoked";
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
  /** Hears how far the hashing of the files is. */
  readonly onProgress?: OnProgress;
  /** What the policy does not take any more, whoever signed it. */
  readonly revoked?: readonly Revocation[];
  /** Whom to believe, where it is not the request that says it. */
  readonly trust?: (repository: TufRepository) => Promise<Trust>;
}

/** A bundle that holds, by a signer who is approved. `artifact`: what it signs without holding it. Throws `Refused`. */
export async function verifySigned(
  checked: CheckedBundle,
  input: VerifyInput,
  artifact: Artifact | undefined,
): Promise<VerifiedBundle> {
  requireApproved(input);
  const { request, now, env } = input;
  const named = request.signers.length > 0 ? request.signers : input.signers;
  const trust = await trustFor(input, instanceOf(checked.bundle, tenantsNamed(named, env)));
  const approved = approvedBy(input, trust);
  const log = request.log ?? defaultLog(trust);
  const verified = await verifyBundle(checked, trust, { log, now, ...(artifact === undefined ? {} : { artifact }) });
  requireSigner(verified.signer, approved, checked.name, trust.kind === "certificates");
  requireUnrevoked(checked.name, verified, [], input.revoked ?? []);
  return verified;
}

const trusted = new WeakMap<VerifyInput, Map<string, Promise<Trust>>>();

/** Read or fetched once for all bundles of one call. */
function trustFor(input: VerifyInput, repository: TufRepository): Promise<Trust> {
  const known = trusted.get(input) ?? new Map<string, Promise<Trust>>();
  trusted.set(input, known);
  const { request, env, http } = input;
  const of = repository.kind === "github" ? `github ${repository.tenant ?? ""}` : repository.kind;
  const trust = known.get(of) ?? input.trust?.(repository) ?? trustOf(request, env, repository, http);
  known.set(of, trust);
  return trust;
}

/** A signature that a log holds cannot be made in secret; what trusts no log cannot ask for one. */
function defaultLog(trust: Trust): "required" | "optional" {
  return trust.kind === "sigstore" && trust.root.tlogs.length > 0 ? "required" : "optional";
}

/** Who may have signed. A key that was named is approved by that, unless a policy says which may be. */
function approvedBy({ request, signers }: VerifyInput, trust: Trust): readonly ApprovedSigner[] {
  if (trust.kind === "key" && signers.length === 0) return [{ key: fingerprintOf(trust.key) }];
  return request.signers.length > 0 ? request.signers : signers;
}

/** Throws before anything is read or asked: `ConfigurationError` where nobody may have signed, `RangeError` as `compileApproved`. */
export function requireApproved({ request, signers }: VerifyInput): void {
  if (request.key !== undefined) return;
  const named = request.signers.length > 0 ? request.signers : signers;
  for (const each of named) compileApproved(each, request.authorities !== undefined);
  if (named.length > 0) return;
  throw new ConfigurationError(
    "verify: who may have signed? --signer-workflow OWNER/NAME/.github/workflows/FILE.yml --signer-ref REF, or --identity NAME --issuer URL",
  );
}
