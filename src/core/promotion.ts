import type { ApprovedSigner } from "./approved-signer";
import type { SignerClaims } from "./attestation";
import type { Finding } from "./finding";
import type { VerdictResult } from "./report";
import type { RefusedStatement, VerifiedStatement } from "./verification";

/** Where in a model's life it is asked. Each asks for some of the checks; `docs/stages.md` has the table. */
export const STAGES = ["ingestion", "training", "promotion", "deployment"] as const;
export type Stage = (typeof STAGES)[number];

/** What is checked. The first four are what a promotion is about; none can be left out there. */
export const CHECKS = [
  "integrity",
  "provenance",
  "vulnerabilities",
  "approvals",
  "bom",
  "revocation",
  "rules",
  "decision",
] as const;
export type CheckId = (typeof CHECKS)[number];

/**
 * The answer to one check. `unknown`: it could not be found out, and the promotion does not go on. `not-required`: the stage or the
 * policy does not ask for it, which is shown.
 */
export interface Check {
  readonly id: CheckId;
  readonly status: "pass" | "fail" | "unknown" | "not-required";
  /** What was seen, in words, one fact each: raw, escaped by the reporters. */
  readonly evidence: readonly string[];
  /** Why it does not pass, in words: what, and what to do. Empty for `pass` and `not-required`. */
  readonly problems: readonly string[];
}

/** One person's yes. Dismissed ones, and those of people who later asked for changes, are none. */
export interface Approval {
  /** The login, or the `person` of an approving signer; as the source spells it, compared without case. */
  readonly by: string;
  readonly source: "review" | "environment" | "statement";
  /** What it is for: a full commit, or the SHA-256 of a model's root digest for statements. */
  readonly of: string;
  /** RFC 3339, UTC; absent where the source does not say it. */
  readonly time?: string;
  /** The deployment environment. */
  readonly environment?: string;
  /** Where the role is signed with it. */
  readonly role?: string;
  /** `org/team` of the policy's that this person is in. */
  readonly teams: readonly string[];
  /** Where it was given, in words: `review of pull request 12, after the merge`. */
  readonly where?: string;
  /** Why it does not count, in words: of an older commit, by the author. Absent: it counts. */
  readonly discounted?: string;
}

/** What a source of approvals has. A question that could not be answered is a `problem`, and nothing is concluded from it. */
export interface Approvals {
  readonly approvals: readonly Approval[];
  /** Whoever rejected, in words: one is enough to fail. */
  readonly rejections: readonly string[];
  /** What could not be asked, in words with status: no approval is believed to be there because of it. */
  readonly problems: readonly string[];
  /** What was asked, in words: `pull request 12 of acme/models at 1a2b3c4`. */
  readonly asked: readonly string[];
  /** What was not asked, as nobody wanted it asked (offline) or there is nothing to ask: what is missing may be behind it. */
  readonly notAsked?: readonly { readonly source: Approval["source"]; readonly why: string }[];
}

/** The build that a verified provenance tells of. */
export interface VerifiedBuild {
  /** `https://github.com/owner/repo`. */
  readonly repository: string;
  /** Full commit. */
  readonly commit: string;
  readonly ref?: string;
  /** The workflow or builder. */
  readonly builder: string;
  /** Base models and datasets that it names, in words: `hf:acme/base at 0123…`. */
  readonly data: readonly string[];
}

/** The answer of `promote`, `schemas/promotion.schema.json`. It only grows within a major version. */
export interface PromotionReport {
  readonly schemaVersion: "1.0";
  readonly tool: { readonly name: string; readonly version: string; readonly rules: string };
  readonly stage: Stage;
  readonly verdict: VerdictResult;
  /** RFC 3339, UTC, whole seconds. */
  readonly time: string;
  readonly subject: PromotedModel;
  readonly policy: {
    /** `null` where there is no file of the repository's. */
    readonly digest: string | null;
    readonly source: string;
    /** The policy that stands above it: SHA-256 of its file, and where it came from (`owner/repo/path@commit`). */
    readonly organisation?: { readonly digest: string; readonly source: string };
  };
  /** Absent where nothing verified says it. */
  readonly build?: VerifiedBuild;
  /** In the order of `CHECKS`; every one is there. */
  readonly checks: readonly Check[];
  readonly accepted: readonly VerifiedStatement[];
  readonly refused: readonly RefusedStatement[];
  readonly approvals: readonly Approval[];
  /** Of the scan and the audit, all; those that stopped it are told in the check. */
  readonly findings: readonly Finding[];
  readonly notices: readonly string[];
}

