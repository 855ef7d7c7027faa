import { existsSync } from "node:fs";
import type { Evidence } from "../../core/evidence";
import { ConfigurationError } from "../../core/host";
import { STAGES, type Stage } from "../../core/promotion";
import type { Env } from "../../host/git";
import type { OnAsking } from "../../host/http";
import { ASKED } from "../../promotion/stages";
import type { AuditRequest } from "../audit/request";
import type { OnProgress } from "../counting";
import type { OrganisationRequest } from "../organisation/request";
import type { VerifyRequest } from "../verify/request";
import type { PromoteWords } from "./words";

/** One question: may this go on? */
export interface PromotionRequest {
  /** Files or directories; several only for `ingestion` and `training`. */
  readonly paths: readonly string[];
  readonly stage: Stage;
  /** Whom to believe, where bundles are, and who may have signed where an option says it. A bundle may be a directory of them. */
  readonly verify: VerifyRequest;
  /** Where advisories come from; absent where packages are not audited. */
  readonly audit?: AuditRequest;
  /** Whether a deployment asks for vulnerabilities again. */
  readonly auditAgain: boolean;
  /** Bundles of signed approvals. */
  readonly approvals: readonly string[];
  /** Public keys that approvals are held against. */
  readonly approverKeys: readonly string[];
  readonly pullRequest?: number;
  /** A file of revocations beside the policy's. */
  readonly revocations?: string;
  /** The bill of materials, where only its digest was signed. */
  readonly bom?: string;
  /** `--config`, `--base` */
  readonly config?: string;
  readonly base?: string;
  /** The organisation's policy above it: `--policy`. */
  readonly organisation?: OrganisationRequest;
  readonly token?: string;
  readonly policyToken?: string;
  /** Where the person stands who asks: whose policy counts. */
  readonly directory: string;
  readonly env: Env;
  readonly now: Date;
  /** Hear how far hashing and scanning are, and whom anything asks. */
  readonly onProgress?: OnProgress;
  readonly onAsking?: OnAsking;
  /** Takes what rules in Rego see, whether or not there are any. */
  readonly onEvidence?: (evidence: Evidence) => void;
}

/** How the decision is signed, where it is. */
export interface DecisionSigning {
  readonly key?: string;
  readonly certificates?: string;
  readonly sigstore?: string;
}

/** Stages that take several things at once: a base model and its data. */
const SEVERAL: readonly Stage[] = ["ingestion", "training"];

/** Paths of one call. Each is hashed and scanned whole. CWE-770. */
const MAX_PATHS = 64;

/** What is read elsewhere, and where the person stands. */
export type PromotionPlace = Pick<
  PromotionRequest,
  | "verify"
  | "audit"
  | "directory"
  | "env"
  | "now"
  | "config"
  | "base"
  | "organisation"
  | "token"
  | "policyToken"
  | "onProgress"
  | "onAsking"
  | "onEvidence"
>;

/** Throws `ConfigurationError` for a value that cannot be. */
export function readPromote(paths: readonly string[], words: PromoteWords, place: PromotionPlace): PromotionRequest {
  const stage = readStage(words.stage || "promotion");
  checkPaths(paths, stage);
  if (words["evidence-path"] && ASKED[stage].rules === "never")
    throw new ConfigurationError(
      `evidence-path: no rules in Rego are asked at the stage ${stage}. Leave one of them out`,
    );
  return {
    ...place,
    paths,
    stage,
    auditAgain: words.audit === "true",
    approvals: words.approval ?? [],
    approverKeys: words["approver-key"] ?? [],
    ...(words["pull-request"] ? { pullRequest: readNumber(words["pull-request"]) } : {}),
    ...(words.revocations ? { revocations: words.revocations } : {}),
    ...(words.bom ? { bom: words.bom } : {}),
  };
}

function readStage(text: string): Stage {
  const stage = STAGES.find((each) => each === text);
  if (stage === undefined) throw new ConfigurationError(`stage: "${text}" is not one of ${STAGES.join(", ")}`);
  return stage;
}

function checkPaths(paths: readonly string[], stage: Stage): void {
  if (paths.length === 0 || paths.length > MAX_PATHS)
    throw new ConfigurationError("promote takes a file or directory: model-assay promote models/chat");
  if (paths.length > 1 && !SEVERAL.includes(stage))
    throw new ConfigurationError(`promote: one model at a time for the stage ${stage}; --stage training takes several`);
  for (const path of paths) {
    if (path.startsWith("oci:"))
      throw new ConfigurationError(`promote: ${path}: fetch the model first, and name its file or directory`);
    if (!existsSync(path)) throw new ConfigurationError(`promote: there is no file or directory ${path}`);
  }
}

/** Undefined where nobody asked for a signature. */
export function readSigning(words: PromoteWords): DecisionSigning | undefined {
  const signing = {
    ...(words["signing-key"] ? { key: words["signing-key"] } : {}),
    ...(words["certificate-chain"] ? { certificates: words["certificate-chain"] } : {}),
    ...(words.sigstore ? { sigstore: words.sigstore } : {}),
  };
  if (Object.keys(signing).length > 0) return signing;
  if (words["decision-path"])
    throw new ConfigurationError("decision-path: sign with what? --signing-key FILE, or --sigstore public|github|FILE");
  return undefined;
}

function readNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text))
    throw new ConfigurationError(`pull-request: "${text}" is no number of a pull request`);
  return Number(text);
}
