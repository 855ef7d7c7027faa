import { gateRun, type GateRun } from "../../../src/app/rego/evidence-run";
import type { GitHubEvent } from "../../../src/host/event";

const [BASE, HEAD, MERGE] = ["a", "b", "c"].map((digit) => digit.repeat(40)) as [string, string, string];
const ENV = {
  GITHUB_REPOSITORY: "acme/models",
  GITHUB_EVENT_NAME: "pull_request",
  GITHUB_ACTOR: "rita",
  GITHUB_BASE_REF: "main",
  GITHUB_HEAD_REF: "retrain",
  GITHUB_REF: "refs/pull/7/merge",
};
const PULL_REQUEST: GitHubEvent = {
  kind: "pull_request",
  name: "pull_request",
  number: 7,
  sha: MERGE,
  baseSha: BASE,
  headSha: HEAD,
};
const run = (more: Partial<GateRun>) =>
  gateRun({
    env: ENV,
    event: PULL_REQUEST,
    selection: {
      mode: "changes",
      files: [],
      missing: [],
      deleted: [],
      changedPaths: new Set(),
      notices: [],
      head: MERGE,
    },
    git: undefined,
    now: new Date("2026-11-21T12:00:00.500Z"),
    ...more,
  });

test("a pull request is about the commit that was proposed, not about the merge", () => {
  expect(run({})).toEqual({
    time: "2026-11-21T12:00:00Z",
    stage: "gate",
    subject: { repository: "acme/models", commit: HEAD, event: "pull_request" },
    actor: "rita",
    refs: { base: { name: "refs/heads/main", commit: BASE }, head: { name: "refs/heads/retrain", commit: HEAD } },
  });
});

test("a push is about its ref", () => {
  const env = {
    ...ENV,
    GITHUB_EVENT_NAME: "push",
    GITHUB_BASE_REF: "",
    GITHUB_HEAD_REF: "",
    GITHUB_REF: "refs/heads/main",
  };
  expect(run({ env, event: { kind: "push", name: "push", before: BASE, after: MERGE } })).toMatchObject({
    subject: { commit: MERGE, event: "push" },
    refs: { base: null, head: { name: "refs/heads/main", commit: MERGE } },
  });
});

test("outside of a workflow nothing is taken from the environment", () => {
  expect(run({ event: { kind: "none" } })).toMatchObject({
    subject: { repository: null, commit: MERGE, event: null },
    actor: null,
    refs: { base: null, head: { name: null, commit: MERGE } },
  });
});
