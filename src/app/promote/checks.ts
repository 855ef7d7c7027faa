import { PREDICATES } from "../../core/attestation";
import type { Finding } from "../../core/finding";
import { CHECKS, type Check, type CheckId } from "../../core/promotion";
import { checkBom } from "../../promotion/bom";
import { notRequired, unknown } from "../../promotion/check";
import { checkDecision } from "../../promotion/decision";
import { checkIntegrity } from "../../promotion/integrity";
import { checkRevocation } from "../../promotion/revocation";
import { ASKED, type Asked } from "../../promotion/stages";
import { checkVulnerabilities, type AuditFacts } from "../../promotion/vulnerabilities";
import { isSignedBy } from "../../verify/identity";
import type { CollectedApprovals } from "./approvals/collect";
import { askApprovals } from "./ask-approvals";
import { askProvenance } from "./ask-provenance";
import type { AuditedBom } from "./audit-bom";
import { auditPackages } from "./audit-packages";
import type { CheckInput } from "./checks-input";
import type { Gathered } from "./gathered";
import { askOwnRules } from "./own-rules";

/** What the checks say, and what they learnt on the way. */
export interface CheckedPath {
  /** In the order of `CHECKS`. */
  readonly checks: readonly Check[];
  readonly approvals?: CollectedApprovals;
  readonly audit?: AuditFacts;
  /** For own rules. */
  readonly audited?: AuditedBom["audited"];
  /** What own rules say. */
  readonly ruleFindings?: readonly Finding[];
}

/** What is learnt by one check, and used by a later one. */
type Learnt = { -readonly [Key in keyof Omit<CheckedPath, "checks">]: Omit<CheckedPath, "checks">[Key] };

/** All checks of a stage, each by itself: what breaks in one leaves that one open, and makes no other pass. */
export async function runChecks(input: CheckInput): Promise<CheckedPath> {
  const learnt: Learnt = {};
  const answers = new Map<CheckId, Check>();
  for (const id of ORDER) answers.set(id, await answer(id, input, learnt));
  return { checks: CHECKS.map((id) => answers.get(id)!), ...learnt };
}

/** Approvals before revocations, which are held against their signers too. */
const ORDER: readonly CheckId[] = [
  "integrity",
  "provenance",
  "bom",
  "vulnerabilities",
  "approvals",
  "revocation",
  "decision",
  "rules",
];

async function answer(id: CheckId, input: CheckInput, learnt: Learnt): Promise<Check> {
  const { stage } = input.request;
  const asked = ASKED[stage][id];
  if (asked === "never") return notRequired(id, `the stage ${stage} does not ask for it`);
  try {
    return await ASK[id](input, asked, learnt);
  } catch (error) {
    return unknown(id, error instanceof Error ? error.message : String(error));
  }
}

type Ask = (input: CheckInput, asked: Asked, learnt: Learnt) => Check | Promise<Check>;

const ASK: Readonly<Record<CheckId, Ask>> = {
  integrity: ({ gathered }) =>
    checkIntegrity({
      content: gathered.promoted,
      manifests: gathered.statements.manifests,
      statements: gathered.statements.signatures,
      refused: refusedAs(gathered, PREDICATES.modelSignature, undefined),
    }),
  provenance: (input, asked) =>
    asked === "where-named" && input.inForce.policy.promotion.builders === undefined
      ? notRequired("provenance", "the policy does not name who may have built (promotion.builders)")
      : askProvenance(input, refusedAs(input.gathered, PREDICATES.provenance, PREDICATES.verdict)),
  bom: ({ gathered, boms }) =>
    checkBom(gathered.promoted, boms, refusedAs(gathered, PREDICATES.bom, PREDICATES.reference)),
  vulnerabilities: async (input, asked, learnt) => {
    const { gathered, inForce, request } = input;
    if (asked === "where-asked" && !request.auditAgain)
      return notRequired("vulnerabilities", "looked at when the model was promoted; --audit true looks again");
    const { facts: audit, audited }: AuditedBom =
      asked === "scan"
        ? { facts: { kind: "not-asked", why: `packages are not asked about at the stage ${request.stage}` } }
        : await auditPackages(input);
    learnt.audit = audit;
    if (audited !== undefined) learnt.audited = audited;
    return checkVulnerabilities({ audit, scan: gathered.scanned.facts, failOn: inForce.policy.promotion.failOn });
  },
  approvals: async (input, _asked, learnt) => {
    const { check, collected } = await askApprovals(input);
    if (collected !== undefined) learnt.approvals = collected;
    return check;
  },
  revocation: ({ gathered, revoked, subject, request }, _asked, { approvals }) => {
    const { files } = gathered.promoted;
    const roots = gathered.statements.manifests.map(({ model, root }) => ({
      what: `the model ${model}`,
      sha256: root,
    }));
    const own = subject === undefined ? [] : [{ what: subject.name, sha256: subject.sha256 }];
    const digests = [...files.map(({ path, sha256 }) => ({ what: path, sha256 })), ...roots, ...own];
    const approving = (approvals?.signed ?? []).map((each) => ({ ...each, what: `${each.bundle} (approval)` }));
    const byOwnAuthority = request.verify.authorities !== undefined;
    return checkRevocation({
      digests: [...new Map(digests.map((each) => [each.sha256, each])).values()],
      signed: [...gathered.statements.signed, ...approving],
      revoked,
      isSignedBy: (signer, approved) => isSignedBy(signer, approved, byOwnAuthority),
    });
  },
  rules: async (input, _asked, learnt) => {
    const { check, findings } = await askOwnRules(input, learnt);
    learnt.ruleFindings = findings;
    return check;
  },
  decision: ({ gathered }) =>
    checkDecision(gathered.promoted, gathered.statements.decisions, refusedAs(gathered, PREDICATES.verdict)),
};

/** Why bundles of these types do not count, in words. `undefined` among the types: those that do not say what they are. */
function refusedAs({ statements }: Gathered, ...types: readonly (string | undefined)[]): string[] {
  const wanted = statements.refused.filter(({ about, kind }) => types.includes(about) && kind !== "wrong-subject");
  return [...new Set(wanted.map(({ message }) => message))].slice(0, MAX_REFUSED);
}

/** Refusals that one check tells; the report has them all. */
const MAX_REFUSED = 10;
