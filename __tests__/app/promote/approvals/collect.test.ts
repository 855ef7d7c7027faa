import { buildsFrom } from "../../../../src/app/promote/approvals/branches";
import { collectApprovals, type ApprovalsRequest } from "../../../../src/app/promote/approvals/collect";
import type { ApprovedSigner } from "../../../../src/core/approved-signer";
import type { RequiredApproval } from "../../../../src/core/policy";
import { createHttpClient } from "../../../../src/host/http";
import { decideApprovals } from "../../../../src/promotion/approvals";
import { startGitHubProcess, type GitHubProcess } from "../../../support/github-process";

const HEAD = "1".repeat(40);
const OLD = "2".repeat(40);
const MERGE = "3".repeat(40);
const TOKEN = "ghs_ofTheJob0123456789";
const POLICY_TOKEN = "ghp_ofThePolicy0123456789";

const role = (name: string, more: Partial<RequiredApproval> = {}): RequiredApproval => ({
  role: name,
  count: 1,
  people: [],
  teams: [],
  environments: [],
  signers: [],
  ...more,
});
const SECURITY = role("security", { people: ["ada"] });
const PLATFORM = role("platform", { people: ["bob"] });
const TWO = [SECURITY, PLATFORM];

/** Pull request 12, which brought the model's commit, approved by both. */
const PULL = {
  by: "carol",
  head: HEAD,
  merge: MERGE,
  mergedAt: "2026-11-20T12:00:00Z",
  commits: [{ author: "carol" }],
  reviews: [
    { by: "ada", commit: HEAD },
    { by: "bob", commit: HEAD },
  ],
};

let github: GitHubProcess;
const http = createHttpClient({ env: {} });
beforeAll(async () => (github = await startGitHubProcess()));
afterAll(async () => {
  await http.close();
  await github.close();
});

const request = (more: Partial<ApprovalsRequest> = {}): ApprovalsRequest => ({
  required: TWO,
  repository: "acme/models",
  commit: MERGE,
  token: TOKEN,
  offline: false,
  statements: [],
  keys: [],
  verify: { bundles: [], signers: [], offline: false },
  env: { GITHUB_API_URL: github.url },
  http: () => http,
  now: new Date("2026-11-21T12:00:00Z"),
  sleep: async () => undefined,
  ...more,
});
const collect = async (facts: object, more: Partial<ApprovalsRequest> = {}) => {
  await github.knows(facts);
  return collectApprovals(request(more));
};
/** The check that comes out of it. */
const decide = async (facts: object, more: Partial<ApprovalsRequest> = {}) =>
  decideApprovals(more.required ?? TWO, await collect(facts, more));
const pulls = (more: object = {}) => ({ pulls: { 12: { ...PULL, ...more } } });
const reviews = (...all: object[]) => pulls({ reviews: all });

