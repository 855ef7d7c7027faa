import type { GitHubApi } from "../../../core/github";
import type { Approval } from "../../../core/promotion";
import { field } from "../../../verify/shape";
import { accountOf, commitOf, malformed, repositoryPath, shortCommit, timeOf, wordOf, type Account } from "./answer";
import type { Authors } from "./authors";
import type { PullRequest } from "./pull-request";

/** What the reviewers of a pull request think of it now. */
export interface Reviewed {
  /** Without teams. */
  readonly approvals: readonly Approval[];
  /** Logins of those who want changes, and have not taken it back. */
  readonly against: readonly string[];
}

interface Review {
  readonly account: Account;
  readonly state: "APPROVED" | "DISMISSED" | "CHANGES_REQUESTED";
  readonly commit: string | undefined;
  readonly time: string;
}

/** Reviews that decide nothing: remarks, and what nobody has sent yet. They undo nothing either. */
const UNDECIDED: ReadonlySet<unknown> = new Set(["COMMENTED", "PENDING"]);
const DECIDED = ["APPROVED", "DISMISSED", "CHANGES_REQUESTED"] as const;

/**
 * The last review of each person that decides something counts, as GitHub has it
 * (https://docs.github.com/rest/pulls/reviews: in chronological order). `elsewhere`: why the pull request is not the model's.
 * Throws `GitHubFailure`.
 */
export async function reviewsOf(
  api: GitHubApi,
  pull: PullRequest,
  authors: Authors,
  elsewhere: string | undefined,
): Promise<Reviewed> {
  const path = `${repositoryPath(pull.repository)}/pulls/${pull.number}/reviews`;
  const latest = new Map<string, Review>();
  for (const review of (await api.list(path)).flatMap(readReview))
    latest.set(review.account.login.toLowerCase(), review);
  const approvals: Approval[] = [];
  const against: string[] = [];
  for (const review of latest.values()) {
    if (review.state === "CHANGES_REQUESTED") against.push(review.account.login);
    else approvals.push(approvalOf(review, pull, elsewhere ?? discountOf(review, pull, authors)));
  }
  // A pull request that is not the model's says nothing against it either.
  return { approvals, against: elsewhere === undefined ? against : [] };
}

function readReview(value: unknown): Review[] {
  const given = field(value, "state");
  if (UNDECIDED.has(given)) return [];
  const state = DECIDED.find((each) => each === given);
  if (state === undefined) throw malformed(`a review's state is ${wordOf(given, "a review's state")}`);
  const account = accountOf(field(value, "user"), `the user of a review (${state})`);
  const time = timeOf(field(value, "submitted_at"), `the time of ${account.login}'s review`);
  const commit = field(value, "commit_id");
  if (state !== "APPROVED") return [{ account, state, time, commit: typeof commit === "string" ? commit : undefined }];
  return [{ account, state, time, commit: commitOf(commit, `the commit_id of ${account.login}'s approval`) }];
}

function approvalOf({ account, commit, time }: Review, pull: PullRequest, discounted: string | undefined): Approval {
  // Both times are UTC in one form, or differ in more than their fractions.
  const late = pull.mergedAt !== undefined && Date.parse(time) > Date.parse(pull.mergedAt);
  return {
    by: account.login,
    source: "review",
    of: commit ?? pull.head,
    time,
    where: `review of pull request ${pull.number}${late ? " after the merge" : ""}`,
    teams: [],
    ...(discounted === undefined ? {} : { discounted }),
  };
}

function discountOf({ account, state, commit }: Review, pull: PullRequest, authors: Authors): string | undefined {
  const { login, isPerson } = account;
  if (state === "DISMISSED") return "the review was dismissed";
  if (!isPerson) return `${login} is no person`;
  const did = authors.did.get(login.toLowerCase());
  if (did !== undefined) return `${login} ${did}`;
  if (commit === pull.head) return undefined;
  return `it is of ${shortCommit(commit ?? "")}, and the pull request has gone on to ${shortCommit(pull.head)}`;
}
