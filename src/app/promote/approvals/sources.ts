import { GitHubFailure } from "../../../core/github";
import type { Approval } from "../../../core/promotion";
import { readEvent } from "../../../host/event";
import { sameName, shortCommit } from "./answer";
import type { GitHubApis } from "./apis";
import { authorsOf, type Authors } from "./authors";
import { environmentApprovals } from "./environments";
import { findPullRequest, notAbout, type PullRequest } from "./pull-request";
import type { ApprovalsRequest } from "./request";
import { reviewsOf, type Reviewed } from "./reviews";
import { createTeamsOf, type TeamsOf } from "./teams";

/** `Approvals` while they are gathered. */
export interface Asked {
  readonly approvals: Approval[];
  readonly rejections: string[];
  readonly problems: string[];
  readonly asked: string[];
  readonly notAsked: { readonly source: Approval["source"]; readonly why: string }[];
}

/** The reviews of the pull request that the model's commit came with. Returns who wrote it. Throws `GitHubFailure`. */
export async function askReviews(request: ApprovalsRequest, apis: GitHubApis, into: Asked): Promise<Authors> {
  const { repository, commit } = request;
  if (repository === undefined || commit === undefined)
    throw new GitHubFailure(
      "not-found",
      request.why ??
        "No verified provenance says from which commit the model was built, so it is not known which pull request's reviews count",
    );
  const number = request.pullRequest ?? numberOfEvent(request, repository);
  const api = apis.reviews();
  const pull = await findPullRequest({ api, repository, commit, ...(number === undefined ? {} : { number }) });
  const authors = await authorsOf(api, pull);
  const reviewed = await reviewsOf(api, pull, authors, notAbout(pull, commit, request.buildsFrom));
  into.asked.push(toldOf(pull, authors));
  await withTeams(reviewed, pull, request, apis, into);
  return authors;
}

/** The event's pull request, where it is one of the model's repository. Throws `ConfigurationError` for an event that cannot be read. */
function numberOfEvent({ env }: ApprovalsRequest, repository: string): number | undefined {
  const isOfPullRequest = env["GITHUB_EVENT_NAME"]?.startsWith("pull_request") === true;
  if (!isOfPullRequest || !sameName(env["GITHUB_REPOSITORY"] ?? "", repository)) return undefined;
  const event = readEvent(env);
  return "number" in event ? event.number : undefined;
}

function toldOf({ number, repository, head, mergedAt }: PullRequest, { unknown }: Authors): string {
  const merged = mergedAt === undefined ? "" : `, merged ${mergedAt} (reviews after that count)`;
  const commits = unknown === 1 ? "1 commit is" : `${unknown} commits are`;
  const whose = unknown === 0 ? "" : `; ${commits} by an address that GitHub knows no account of`;
  return `pull request ${number} of ${repository} at ${shortCommit(head)}${merged}${whose}`;
}

/** Adds reviews, with the teams of those whose word counts: nobody else's membership is asked for. */
async function withTeams(
  { approvals, against }: Reviewed,
  { number }: PullRequest,
  { required }: ApprovalsRequest,
  { teams: api }: GitHubApis,
  into: Asked,
): Promise<void> {
  const teams = [...new Set(required.flatMap((role) => role.teams))];
  const people = new Set(required.flatMap((role) => role.people.map((login) => login.toLowerCase())));
  const teamsOf: TeamsOf =
    teams.length === 0
      ? async () => []
      : api === undefined
        ? async (login) => {
            throw new GitHubFailure(
              "refused",
              `whether ${login} is in ${teams.join(" or ")} was not asked: it takes a policy-token that may read the organisation's members`,
            );
          }
        : createTeamsOf(api(), teams);
  const told = async (login: string): Promise<readonly string[]> => {
    try {
      return await teamsOf(login);
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      into.problems.push(error.message);
      return [];
    }
  };
  for (const approval of approvals)
    into.approvals.push(approval.discounted === undefined ? { ...approval, teams: await told(approval.by) } : approval);
  for (const login of against)
    if (people.has(login.toLowerCase()) || (await told(login)).length > 0)
      into.rejections.push(`${login} asked for changes in pull request ${number} and has not taken that back`);
}

/** Who let this run go on. Throws `GitHubFailure`. */
export async function askEnvironments(
  { env }: ApprovalsRequest,
  apis: GitHubApis,
  authors: Authors,
  into: Asked,
): Promise<void> {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run = "" } = env;
  if (!repository || !/^[1-9]\d{0,14}$/.test(run)) {
    into.notAsked.push({
      source: "environment",
      why: "no approval of an environment was asked for: this is no workflow run of GitHub's (GITHUB_RUN_ID)",
    });
    return;
  }
  const startedBy = [env["GITHUB_ACTOR"], env["GITHUB_TRIGGERING_ACTOR"]].flatMap((login) => login || []);
  const question = { api: apis.runs(), repository, run: Number(run), startedBy, authors };
  const { approvals, rejections, asked } = await environmentApprovals(question);
  into.asked.push(asked);
  into.approvals.push(...approvals);
  into.rejections.push(...rejections);
}