describe("reviews", () => {
  test("of the pull request that the commit came with count, each for its role", async () => {
    const found = await decide(pulls());
    expect(found).toEqual({
      id: "approvals",
      status: "pass",
      evidence: [
        "security: ada, review of pull request 12 at 1111111",
        "platform: bob, review of pull request 12 at 1111111",
        "Asked: pull request 12 of acme/models at 1111111, merged 2026-11-20T12:00:00Z (reviews after that count)",
      ],
      problems: [],
    });
  });

  test.each<[string, object[], string]>([
    [
      "an older commit",
      [{ by: "ada", commit: OLD }],
      "ada, review of pull request 12 at 2222222: does not count, it is of 2222222, and the pull request has gone on to 1111111.",
    ],
    [
      "a dismissed one",
      [{ by: "ada", commit: HEAD, state: "DISMISSED" }],
      "ada, review of pull request 12 at 1111111: does not count, the review was dismissed.",
    ],
    [
      "one that was dismissed later",
      [
        { by: "ada", commit: HEAD },
        { by: "ada", commit: HEAD, state: "DISMISSED" },
      ],
      "ada, review of pull request 12 at 1111111: does not count, the review was dismissed.",
    ],
    [
      "an app",
      [{ by: "ada[bot]", commit: HEAD }],
      "ada[bot], review of pull request 12 at 1111111: does not count, ada[bot] is no person.",
    ],
    [
      "somebody else",
      [{ by: "eve", commit: HEAD }],
      "eve, review of pull request 12 at 1111111: does not count, eve is not one of those named for a role.",
    ],
    [
      "an organisation",
      [{ by: "x", commit: HEAD, user: { login: "ada", type: "Organization" } }],
      "ada, review of pull request 12 at 1111111: does not count, ada is no person.",
    ],
    [
      "an app that is called a user",
      [{ by: "x", commit: HEAD, user: { login: "ada[bot]", type: "User" } }],
      "ada[bot], review of pull request 12 at 1111111: does not count, ada[bot] is no person.",
    ],
    ["a remark", [{ by: "ada", commit: HEAD, state: "COMMENTED" }], ""],
    ["what was not sent yet", [{ by: "ada", commit: HEAD, state: "PENDING" }], ""],
    ["nobody", [], ""],
  ])("do not count: %s", async (_, given, words) => {
    const { status, problems } = await decide(reviews({ by: "bob", commit: HEAD }, ...given));
    expect(status).toBe("fail");
    expect(problems).toEqual([
      "security: nobody has approved who may. Who may: ada by a review of the pull request.",
      ...(words === "" ? [] : [words]),
    ]);
  });

  test.each<[string, object, string]>([
    ["opened it", { by: "Ada" }, "ada opened pull request 12"],
    [
      "authored a commit",
      { commits: [{ author: "carol" }, { author: "ADA" }] },
      "ada wrote a commit of pull request 12",
    ],
    ["committed one", { commits: [{ author: "carol", committer: "ada" }] }, "ada wrote a commit of pull request 12"],
  ])("of one who %s do not count", async (_, more, words) => {
    const { status, problems } = await decide(pulls(more));
    expect(status).toBe("fail");
    expect(problems.join(" ")).toContain(`does not count, ${words}.`);
  });

  test("of one person do not count for two roles", async () => {
    const required = [SECURITY, role("platform", { people: ["ADA"] })];
    const { status, problems } = await decide(pulls(), { required });
    expect(status).toBe("fail");
    expect(problems[0]).toBe(
      "security and platform: take 2 different people, since nobody approves for two roles, and only ada approved.",
    );
  });

  test("a remark does not undo an approval, and a second approval does a rejection", async () => {
    const remark = { by: "ada", commit: HEAD, state: "COMMENTED" };
    expect((await decide(reviews(...PULL.reviews, remark))).status).toBe("pass");
    const first = { by: "ada", commit: OLD, state: "CHANGES_REQUESTED" };
    expect((await decide(reviews(first, ...PULL.reviews))).status).toBe("pass");
  });

  test("who may approve and asks for changes stops it, on whatever commit; others do not", async () => {
    const required = [role("security", { people: ["ada", "dan"] }), PLATFORM];
    const against = (by: string) => reviews(...PULL.reviews, { by, commit: OLD, state: "CHANGES_REQUESTED" });
    const { status, problems } = await decide(against("DAN"), { required });
    expect(status).toBe("fail");
    expect(problems).toEqual(["DAN asked for changes in pull request 12 and has not taken that back."]);
    expect((await decide(against("eve"), { required })).status).toBe("pass");
  });

  test("after the merge count, and are called that", async () => {
    const late = { by: "ada", commit: HEAD, at: "2026-11-20T12:00:01Z" };
    const { status, evidence } = await decide(reviews(late, { by: "bob", commit: HEAD }));
    expect(status).toBe("pass");
    expect(evidence[0]).toBe("security: ada, review of pull request 12 after the merge at 1111111");
  });

  test("tell of commits whose author GitHub does not know", async () => {
    const { asked } = await collect(pulls({ commits: [{ author: null }, { author: {} }, { author: "carol" }] }));
    expect(asked[0]).toMatch(/; 2 commits are by an address that GitHub knows no account of$/);
  });
});

