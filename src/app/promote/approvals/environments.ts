import { GitHubFailure, MAX_LISTED, type GitHubApi } from "../../../core/github";
import type { Approval } from "../../../core/promotion";
import { field } from "../../../verify/shape";
import { accountOf, commitOf, malformed, repositoryPath, sameName, shortCommit, wordOf, type Account } from "./answer";
import type { Authors } from "./authors";

/** A workflow run, as far as approvals go. */
export interface RunQuestion {
  readonly api: GitHubApi;
  /** `owner/name` that the run is of. */
  readonly repository: string;
  readonly run: number;
  /** Logins that the runner says started it. */
  readonly startedBy: readonly string[];
  readonly authors: Authors;
}

export interface EnvironmentApprovals {
  readonly approvals: readonly Approval[];
  readonly rejections: readonly string[];
  /** In words. */
  readonly asked: string;
}

const STATES = ["approved", "rejected", "pending"] as const;

/**
 * Who let a run go on to its deployment environments (https://docs.github.com/rest/actions/workflow-runs, "Get the review history for a
 * workflow run"; `pending` is a remark). What they approved is this run, and what it promotes with it; `of` is the run's own commit.
 * Whoever started the run does not count. Throws `GitHubFailure`.
 */
export async function environmentApprovals(question: RunQuestion): Promise<EnvironmentApprovals> {
  const { api, repository, run } = question;
  const path = `${repositoryPath(repository)}/actions/runs/${run}`;
  const about = await api.json(path);
  if (field(about, "id") !== run) throw malformed(`run ${run} is another one`);
  const whose = wordOf(field(about, "repository", "full_name"), `run ${run}: its repository`);
  if (!sameName(whose, repository)) throw malformed(`run ${run} is of another repository`);
  // Who approved then let another run go on, with what that one promoted.
  if (wordOf(field(about, "status"), `run ${run}: its status`) === "completed")
    throw new GitHubFailure(
      "not-found",
      `run ${run} of ${repository} is over, so it is not this one, and what was approved in it is not this`,
    );
  const head = commitOf(field(about, "head_sha"), `run ${run}: its head_sha`);
  const starters = ["actor", "triggering_actor"].map(
    (key) => accountOf(field(about, key), `run ${run}: its ${key}`).login,
  );
  const discount = discountBy([...question.startedBy, ...starters], run, question.authors);
  const approvals = new Map<string, Approval>();
  const rejections = new Set<string>();
  for (const { account, state, environments } of await historyOf(api, path))
    for (const environment of environments) {
      const { login } = account;
      if (state === "rejected") rejections.add(`${login} rejected ${environment} in run ${run}`);
      const discounted = discount(account);
      if (state === "approved")
        approvals.set(`${login.toLowerCase()} ${environment.toLowerCase()}`, {
          by: login,
          source: "environment",
          of: head,
          environment,
          where: `environment ${environment} of run ${run}`,
          teams: [],
          ...(discounted === undefined ? {} : { discounted }),
        });
    }
  const asked = `run ${run} of ${repository} at ${shortCommit(head)}`;
  return { approvals: [...approvals.values()], rejections: [...rejections], asked };
}

interface Entry {
  readonly account: Account;
  readonly state: (typeof STATES)[number];
  readonly environments: readonly string[];
}

/** GitHub answers with all of it at once: there are no pages to ask for. */
async function historyOf(api: GitHubApi, path: string): Promise<Entry[]> {
  const listed = await api.json(`${path}/approvals`);
  if (!Array.isArray(listed)) throw malformed(`${path}/approvals is no list`);
  if (listed.length > MAX_LISTED)
    throw new GitHubFailure("limit", `GitHub's list ${path}/approvals has more than ${MAX_LISTED} entries`);
  return (listed as readonly unknown[]).map((each) => {
    const given = field(each, "state");
    const state = STATES.find((known) => known === given);
    if (state === undefined) throw malformed(`an approval's state is ${wordOf(given, "an approval's state")}`);
    const named = field(each, "environments");
    if (!Array.isArray(named) || named.length > MAX_LISTED) throw malformed("an approval's environments are no list");
    const environments = (named as readonly unknown[]).map((one) =>
      wordOf(field(one, "name"), "the name of an environment"),
    );
    return { account: accountOf(field(each, "user"), `the user of an approval (${state})`), state, environments };
  });
}

function discountBy(starters: readonly string[], run: number, authors: Authors) {
  const started = new Set(starters.map((login) => login.toLowerCase()));
  return ({ login, isPerson }: Account): string | undefined => {
    if (!isPerson) return `${login} is no person`;
    if (started.has(login.toLowerCase())) return `${login} started run ${run}`;
    const did = authors.did.get(login.toLowerCase());
    return did === undefined ? undefined : `${login} ${did}`;
  };
}
