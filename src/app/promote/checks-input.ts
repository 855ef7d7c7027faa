import type { HttpClient } from "../../core/http";
import type { Revocation } from "../../core/policy";
import type { AuditFacts } from "../../promotion/vulnerabilities";
import type { CollectedApprovals } from "./approvals/collect";
import type { AuditedBom } from "./audit-bom";
import type { ReadBomDocument } from "./bom-documents";
import type { Gathered } from "./gathered";
import type { PromotionInForce } from "./in-force";
import type { PromotionRequest } from "./request";

/** Everything that the checks of one path stand on. */
export interface CheckInput {
  readonly gathered: Gathered;
  readonly boms: readonly ReadBomDocument[];
  readonly request: PromotionRequest;
  readonly inForce: PromotionInForce;
  /** Those of the policy and of the file. */
  readonly revoked: readonly Revocation[];
  /** SHA-256 that names the model as a whole; absent where nothing can. */
  readonly subject: { readonly name: string; readonly sha256: string } | undefined;
  readonly http: () => HttpClient;
}

/** What checks before this one learnt. */
export interface KnownBefore {
  readonly approvals?: CollectedApprovals;
  readonly audit?: AuditFacts;
  readonly audited?: AuditedBom["audited"];
}
