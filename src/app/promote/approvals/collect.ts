import { GitHubFailure } from "../../../core/github";
import type { Approval, Approvals } from "../../../core/promotion";
import type { RefusedStatement } from "../../../core/verification";
import { apisOf } from "./apis";
import { NO_AUTHORS, type Authors } from "./authors";
import type { ApprovalsRequest } from "./request";
import { askEnvironments, askReviews, type Asked } from "./sources";
import { signedApprovals, type SignedApproval } from "./statements";

export type { ApprovalsRequest } from "./request";

export interface CollectedApprovals extends Approvals {
  readonly notAsked: NonNullable<Approvals["notAsked"]>;
  /** Who wrote the change, as far as the pull request was asked: logins. They approve of nothing. */
  readonly authors: readonly string[];
  readonly signed: readonly SignedApproval[];
  /** Signed approvals that do not hold. They count for nothing, and for nothing against it. */
  readonly refused: readonly RefusedStatement[];
}

/**
 * Who approved, over all sources that the roles name and that can be asked; `decideApprovals` (promotion/approvals.ts) then says whether
 * that is enough. What the network brings never throws: it becomes a problem, and so does a half answer. Throws `ConfigurationError`
 * for what the caller has to say otherwise (an event file that cannot be read, no trusted root offline).
 */
export async function collectApprovals(request: ApprovalsRequest): Promise<CollectedApprovals> {
  const { required, statements, subject } = request;
  const asked: Asked = { approvals: [], rejections: [], problems: [], asked: [], notAsked: [] };
  const apis = apisOf(request);
  const wants = (key: "people" | "teams" | "environments") => required.some((role) => role[key].length > 0);
  let authors: Authors = NO_AUTHORS;
  if (wants("people") || wants("teams"))
    authors = (await guarded(asked, "review", request, () => askReviews(request, apis, asked))) ?? NO_AUTHORS;
  if (wants("environments"))
    await guarded(asked, "environment", request, () => askEnvironments(request, apis, authors, asked));
  const { logins } = authors;
  if (statements.length === 0) return { ...asked, authors: logins, signed: [], refused: [] };
  if (subject === undefined) {
    asked.problems.push("Signed approvals cannot be held against the model, which could not be read");
    return { ...asked, authors: logins, signed: [], refused: [] };
  }
  const found = await signedApprovals({ ...request, subject, authors });
  const words = statements.length === 1 ? "1 signed approval" : `${statements.length} signed approvals`;
  // A signature that could not be held against its roots may be a good one.
  const open = found.refused.filter(({ kind }) => kind === "unavailable").map(({ message }) => message);
  return {
    ...asked,
    approvals: [...asked.approvals, ...found.approvals],
    problems: [...asked.problems, ...open],
    asked: [...asked.asked, words],
    authors: logins,
    signed: found.signed,
    refused: found.refused.filter(({ kind }) => kind !== "unavailable"),
  };
}

/** Turns what GitHub does not answer into a problem; and asks nothing where nothing is to be asked. */
async function guarded<T>(
  into: Asked,
  source: Approval["source"],
  { offline }: ApprovalsRequest,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  if (offline) {
    into.notAsked.push({
      source,
      why: `offline: no ${source === "review" ? "review" : "approval of an environment"} was asked for`,
    });
    return undefined;
  }
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    into.problems.push(error.message);
    return undefined;
  }
}
