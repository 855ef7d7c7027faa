import { PREDICATES, type VerifiedBundle } from "../../core/attestation";
import type { EvidenceProvenance, EvidenceSignature, EvidenceSigner } from "../../core/evidence";
import { readProvenance } from "../../verify/provenance";
import { readWorkflowAddress } from "../../verify/workflow-address";
import type { JudgedBundle } from "./judge-place";

type Signer = VerifiedBundle["signer"];

/** For people: the workflow that signed, else the name in the certificate. */
export function nameOfSigner(signer: Signer): string {
  if (signer.kind === "key") return `the key ${signer.fingerprint}`;
  const { buildSignerUri = "", identity } = signer.claims;
  return readWorkflowAddress(buildSignerUri)?.workflow ?? identity;
}

/** A bundle as own rules see it. */
export function signatureEvidence(judged: JudgedBundle): EvidenceSignature {
  if (judged.kind !== "held")
    return {
      bundle: judged.name,
      verified: false,
      refused: judged.message,
      predicateType: null,
      signer: null,
      times: [],
      logEntries: 0,
      covers: [],
    };
  const { held, vouched } = judged;
  return {
    bundle: judged.name,
    verified: true,
    refused: null,
    predicateType: held.statement?.predicateType ?? null,
    signer: signerEvidence(held.verified.signer),
    times: held.verified.times,
    logEntries: held.verified.logEntries,
    covers: vouched,
  };
}

function signerEvidence(signer: Signer): EvidenceSigner {
  if (signer.kind === "key") return { ...NOBODY, kind: "key", fingerprint: signer.fingerprint };
  const { claims } = signer;
  const address = readWorkflowAddress(claims.buildSignerUri ?? "");
  return {
    ...NOBODY,
    identity: claims.identity,
    issuer: claims.issuer ?? null,
    workflow: address?.workflow ?? null,
    workflowRef: address?.ref ?? null,
    repository: repositoryOf(claims.sourceRepositoryUri),
    ref: claims.sourceRepositoryRef ?? null,
    commit: claims.sourceRepositoryDigest ?? null,
    runnerEnvironment: claims.runnerEnvironment ?? null,
  };
}

const NOBODY: EvidenceSigner = {
  kind: "certificate",
  fingerprint: null,
  identity: null,
  issuer: null,
  workflow: null,
  workflowRef: null,
  repository: null,
  ref: null,
  commit: null,
  runnerEnvironment: null,
};

/** What a provenance that holds says of the build; undefined for another kind of bundle. */
export function provenanceEvidence(judged: JudgedBundle): EvidenceProvenance | undefined {
  if (judged.kind !== "held" || judged.held.statement?.predicateType !== PREDICATES.provenance) return undefined;
  const { statement, verified } = judged.held;
  const { signer } = verified;
  const facts = readProvenance(statement, signer.kind === "certificate" ? signer.claims : undefined);
  const builder = readWorkflowAddress(facts.builder);
  return {
    bundle: judged.name,
    workflow: builder?.workflow ?? null,
    repository: repositoryOf(facts.repository),
    ref: facts.ref,
    commit: facts.commit,
    covers: judged.vouched,
  };
}

/** `owner/repo` of `https://github.com/owner/repo`; null for another form. */
function repositoryOf(address: string | undefined): string | null {
  const path = address !== undefined && URL.canParse(address) ? new URL(address).pathname.slice(1) : "";
  return /^[^/]+\/[^/]+$/.test(path) ? path : null;
}
