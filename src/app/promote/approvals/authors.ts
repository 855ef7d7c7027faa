import { GitHubFailure, type GitHubApi } from "../../../core/github";
import { field } from "../../../verify/shape";
import { accountOf, repositoryPath } from "./answer";
import type { PullRequest } from "./pull-request";

/** Who wrote a change. */
export interface Authors {
  /** By login in lower case: in words, what they did. */
  readonly did: ReadonlyMap<string, string>;
  /** Logins as GitHub spells them. */
  readonly logins: readonly string[];
  /** Commits whose author or committer has an address that GitHub knows no account of. */
  readonly unknown: number;
}

export const NO_AUTHORS: Authors = { did: new Map(), logins: [], unknown: 0 };

/** GitHub itself, which commits what is done in its pages. */
const GITHUB = "web-flow";

/**
 * Who opened a pull request, and who authored or committed one of its commits. GitHub lists 250 commits at most
 * (https://docs.github.com/rest/pulls/pulls): of a longer one it is not known who wrote it. Co-authors in a message have no
 * login there and are not seen. Throws `GitHubFailure`.
 */
export async function authorsOf(api: GitHubApi, pull: PullRequest): Promise<Authors> {
  const { number, repository } = pull;
  const commits = await api.list(`${repositoryPath(repository)}/pulls/${number}/commits`);
  if (commits.length !== pull.commits)
    throw new GitHubFailure(
      "limit",
      `pull request ${number} of ${repository} has ${pull.commits} commits, and GitHub lists ${commits.length}, so it is not known who wrote it`,
    );
  const did = new Map([[pull.author.login.toLowerCase(), `opened pull request ${number}`]]);
  const logins = [pull.author.login];
  let unknown = 0;
  for (const commit of commits) {
    const people = [field(commit, "author"), field(commit, "committer")].map(accountIfKnown);
    if (people.includes(undefined)) unknown++;
    for (const login of people) {
      if (login === undefined || login === GITHUB || did.has(login.toLowerCase())) continue;
      did.set(login.toLowerCase(), `wrote a commit of pull request ${number}`);
      logins.push(login);
    }
  }
  return { did, logins, unknown };
}

/** GitHub says `null` or `{}` where no account has the commit's address. */
function accountIfKnown(value: unknown): string | undefined {
  const isNobody = typeof value === "object" && (value === null || Object.keys(value).length === 0);
  return isNobody ? undefined : accountOf(value, "the author or committer of a commit").login;
}
