import type { ApprovedSigner } from "../../core/approved-signer";
import { PREDICATES, Refused, type VerifiedBundle } from "../../core/attestation";
import { GATE_ID } from "../../core/gate-verdict";
import { PROMOTION_ID, type SignedBy, type VerifiedBuild } from "../../core/promotion";
import type { RefusedStatement, VerifiedStatement } from "../../core/verification";
import type { Vouching } from "../../promotion/content";
import type { DecisionFacts } from "../../promotion/decision";
import type { IntegrityFacts } from "../../promotion/integrity";
import type { BuildFacts, VerdictFacts } from "../../promotion/provenance";
import { readBom, type SignedBom } from "../../verify/bom";
import { readDecision } from "../../verify/decision";
import { requireSigner, whoOf } from "../../verify/identity";
import { readProvenance, type ProvenanceFacts } from "../../verify/provenance";
import { verifierOf } from "../../verify/result";
import { readVerdict } from "../../verify/verdict";
import type { HeldBundle } from "../verify/held-bundle";
import { sourceAgrees } from "../verify/source-agrees";
import { modelWords, toldOf } from "../verify/verify-path";
import type { PromotionInForce } from "./in-force";

/** What all signed statements say, sorted by what they are; each only where its signer is approved for that. */
export interface ReadStatements {
  readonly manifests: IntegrityFacts["manifests"][number][];
  readonly signatures: Vouching[];
  readonly builds: BuildFacts[];
  readonly verdicts: VerdictFacts[];
  readonly boms: (Vouching & { readonly signed: SignedBom; readonly time?: string })[];
  readonly decisions: DecisionFacts[];
  readonly accepted: VerifiedStatement[];
  readonly refused: (RefusedStatement & { readonly about?: string })[];
  readonly signed: (SignedBy & { readonly what: string })[];
}

export function noStatements(): ReadStatements {
  return {
    manifests: [],
    signatures: [],
    builds: [],
    verdicts: [],
    boms: [],
    decisions: [],
    accepted: [],
    refused: [],
    signed: [],
  };
}

/** Reads one statement, and adds it to what it is. What it may not say, or says falsely, is refused. */
export function addStatement(found: ReadStatements, held: HeldBundle, inForce: PromotionInForce, own: boolean): void {
  try {
    const says = sort(found, held, new Roles(held, inForce, own));
    const { signer, times } = held.verified;
    found.accepted.push(toldOf(held, says));
    found.signed.push({ signer, times, what: held.name });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const about = held.statement?.predicateType;
    found.refused.push({ bundle: held.name, kind: error.kind, message: error.message, ...(about ? { about } : {}) });
  }
}

/** Who may say what. Where nobody is approved at all, a key that was named is, as in `verify`. */
class Roles {
  constructor(
    private readonly held: HeldBundle,
    private readonly inForce: PromotionInForce,
    private readonly own: boolean,
  ) {}

  /** Throws `Refused`. */
  mustBe(role: "signers" | "builders" | "deciders"): void {
    const approved: readonly ApprovedSigner[] = this.inForce[role];
    const { verified, name } = this.held;
    if (approved.length === 0 && this.inForce.signers.length === 0 && verified.signer.kind === "key") return;
    if (approved.length === 0)
      throw new Refused("wrong-identity", `${name}: nobody is approved who could say this (${role} of the policy)`);
    requireSigner(verified.signer, approved, name, this.own);
  }
}

function sort(found: ReadStatements, held: HeldBundle, roles: Roles): readonly string[] {
  const { name, verified, statement, manifest, vouched } = held;
  const vouching: Vouching = { bundle: name, by: whoOf(verified.signer), files: new Set(vouched) };
  if (statement === undefined) {
    roles.mustBe("signers");
    found.signatures.push(vouching);
    return [];
  }
  const [time] = verified.times;
  switch (statement.predicateType) {
    case PREDICATES.modelSignature: {
      roles.mustBe("signers");
      const source = sourceOf(verified);
      const { name: model, rootDigest: root } = manifest!;
      found.manifests.push({ ...vouching, model, root, ...(source === undefined ? {} : { source }) });
      return [modelWords(manifest!)];
    }
    case PREDICATES.provenance: {
      roles.mustBe("builders");
      const build = buildOf(readProvenance(statement, claimsOf(verified)), vouching);
      found.builds.push(build);
      found.signatures.push(vouching);
      return [`built from ${build.build.repository} at ${build.build.commit}`, `by ${build.build.builder}`];
    }
    case PREDICATES.bom:
    case PREDICATES.reference:
      roles.mustBe("signers");
      found.boms.push({ ...vouching, signed: readBom(statement), ...(time === undefined ? {} : { time }) });
      found.signatures.push(vouching);
      return [];
    case PREDICATES.verdict:
      return sortResult(found, held, vouching, roles);
    default:
      throw new Refused("wrong-predicate", `${name}: what a statement of this type says is not read here`);
  }
}

function sortResult(found: ReadStatements, held: HeldBundle, vouching: Vouching, roles: Roles): readonly string[] {
  const { name, verified, statement } = held;
  const verifier = verifierOf(statement!);
  if (verifier === GATE_ID) {
    roles.mustBe("signers");
    const { result, time, source, failOn } = readVerdict(statement!);
    if (source !== undefined) sourceAgrees(`${name}: the verdict is false`, source, verified.signer);
    // A gate that lets everything pass has said nothing.
    const said = failOn === "never" ? "nothing, since it judged with fail-on: never," : result;
    found.verdicts.push({ ...vouching, result: said, time });
    if (result === "pass") found.signatures.push(vouching);
    return [`the gate's verdict: ${said} at ${time}`];
  }
  if (verifier !== PROMOTION_ID)
    throw new Refused("wrong-predicate", `${name}: the result is of a verifier that is not read here`);
  roles.mustBe("deciders");
  const decision = readDecision(statement!);
  if (decision.source !== undefined) sourceAgrees(`${name}: the decision is false`, decision.source, verified.signer);
  found.decisions.push({ ...vouching, decision });
  return [`the decision of the ${decision.stage}: ${decision.result} at ${decision.time}`];
}

/** The run that signed, as its certificate names it. */
function sourceOf(verified: VerifiedBundle): IntegrityFacts["manifests"][number]["source"] {
  const { sourceRepositoryUri: repository, sourceRepositoryDigest: commit } = claimsOf(verified) ?? {};
  return repository === undefined || commit === undefined ? undefined : { repository, commit };
}

function claimsOf({ signer }: VerifiedBundle) {
  return signer.kind === "certificate" ? signer.claims : undefined;
}

/** What has to be in the certificate too: without, a signer could say that it was built anywhere. */
const CONFIRMED = ["repository", "commit", "builder"] as const;

function buildOf(facts: ProvenanceFacts, vouching: Vouching): BuildFacts {
  const { repository, commit, ref, builder, data, confirmed } = facts;
  const told = data.map(({ name, digest }) => ({ name, digest: [...digest][0] }));
  const build: VerifiedBuild = {
    repository,
    commit,
    ref,
    builder,
    data: told.map(({ name, digest }) => (digest === undefined ? name : `${name} at ${digest[0]}:${digest[1]}`)),
  };
  return {
    ...vouching,
    build,
    unconfirmed: CONFIRMED.filter((each) => !confirmed.has(each)),
    unpinned: told.filter(({ digest }) => digest === undefined).map(({ name }) => name),
  };
}
