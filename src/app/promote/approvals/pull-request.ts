import { GitHubFailure, type GitHubApi } from "../../../core/github";
import { shorten } from "../../../core/text";
import { field } from "../../../verify/shape";
import {
  accountOf,
  commitOf,
  countOf,
  ifThere,
  malformed,
  repositoryPath,
  sameName,
  shortCommit,
  timeOf,
  wordOf,
  type Account,
} from "./answer";

/** A pull request, as far as approvals go. */
export interface PullRequest {
  readonly number: number;
  /** `owner/name` that it goes into. */
  readonly repository: string;
  /** The branch that it goes into, and the repository's default one. */
  readonly into: string;
  readonly defaultBranch: string;
  /** Full commit; of a merged one, what it was when it was merged. */
  readonly head: string;
  /** The commit that merging made, or would make. */
  readonly mergeCommit?: string;
  readonly mergedAt?: string;
  /** Closed, and not merged. */
  readonly isDropped: boolean;
  readonly author: Account;
  readonly commits: number;
}

export interface PullRequestQuestion {
  readonly api: GitHubApi;
  readonly repository: string;
  /** Full commit that the model was built at. */
  readonly commit: string;
  /** By option or by the event; absent: the one of the commit. */
  readonly number?: number;
}

/** Throws `GitHubFailure`: also where no pull request, or more than one, brought the commit. */
export async function findPullRequest({ api, repository, commit, number }: PullRequestQuestion): Promise<PullRequest> {
  const path = repositoryPath(repository);
  const found = number ?? (await numberOf(api, repository, commit));
  return readPullRequest(await api.json(`${path}/pulls/${found}`), repository, found);
}

/**
 * The merged pull request that a commit is the head or the merge commit of. For commits of the default branch GitHub lists the pull request
 * that brought them, for others also open ones (https://docs.github.com/rest/commits/commits).
 */
async function numberOf(api: GitHubApi, repository: string, commit: string): Promise<number> {
  const listed = await api.list(`${repositoryPath(repository)}/commits/${commit}/pulls`);
  const numbers = new Set<number>();
  for (const each of listed) {
    // Pull requests of a fork's parent have numbers of their own.
    if (!isOf(each, repository)) continue;
    const merged = ifThere(field(each, "merged_at"), timeOf, "a pull request's merged_at") !== undefined;
    const commits = [field(each, "merge_commit_sha"), field(each, "head", "sha")];
    if (merged && commits.includes(commit)) numbers.add(countOf(field(each, "number"), "a pull request's number"));
  }
  const [only, ...more] = numbers;
  if (only !== undefined && more.length === 0) return only;
  const which =
    only === undefined
      ? `no merged pull request has ${shortCommit(commit)} as its head or its merge commit`
      : `${shortCommit(commit)} is of several pull requests (${[...numbers].sort((a, b) => a - b).join(", ")})`;
  throw new GitHubFailure(
    "not-found",
    `${repository}: ${which}, so it is not known whose reviews count. Name it: --pull-request NUMBER`,
  );
}

function isOf(pull: unknown, repository: string): boolean {
  const name = field(pull, "base", "repo", "full_name");
  return sameName(wordOf(name, "a pull request's base.repo.full_name"), repository);
}

function readPullRequest(value: unknown, repository: string, number: number): PullRequest {
  const where = `pull request ${number}`;
  if (!isOf(value, repository) || field(value, "number") !== number) throw malformed(`${where} is another one`);
  const state = wordOf(field(value, "state"), `${where}: its state`);
  const mergedAt = ifThere(field(value, "merged_at"), timeOf, `${where}: its merged_at`);
  const mergeCommit = ifThere(field(value, "merge_commit_sha"), commitOf, `${where}: its merge_commit_sha`);
  return {
    number,
    repository,
    into: wordOf(field(value, "base", "ref"), `${where}: its base.ref`),
    defaultBranch: wordOf(field(value, "base", "repo", "default_branch"), `${where}: its base.repo.default_branch`),
    head: commitOf(field(value, "head", "sha"), `${where}: its head.sha`),
    ...(mergeCommit === undefined ? {} : { mergeCommit }),
    ...(mergedAt === undefined ? {} : { mergedAt }),
    isDropped: state !== "open" && mergedAt === undefined,
    author: accountOf(field(value, "user"), `${where}: its user`),
    commits: countOf(field(value, "commits"), `${where}: its commits`),
  };
}

/**
 * Why reviews of a pull request say nothing of a commit, in words. Undefined: they do. Into a branch of somebody's own, a pull request
 * shows its reviewers as little as its author likes: what that branch has already is in the model, and in no difference.
 */
export function notAbout(
  { number, head, mergeCommit, isDropped, into, defaultBranch }: PullRequest,
  commit: string,
  buildsFrom: (branch: string) => boolean = () => false,
): string | undefined {
  if (isDropped) return `pull request ${number} was closed and not merged`;
  if (into !== defaultBranch && !buildsFrom(into))
    return `pull request ${number} goes into ${shorten(into, 100)}, which is not the default branch, and no builder of the policy has it among its refs`;
  if (head === commit || mergeCommit === commit) return undefined;
  return `pull request ${number} is about ${shortCommit(head)}, and the model was built at ${shortCommit(commit)}`;
}
