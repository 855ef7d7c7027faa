/**
 * What GitHub knows of approvals, as facts in and its answers out: pull requests with reviews and commits, runs with the history of their
 * environments, teams. Only members that are read, with the names and shapes of https://docs.github.com/rest.
 *
 * facts.pulls: { 12: { by, into, head, merge, mergedAt, state, commits: [{ author, committer }], reviews: [{ by, state, commit, at }] } }
 * facts.runs: { 99: { head, actor, triggering, approvals: [{ by, state, environments }] } }
 * facts.teams: { "acme/security": { ada: "active" } }
 * A person is a login; `null` is one whom GitHub does not know any more; `[bot]` at its end makes an app.
 */
const REPO = "/repos/([^/]+/[^/]+)";

/** Routes of `github-server.mjs`: the third argument is the query. */
export const APPROVAL_ROUTES = [
  route(`${REPO}/pulls/(\\d+)`, ([, repo, number], { pulls = {} }) =>
    known(pulls[number], () => pull(repo, Number(number), pulls[number])),
  ),
  route(`${REPO}/pulls/(\\d+)/reviews`, ([, , number], { pulls = {} }, query) =>
    known(pulls[number], () => page((pulls[number].reviews ?? []).map(review), query)),
  ),
  route(`${REPO}/pulls/(\\d+)/commits`, ([, , number], { pulls = {} }, query) =>
    known(pulls[number], () => page(commitsOf(pulls[number]).slice(0, 250), query)),
  ),
  route(`${REPO}/commits/([0-9a-f]{40})/pulls`, ([, repo, sha], { pulls = {} }, query) =>
    page(
      Object.entries(pulls)
        .filter(([, { head, merge }]) => head === sha || merge === sha)
        .map(([number, facts]) => pull(repo, Number(number), facts)),
      query,
    ),
  ),
  route(`${REPO}/actions/runs/(\\d+)`, ([, repo, id], { runs = {} }) =>
    known(runs[id], () => ({
      id: Number(id),
      status: "in_progress",
      repository: { full_name: repo },
      head_sha: runs[id].head,
      actor: user(runs[id].actor),
      triggering_actor: user(runs[id].triggering ?? runs[id].actor),
      ...runs[id].odd,
    })),
  ),
  route(`${REPO}/actions/runs/(\\d+)/approvals`, ([, , id], { runs = {} }) =>
    known(runs[id], () =>
      (runs[id].approvals ?? []).map(({ by, state = "approved", environments }) => ({
        state,
        comment: "",
        user: user(by),
        environments: environments.map((name, index) => ({ id: index + 1, name })),
      })),
    ),
  ),
  route("/orgs/([^/]+)/teams/([^/]+)", ([, org, slug], { teams = {} }) =>
    known(teams[`${org}/${slug}`], () => ({ name: slug, slug })),
  ),
  route("/orgs/([^/]+)/teams/([^/]+)/memberships/([^/]+)", ([, org, slug, login], { teams = {} }) => {
    const state = teams[`${org}/${slug}`]?.[login];
    return known(state, () => ({ role: "member", state }));
  }),
];

function route(path, body) {
  return {
    method: "GET",
    path: new RegExp(`^${path}$`),
    answer: (match, facts, query) => {
      const found = body(match, facts, query);
      return found === undefined ? { status: 404, body: { message: "Not Found" } } : { status: 200, body: found };
    },
  };
}

function known(fact, make) {
  return fact === undefined ? undefined : make();
}

function page(all, query) {
  const size = Number(query.get("per_page") ?? 30);
  const number = Number(query.get("page") ?? 1);
  return all.slice((number - 1) * size, number * size);
}

function user(login) {
  if (login === null) return null;
  return { login, type: login.endsWith("[bot]") ? "Bot" : "User" };
}

function pull(repo, number, facts) {
  const { by, head, merge = null, mergedAt = null, state = mergedAt === null ? "open" : "closed" } = facts;
  return {
    number,
    state,
    merged_at: mergedAt,
    merge_commit_sha: merge,
    user: user(by),
    head: { sha: head },
    base: { ref: facts.into ?? "main", repo: { full_name: facts.base ?? repo, default_branch: "main" } },
    commits: commitsOf(facts).length,
    ...facts.odd,
  };
}

function commitsOf({ by, commits = [{ author: by }] }) {
  return commits.map(({ author, committer = "web-flow" }, index) => ({
    sha: String(index).padStart(40, "0"),
    author: typeof author === "string" ? user(author) : author,
    committer: typeof committer === "string" ? user(committer) : committer,
  }));
}

function review({ by, state = "APPROVED", commit, at = "2026-11-20T10:00:00Z", ...odd }, index) {
  const sent = state === "PENDING" ? {} : { submitted_at: at };
  return { id: index + 1, user: user(by), body: "", state, commit_id: commit, ...sent, ...odd };
}
