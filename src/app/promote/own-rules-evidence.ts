import type { EvidenceApproval, EvidenceProvenance, EvidenceSignature, EvidenceSigner } from "../../core/evidence";
import type { RequiredApproval } from "../../core/policy";
import type { Approval } from "../../core/promotion";
import type { VerifiedStatement } from "../../core/verification";
import type { EvidenceFacts } from "../../policy/rego/build-evidence";
import { serves } from "../../promotion/people";
import { readWorkflowAddress } from "../../verify/workflow-address";
import type { CheckInput, KnownBefore } from "./checks-input";
import { repositoryAt } from "./server";

/** What is known of a model that is to be promoted, as rules see it. Signatures and provenance that do not hold are told as refused. */
export function evidenceOf(input: CheckInput, { approvals, audited, audit }: KnownBefore): EvidenceFacts {
  const { gathered, inForce, request } = input;
  const { scanned, statements } = gathered;
  const required = inForce.policy.promotion.approvals ?? [];
  return {
    artifacts: scanned.artifacts,
    findings: [
      ...(scanned.facts.kind === "scanned" ? scanned.facts.findings : []),
      ...(audit?.kind === "audited" ? audit.findings : []),
    ],
    signatures: [
      ...statements.accepted.map((each) => signatureOf(each, coveredBy(input, each.bundle), request.env)),
      ...statements.refused.map(refusedSignature),
    ],
    provenance: statements.builds
      .filter(({ unconfirmed }) => unconfirmed.length === 0)
      .map(({ bundle, build, files }): EvidenceProvenance => {
        const workflow = readWorkflowAddress(build.builder)?.workflow ?? null;
        const repository = repositoryAt(build.repository, request.env) ?? null;
        const covers = asArtifacts(files, scanned.prefix);
        return { bundle, workflow, repository, ref: build.ref ?? null, commit: build.commit, covers };
      }),
    approvals: (approvals?.approvals ?? []).flatMap((each) => approvalOf(each, required)),
    ...(audited === undefined ? {} : { audited }),
  };
}

/** Paths of the content as `artifacts` has them: a rule looks for one in the other. */
function asArtifacts(files: Iterable<string>, prefix: string): string[] {
  return [...files].map((path) => `${prefix}${path}`);
}

function coveredBy({ gathered: { statements, scanned } }: CheckInput, bundle: string): readonly string[] {
  const all = [...statements.manifests, ...statements.signatures, ...statements.verdicts, ...statements.decisions];
  const files = new Set(all.filter((each) => each.bundle === bundle).flatMap((each) => [...each.files]));
  return asArtifacts(files, scanned.prefix);
}

function signatureOf(
  { bundle, predicateType, signer, times, logEntries }: VerifiedStatement,
  covers: readonly string[],
  env: CheckInput["request"]["env"],
): EvidenceSignature {
  return {
    bundle,
    verified: true,
    refused: null,
    predicateType: predicateType ?? null,
    signer: signerOf(signer, env),
    times,
    logEntries,
    covers,
  };
}

function refusedSignature({
  bundle,
  message,
}: {
  readonly bundle: string;
  readonly message: string;
}): EvidenceSignature {
  return {
    bundle,
    verified: false,
    refused: message,
    predicateType: null,
    signer: null,
    times: [],
    logEntries: 0,
    covers: [],
  };
}

function signerOf(signer: VerifiedStatement["signer"], env: CheckInput["request"]["env"]): EvidenceSigner {
  const claims = signer.kind === "certificate" ? signer.claims : undefined;
  const address = claims?.buildSignerUri === undefined ? undefined : readWorkflowAddress(claims.buildSignerUri);
  const source = claims?.sourceRepositoryUri;
  return {
    kind: signer.kind,
    fingerprint: signer.kind === "key" ? signer.fingerprint : null,
    identity: claims?.identity ?? null,
    issuer: claims?.issuer ?? null,
    workflow: address?.workflow ?? null,
    workflowRef: address?.ref ?? null,
    repository: source === undefined ? null : (repositoryAt(source, env) ?? null),
    ref: claims?.sourceRepositoryRef ?? null,
    commit: claims?.sourceRepositoryDigest ?? null,
    runnerEnvironment: claims?.runnerEnvironment ?? null,
  };
}

/** Those that count, and say when: one that is left out here can only make a rule stricter. */
function approvalOf(approval: Approval, required: readonly RequiredApproval[]): EvidenceApproval[] {
  const { by, source, of, time, discounted } = approval;
  if (discounted !== undefined || time === undefined) return [];
  const roles = required.filter((role) => serves(role, approval)).map(({ role }) => role);
  return [{ by, roles, source, commit: of, time, author: false }];
}
