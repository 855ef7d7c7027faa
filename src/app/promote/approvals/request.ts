import type { HttpClient } from "../../../core/http";
import type { RequiredApproval } from "../../../core/policy";
import type { Env } from "../../../host/git";
import type { CheckedBundle } from "../../../verify/read-bundle";
import type { VerifyRequest } from "../../verify/request";

/** What `collectApprovals` is asked. */
export interface ApprovalsRequest {
  /** The policy's `promotion.approvals`: only the sources that a role names are asked. */
  readonly required: readonly RequiredApproval[];
  /** `owner/repo` that the model was built from, by its verified provenance; absent where nothing says it. */
  readonly repository?: string;
  /** Full commit that it was built at, from the same provenance. */
  readonly commit?: string;
  /** Why neither is known, in words. */
  readonly why?: string;
  /** Whether the policy has models built from this branch; reviews count for those and for the default branch. Absent: for that alone. */
  readonly buildsFrom?: (branch: string) => boolean;
  /** What a signed approval has to be about: `subjectOf` (subject.ts). Absent: the model could not be read. */
  readonly subject?: { readonly name: string; readonly sha256: string };
  /** `--pull-request`. Else that of the event, else the one of the commit. */
  readonly pullRequest?: number;
  /** `GITHUB_TOKEN`: `pull-requests: read`, `actions: read`. */
  readonly token?: string;
  /** `policy-token`, which may read the members of the teams. */
  readonly policyToken?: string;
  /** Only signed statements count, and nobody is asked. */
  readonly offline: boolean;
  /** Bundles that say that they are approvals (`isApproval`, verify/approval.ts); the others are not for here. */
  readonly statements: readonly CheckedBundle[];
  /** Paths of public keys: approvals that were signed with a key are held against these. */
  readonly keys: readonly string[];
  /** Whom to believe: trusted root, own authorities, log. Its `signers` and `key` are not looked at. */
  readonly verify: VerifyRequest;
  /** The runner's: repository, run, event, who started it, `GITHUB_API_URL`. */
  readonly env: Env;
  readonly http: () => HttpClient;
  readonly now: Date;
  /** For tests. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}