describe("the pull request", () => {
  const event = (number: number, more: object = {}) => {
    const { mkdtempSync, writeFileSync } = jest.requireActual<typeof import("node:fs")>("node:fs");
    const path = `${mkdtempSync(`${process.env["TMPDIR"] ?? "/tmp"}/approvals-`)}/event.json`;
    const shas = { base: { sha: OLD }, head: { sha: HEAD } };
    writeFileSync(path, JSON.stringify({ number, pull_request: { number, ...shas } }));
    return {
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_NAME: "pull_request_review",
      GITHUB_EVENT_PATH: path,
      GITHUB_SHA: MERGE,
      GITHUB_REPOSITORY: "Acme/Models",
      ...more,
    };
  };
  const open = { ...PULL, mergedAt: null };

  test("is the one that was named, before that of the event, before that of the commit", async () => {
    const facts = { pulls: { 12: PULL, 13: open, 14: open } };
    expect((await collect(facts, { env: event(13) })).asked[0]).toContain("pull request 13 ");
    expect((await collect(facts, { env: event(13), pullRequest: 14 })).asked[0]).toContain("pull request 14 ");
    const elsewhere = event(13, { GITHUB_REPOSITORY: "acme/other" });
    expect((await collect(facts, { env: elsewhere })).asked[0]).toContain("pull request 12 ");
  });

  test("may have the commit as its head", async () => {
    expect((await decide(pulls(), { commit: HEAD })).status).toBe("pass");
  });

  test.each<[string, object, Partial<ApprovalsRequest>, RegExp]>([
    ["none", { pulls: {} }, {}, /no merged pull request has 3333333 as its head or its merge commit.*--pull-request/],
    ["only an open one", { pulls: { 13: open } }, {}, /no merged pull request has 3333333/],
    ["one of a fork's parent", pulls({ base: "other/models" }), {}, /no merged pull request has 3333333/],
    ["two", { pulls: { 12: PULL, 9: PULL } }, {}, /3333333 is of several pull requests \(9, 12\)/],
    ["no commit", pulls(), { commit: undefined as never }, /No verified provenance says from which commit/],
    ["no repository", pulls(), { repository: undefined as never }, /No verified provenance says from which commit/],
    ["an odd repository", pulls(), { repository: "acme/../x" }, /"acme\/..\/x" is no repository of GitHub's/],
  ])("is not known: %s", async (_, facts, more, words) => {
    const { status, problems } = await decide(facts, more);
    expect(status).toBe("unknown");
    expect(problems[0]).toMatch(words);
  });

  test("that is about another commit, or was dropped, has reviews that do not count and rejections that do not stop", async () => {
    const against = { by: "ada", commit: HEAD, state: "CHANGES_REQUESTED" };
    const other = { head: OLD, merge: null, mergedAt: null, reviews: [against, { by: "bob", commit: OLD }] };
    const { status, problems } = await decide(pulls(other), { pullRequest: 12 });
    expect(status).toBe("fail");
    expect(problems.join("\n")).toContain("pull request 12 is about 2222222, and the model was built at 3333333");
    expect(problems.join("\n")).not.toContain("asked for changes");
    const dropped = await decide(pulls({ mergedAt: null, state: "closed" }), { pullRequest: 12, commit: HEAD });
    expect(dropped).toMatchObject({ status: "fail" });
    expect(dropped.problems.join("\n")).toContain("pull request 12 was closed and not merged");
  });

  test("that goes into somebody's own branch approves of nothing: reviewers saw only what that branch had not", async () => {
    const { status, problems } = await decide(pulls({ into: "mallory/base" }));
    expect(status).toBe("fail");
    expect(problems.join("\n")).toContain("pull request 12 goes into mallory/base, which is not the default branch");
    const refs = ["refs/heads/release/*"];
    const builder = { workflow: "Acme/models/.github/workflows/build.yml", refs };
    const into = (branch: string, builders: readonly ApprovedSigner[]) =>
      decide(pulls({ into: branch }), { buildsFrom: buildsFrom(builders, "acme/models") });
    expect((await into("release/1", [builder])).status).toBe("pass");
    expect((await into("mallory/base", [builder])).status).toBe("fail");
    expect((await into("release/1", [{ workflow: "acme/ci/.github/workflows/b.yml", refs }])).status).toBe("fail");
    const called = { workflow: "acme/ci/.github/workflows/b.yml", refs: ["refs/tags/v1"], sourceRefs: refs };
    expect((await into("release/1", [called])).status).toBe("pass");
    const { status: odd } = await decide(pulls({ odd: { base: { repo: { full_name: "acme/models" } } } }));
    expect(odd).toBe("unknown");
  });

  test("is not asked for where the model is not of one commit", async () => {
    const more = { commit: undefined as never, why: "The weights were built at several commits" };
    const { status, problems } = await decide(pulls(), more);
    expect([status, problems[0]]).toEqual(["unknown", expect.stringContaining("built at several commits")]);
  });
});

describe("teams", () => {
  const required = [role("security", { teams: ["acme/security"] }), PLATFORM];
  const more = { required, policyToken: POLICY_TOKEN };
  const facts = { ...pulls(), teams: { "acme/security": { ada: "active" } } };

  test("are asked for those who approved only, with the policy's token", async () => {
    const old = { by: "eve", commit: OLD };
    expect((await decide({ ...facts, ...reviews(...PULL.reviews, old) }, more)).status).toBe("pass");
    const asked = (await github.seen()).filter(({ path }) => path.startsWith("/orgs/"));
    expect(asked.map(({ path }) => path).sort()).toEqual([
      "/orgs/acme/teams/security",
      "/orgs/acme/teams/security/memberships/ada",
      "/orgs/acme/teams/security/memberships/bob",
    ]);
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${POLICY_TOKEN}`]));
  });

  test("have members who are active, not invited ones", async () => {
    const { status, problems } = await decide({ ...facts, teams: { "acme/security": { ada: "pending" } } }, more);
    expect(status).toBe("fail");
    expect(problems[0]).toContain("Who may: members of acme/security by a review of the pull request.");
  });

  test("that cannot be read leave it open, since a 404 is no word about a member then", async () => {
    const { status, problems } = await decide({ ...facts, teams: {} }, more);
    expect(status).toBe("unknown");
    expect(problems[0]).toContain("/orgs/acme/teams/security: not found (404)");
    expect(problems[0]).toContain("read:org");
  });

  test("are not asked without a token, which leaves it open", async () => {
    const { status, problems } = await decide(facts, { required });
    expect(status).toBe("unknown");
    expect(problems[0]).toContain("it takes a policy-token");
  });

  test("are not asked for more people than there should be", async () => {
    const crowd = Array.from({ length: 501 }, (_, index) => ({ by: `p${index}`, commit: HEAD }));
    const { status, problems } = await decide({ ...facts, ...reviews(...crowd) }, more);
    expect(status).toBe("unknown");
    expect(problems[0]).toContain("more than 500 memberships of teams");
  });

  test("have members whose rejection stops it", async () => {
    const against = { by: "ada", commit: HEAD, state: "CHANGES_REQUESTED" };
    const { status, problems } = await decide({ ...facts, ...reviews(against) }, more);
    expect(status).toBe("fail");
    expect(problems[0]).toBe("ada asked for changes in pull request 12 and has not taken that back.");
  });
});

describe("environments", () => {
  const required = [
    role("security", { environments: ["Release"] }),
    role("platform", { environments: ["production"] }),
  ];
  const env = () => ({
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: "acme/deploy",
    GITHUB_RUN_ID: "99",
    GITHUB_ACTOR: "erin",
  });
  const BOTH = [
    { by: "ada", environments: ["release"] },
    { by: "bob", environments: ["staging", "production"] },
  ];
  const runs = (approvals: object[], more: object = {}) => ({
    runs: { 99: { head: HEAD, actor: "carol", triggering: "dan", approvals, ...more } },
  });

  test("that were approved in this run count for the roles that name them", async () => {
    const { status, evidence } = await decide(runs(BOTH), { required, env: env() });
    expect(status).toBe("pass");
    expect(evidence).toEqual([
      "security: ada, environment release of run 99 at 1111111",
      "platform: bob, environment production of run 99 at 1111111",
      "Asked: run 99 of acme/deploy at 1111111",
    ]);
  });

  test.each(["carol", "dan", "erin", "CAROL"])("do not count where %s, who started the run, approved", async (by) => {
    const { status, problems } = await decide(runs([BOTH[1]!, { by, environments: ["release"] }]), {
      required,
      env: env(),
    });
    expect(status).toBe("fail");
    expect(problems.join("\n")).toContain(`does not count, ${by} started run 99.`);
  });

  test.each<[string, object[], string, string]>([
    [
      "a rejection",
      [...BOTH, { by: "eve", state: "rejected", environments: ["staging"] }],
      "fail",
      "eve rejected staging in run 99.",
    ],
    [
      "only a remark",
      [BOTH[0]!, { by: "bob", state: "pending", environments: ["production"] }],
      "fail",
      "platform: nobody",
    ],
    ["one person", [{ by: "ada", environments: ["release", "production"] }], "fail", "take 2 different people"],
    ["an app", [BOTH[0]!, { by: "bot[bot]", environments: ["production"] }], "fail", "bot[bot] is no person"],
    [
      "nobody",
      [],
      "fail",
      "security: nobody has approved who may. Who may: reviewers of the environment Release in this run.",
    ],
    ["a person who is gone", [...BOTH, { by: null, environments: ["staging"] }], "unknown", "does not know any more"],
    ["another state", [...BOTH, { by: "ada", state: "maybe", environments: ["release"] }], "unknown", "state is maybe"],
    ["too many", Array.from({ length: 1001 }, () => BOTH[0]!), "unknown", "has more than 1000 entries"],
  ])("that have %s do not do", async (_, approvals, status, words) => {
    const found = await decide(runs(approvals), { required, env: env() });
    expect(found.status).toBe(status);
    expect(found.problems.join("\n")).toContain(words);
  });

  test.each([
    ["of another run", { id: 98 }, "run 99 is another one"],
    ["without a starter", { actor: null }, "run 99: its actor is an account that GitHub does not know any more"],
    ["of no commit", { head_sha: "main" }, "run 99: its head_sha is no full commit"],
    ["of a run that is over", { status: "completed" }, "run 99 of acme/deploy is over, so it is not this one"],
    ["of another repository", { repository: { full_name: "mallory/deploy" } }, "run 99 is of another repository"],
    ["of a run that does not say how it is", { status: null }, "run 99: its status is no text"],
  ])("%s are not known", async (_, odd, words) => {
    const { status, problems } = await decide(runs(BOTH, { odd }), { required, env: env() });
    expect(status).toBe("unknown");
    expect(problems[0]).toContain(words);
  });

  test("outside of a workflow run are not asked, and what is missing may be there", async () => {
    const { status, evidence } = await decide(runs(BOTH), { required });
    expect(status).toBe("unknown");
    expect(evidence.join()).toContain("this is no workflow run of GitHub's");
  });

  test("do not count where the author of the change approved, whom the pull request names", async () => {
    const mixed = [role("security", { people: ["ada"] }), role("platform", { environments: ["production"] })];
    const facts = { ...runs(BOTH), ...pulls({ by: "bob", reviews: [{ by: "ada", commit: HEAD }] }) };
    const { status, problems } = await decide(facts, { required: mixed, env: env() });
    expect(status).toBe("fail");
    expect(problems.join("\n")).toContain("does not count, bob opened pull request 12.");
  });
});

describe("an answer that cannot be used leaves it open, whatever else is there", () => {
  const everything = { ...pulls(), runs: { 99: { head: HEAD, actor: "carol", approvals: [] } } };
  const required = [...TWO, role("release", { environments: ["production"] })];
  const env = () => ({ GITHUB_API_URL: github.url, GITHUB_REPOSITORY: "acme/models", GITHUB_RUN_ID: "99" });
  const PATHS = [
    "/commits/[0-9a-f]+/pulls$",
    "/pulls/12$",
    "/reviews$",
    "/pulls/12/commits$",
    "/runs/99$",
    "/approvals$",
  ];

  test.each(
    PATHS.flatMap((path) =>
      [
        [403, "{}", path.includes("runs") || path.includes("approvals") ? "actions: read" : "pull-requests: read"],
        [404, "{}", "not found (404)"],
        [500, "{}", "it does not answer (500)"],
        [200, "<html>", "is no JSON"],
        [200, '"text"', ""],
        [200, "null", ""],
        [200, '[{"state":7,"user":{"login":7}}]', ""],
        [200, '{"id":1,"number":1}', ""],
      ].map(([status, text, words]) => [path, status, text, words] as const),
    ),
  )("%s: %s %s", async (path, status, text, words) => {
    const { status: found, problems } = await decide(
      { ...everything, faults: [{ path, status, text }] },
      {
        required,
        env: env(),
      },
    );
    expect(found).toBe("unknown");
    expect(problems[0]).toMatch(/^Approvals could not be asked for: /);
    expect(problems[0]).toContain(words);
    expect(problems.join("\n")).not.toContain(TOKEN);
  });

  test("a server that hangs", async () => {
    await github.knows({ ...everything, faults: [{ path: "/reviews$" }] });
    const soon = {
      ...http,
      request: (asked: Parameters<typeof http.request>[0]) => http.request({ ...asked, timeoutMs: 2_000 }),
    };
    const found = decideApprovals(TWO, await collectApprovals(request({ http: () => soon })));
    expect(found.status).toBe("unknown");
    expect(found.problems[0]).toContain("/reviews");
  });

  test.each<[string, object, string]>([
    [
      "1,001 reviews",
      reviews(...Array.from({ length: 1001 }, () => ({ by: "ada", commit: HEAD }))),
      "more than 1000 entries",
    ],
    [
      "commits that GitHub does not list",
      pulls({ commits: Array.from({ length: 251 }, () => ({ author: "carol" })) }),
      "has 251 commits, and GitHub lists 250",
    ],
    [
      "an author who is gone",
      pulls({ by: null, commits: [] }),
      "pull request 12: its user is an account that GitHub does not know any more",
    ],
    ["an approval by one who is gone", reviews({ by: null, commit: HEAD }), "does not know any more"],
    [
      "an approval of no commit",
      reviews({ by: "ada", commit: null }),
      "the commit_id of ada's approval is no full commit",
    ],
    ["a short commit", reviews({ by: "ada", commit: "1111111" }), "is no full commit"],
    ["another state", reviews({ by: "ada", commit: HEAD, state: "LGTM" }), "a review's state is LGTM"],
    ["no time", reviews({ by: "ada", commit: HEAD, at: "yesterday" }), "the time of ada's review is no time"],
    ["a head that is no commit", pulls({ odd: { head: { sha: "main" } } }), "its head.sha is no full commit"],
    ["another pull request", pulls({ odd: { number: 13 } }), "pull request"],
    ["a number of commits that is none", pulls({ odd: { commits: "1" } }), "its commits is no number"],
    [
      "a login that is a path",
      reviews({ by: "ada", commit: HEAD, user: { login: "../x", type: "User" } }),
      "has no login",
    ],
  ])("%s", async (_, facts, words) => {
    const { status, problems } = await decide(facts, { pullRequest: 12 });
    expect(status).toBe("unknown");
    expect(problems[0]).toContain(words);
  });

  test("no token is in any word, and none goes where it is not for", async () => {
    const teams = [role("security", { teams: ["acme/security"] })];
    const found = await collect({ ...pulls(), teams: {} }, { required: teams, policyToken: POLICY_TOKEN });
    expect(JSON.stringify(found)).not.toMatch(/gh[sp]_/);
    const asked = await github.seen();
    expect(
      asked
        .filter(({ path }) => path.startsWith("/repos/"))
        .every(({ authorization }) => authorization === `Bearer ${TOKEN}`),
    ).toBe(true);
  });
});

describe("offline", () => {
  test("nobody is asked, and what is missing may be there", async () => {
    await github.seen();
    const { status, evidence } = await decide(pulls(), { offline: true });
    expect(status).toBe("unknown");
    expect(evidence).toEqual(["Not asked: offline: no review was asked for"]);
    expect(await github.seen()).toEqual([]);
  });
});