export interface PromotedModel {
  /** As it was given. */
  readonly path: string;
  /** Of the directory or file. */
  readonly name: string;
  /** `sha256:` of the manifest's root digest, or of the file; absent where it could not be read. */
  readonly digest?: string;
  readonly files: number;
  /** Bytes. */
  readonly bytes: number;
}

/** The verdict of several checks: one that fails fails all, one that is not known leaves it open. */
export function promotionVerdict(checks: readonly Pick<Check, "status">[]): VerdictResult {
  if (checks.some(({ status }) => status === "fail")) return "fail";
  return checks.some(({ status }) => status === "unknown") ? "incomplete" : "pass";
}

/** A statement that somebody approves of a model: signed, for where there is no GitHub to ask. */
export interface ApprovalStatement {
  /** The role, as the policy names it. */
  readonly role: string;
  /** RFC 3339, UTC, whole seconds; the signature's own times count. */
  readonly time: string;
  readonly comment?: string;
}

/** Who signed something that holds: for roles and revocations. */
export interface SignedBy {
  readonly signer:
    | { readonly kind: "certificate"; readonly claims: SignerClaims }
    | { readonly kind: "key"; readonly fingerprint: string };
  readonly times: readonly string[];
}

/** Whether a signer is one that is described; `core/` knows no certificates, so `verify/` provides it. */
export type IsSignedBy = (signed: SignedBy["signer"], signer: ApprovedSigner) => boolean;

/** A decision as it is signed: Simple Verification Result v0.2 with a member of our own, as for the gate's verdict. */
export interface PromotionDecision {
  readonly stage: Stage;
  readonly result: VerdictResult;
  /** RFC 3339, UTC, whole seconds. */
  readonly time: string;
  readonly toolVersion: string;
  /** SHA-256 of the set of rules. */
  readonly rules: string;
  readonly policy?: { readonly name: string; readonly sha256: string };
  /** The organisation's policy that stands above it. */
  readonly organisation?: { readonly name: string; readonly sha256: string };
  /** SHA-256 of the promotion's report. */
  readonly report: { readonly name: string; readonly sha256: string };
  readonly source?: { readonly repository: string; readonly commit: string };
  readonly checks: readonly Pick<Check, "id" | "status">[];
}

export const PROMOTION_ID = "https://github.com/model-assay/model-assay/promotion/v1";
export const PROMOTION_PASS = "MODEL_ASSAY_PROMOTION_PASS";
/** The member of the predicate with everything else. */
export const PROMOTION_MEMBER = "modelassay_promotion";

/**
 * What held, as properties of the result: `PROMOTION_PASS` where all of a promotion did, and one for each check that passed. Another
 * stage asks for less, so its properties have its own name in them: what may be trained with may not be promoted by that.
 */
export function decisionProperties({ stage, result, checks }: Pick<PromotionDecision, "stage" | "result" | "checks">) {
  const prefix = `MODEL_ASSAY_${stage.toUpperCase()}`;
  const passed = checks.filter(({ status }) => status === "pass").map(({ id }) => `${prefix}_${id.toUpperCase()}_PASS`);
  return result === "pass" ? [`${prefix}_PASS`, ...passed] : passed;
}

/** Type of our own for an approval: no predicate of in-toto's says "I approve of this". */
export const APPROVAL_TYPE = "https://github.com/model-assay/model-assay/approval/v1";
/** Characters of a role in such a statement, and of what is said with it. CWE-770. */
export const MAX_ROLE = 100;
export const MAX_APPROVAL_COMMENT = 2000;
