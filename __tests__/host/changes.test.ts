import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decideChanges, type ChangeOptions, type Comparison } from "../../src/host/changes";
import { readEvent, type GitHubEvent } from "../../src/host/event";
import { selectFiles } from "../../src/host/select";
import { openWorkspace } from "../../src/host/workspace";
import { removeRepos, temporaryDirectory, TestRepo } from "../support/repo";

afterAll(removeRepos);

const ZEROS = "0".repeat(40);

/** main: m1, m2 (touches other.bin); topic: from m1, adds models/new.pkl; merge of topic into main. */
function pullRequest() {
  const repo = TestRepo.create();
  const m1 = repo.write({ "keep.pkl": "keep", "other.bin": "1" }).commit("m1");
  repo.git("checkout", "-q", "-b", "topic");
  const head = repo.write({ "models/new.pkl": "new" }).commit("topic");
  repo.git("checkout", "-q", "main");
  const m2 = repo.write({ "other.bin": "2" }).commit("m2");
  const merge = repo.mergeCommit("main", "topic");
  repo.git("update-ref", "refs/pull/1/merge", merge);
  return { repo, m1, m2, head, merge };
}

function event(name: string, payload: unknown, sha: string): GitHubEvent {
  const path = join(temporaryDirectory(), "event.json");
  writeFileSync(path, JSON.stringify(payload));
  return readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_SHA: sha });
}

function prEvent(name: string, base: string, head: string, sha: string, merge?: string): GitHubEvent {
  return event(
    name,
    {
      number: 1,
      pull_request: { number: 1, merge_commit_sha: merge ?? null, base: { sha: base }, head: { sha: head } },
    },
    sha,
  );
}

async function decide(repo: TestRepo, event: GitHubEvent, options: Partial<ChangeOptions> = {}): Promise<Comparison> {
  const { git } = openWorkspace(repo.root, process.env);
  if (!git) throw new Error("no git");
  return decideChanges({ git, event, ...options });
}

async function files(repo: TestRepo, event: GitHubEvent, options: Partial<ChangeOptions> = {}): Promise<string[]> {
  const comparison = await decide(repo, event, options);
  return selectFiles(openWorkspace(repo.root, process.env), comparison).files.map((file) => file.path);
}

describe("a pull request", () => {
  test("at the merge commit is compared with its first parent", async () => {
    const { repo, m2, head, merge } = pullRequest();
    expect(await decide(repo, prEvent("pull_request", m2, head, merge))).toMatchObject({
      kind: "commits",
      base: m2,
      head: merge,
    });
    expect(await files(repo, prEvent("pull_request", m2, head, merge))).toEqual(["models/new.pkl"]);
  });

  test("with a payload that is older than the merge commit: the commit decides", async () => {
    const { repo, m1, m2, head, merge } = pullRequest();
    expect(await decide(repo, prEvent("pull_request", m1, head, merge, m1))).toMatchObject({
      kind: "commits",
      base: m2,
    });
  });

  test("in a shallow clone: the first parent is fetched, and the clone stays as shallow as it was", async () => {
    const { repo, m2, head, merge } = pullRequest();
    const clone = repo.checkout(merge, 1);
    expect(await files(clone, prEvent("pull_request", m2, head, merge))).toEqual(["models/new.pkl"]);
    expect(clone.git("rev-parse", "--is-shallow-repository")).toBe("true");
    expect(clone.git("status", "--porcelain")).toBe("");
  });

  test("in a full clone that lacks the base: it is fetched without making the clone shallow", async () => {
    const { repo, m1, head } = pullRequest();
    const clone = repo.checkout(head);
    repo.git("checkout", "-q", "main");
    const m3 = repo.write({ "late.bin": "3" }).commit("m3");
    const compare = async () => m3;
    expect(await decide(clone, prEvent("pull_request", m3, head, head), { compare })).toMatchObject({
      kind: "commits",
      base: m3,
    });
    expect(clone.git("rev-parse", "--is-shallow-repository")).toBe("false");
    expect(clone.git("log", "--format=%H", head)).toContain(m1);
  });

  test("at its own head: the compare API names the base, asked for the base and head of the event", async () => {
    const { repo, m1, m2, head } = pullRequest();
    const clone = repo.checkout(head, 1);
    const asked: string[][] = [];
    const compare = async (a: string, b: string) => (asked.push([a, b]), m1);
    expect(await files(clone, prEvent("pull_request", m2, head, head), { compare })).toEqual(["models/new.pkl"]);
    expect(asked).toEqual([[m2, head]]);
  });

  test("at its own head, and the API fails: a full clone knows the merge base itself", async () => {
    const { repo, m1, m2, head } = pullRequest();
    repo.git("checkout", "-q", "topic");
    const compare = async () => Promise.reject(new Error("status 500"));
    expect(await decide(repo, prEvent("pull_request", m2, head, head), { compare })).toMatchObject({
      kind: "commits",
      base: m1,
    });
  });

  test("at its own head, shallow, and the API fails: incomplete, and what to do", async () => {
    const { repo, m2, head } = pullRequest();
    const clone = repo.checkout(head, 1);
    const compare = async () => Promise.reject(new Error("status 500"));
    const comparison = await decide(clone, prEvent("pull_request", m2, head, head), { compare });
    const selection = selectFiles(openWorkspace(clone.root, process.env), comparison);
    expect(selection.files).toEqual([]);
    expect(selection.changesUnknown).toBe(true);
    expect(selection.incomplete).toMatch(/merge base .* is not known: status 500\. .*fetch-depth: 0.*base-ref/);
  });

  test("whose base cannot be fetched: incomplete", async () => {
    const { repo, m2, head, merge } = pullRequest();
    const clone = repo.checkout(merge, 1);
    clone.git("remote", "set-url", "origin", "file:///nowhere/at/all");
    const comparison = await decide(clone, prEvent("pull_request", m2, head, merge));
    expect(comparison).toMatchObject({ kind: "unknown-base", reason: expect.stringContaining("could not be fetched") });
  });

  test("whose checkout is something else: incomplete", async () => {
    const { repo, m1, m2, head, merge } = pullRequest();
    repo.git("checkout", "-q", "--detach", m1);
    expect(await decide(repo, prEvent("pull_request", m2, head, merge))).toMatchObject({
      kind: "wrong-head",
      reason: expect.stringContaining("neither the head of this pull_request event"),
    });
  });
});

describe("pull_request_target", () => {
  test("checks out the base: incomplete, with the reason", async () => {
    const { repo, m2, head, merge } = pullRequest();
    repo.git("checkout", "-q", "main");
    const comparison = await decide(repo, prEvent("pull_request_target", m2, head, m2, merge));
    const selection = selectFiles(openWorkspace(repo.root, process.env), comparison);
    expect(selection.incomplete).toMatch(
      /pull_request_target checks out the base branch: run the gate on pull_request/,
    );
    expect(selection.files).toEqual([]);
  });

  test("with the merge commit or the head checked out on purpose", async () => {
    const { repo, m1, m2, head, merge } = pullRequest();
    expect(await decide(repo, prEvent("pull_request_target", m2, head, m2, merge))).toMatchObject({
      kind: "commits",
      base: m2,
    });
    expect(await decide(repo, prEvent("pull_request_target", m2, head, m2))).toMatchObject({
      kind: "commits",
      base: m2,
    });
    repo.git("checkout", "-q", "topic");
    expect(await decide(repo, prEvent("pull_request_target", m2, head, m2, merge))).toMatchObject({
      kind: "commits",
      base: m1,
    });
  });

  test("a merge that the author pushed after the event, with a parent that already has the model", async () => {
    const { repo, m2, head } = pullRequest();
    repo.git("checkout", "-q", "--detach", m2);
    repo.write({ "models/evil.pkl": "evil" }).commit("a base of the author's own");
    const crafted = repo.mergeCommit("HEAD", head);
    expect(crafted).toBe(repo.head());
    expect(await decide(repo, prEvent("pull_request_target", m2, head, m2))).toMatchObject({ kind: "wrong-head" });
  });
});

test("a merge group is compared by its own base and head", async () => {
  const { repo, m2, merge } = pullRequest();
  const group = { merge_group: { base_sha: m2, head_sha: merge } };
  expect(await decide(repo.checkout(merge, 1), event("merge_group", group, merge))).toMatchObject({
    kind: "commits",
    base: m2,
    head: merge,
  });
  repo.git("checkout", "-q", "main");
  expect(await decide(repo, event("merge_group", group, merge))).toMatchObject({ kind: "wrong-head" });
});

describe("a push", () => {
  test("is compared with the commit before it", async () => {
    const { repo, m1, m2 } = pullRequest();
    const clone = repo.checkout(m2, 1);
    expect(await files(clone, event("push", { before: m1, after: m2 }, m2))).toEqual(["other.bin"]);
  });

  test.each([
    ["zeros", ZEROS, "no commit before it"],
    ["a commit that is gone", "1".repeat(40), "is not to be had"],
  ])("after %s: the whole tree, and says so", async (_, before, words) => {
    const { repo, m2 } = pullRequest();
    const clone = repo.checkout(m2, 1);
    const comparison = await decide(clone, event("push", { before, after: m2 }, m2));
    expect(comparison).toMatchObject({ kind: "tree", notices: [expect.stringContaining(words)] });
    const selection = selectFiles(openWorkspace(clone.root, process.env), comparison);
    expect(selection.mode).toBe("tree");
    expect(selection.files.map((file) => file.path)).toEqual(["keep.pkl", "other.bin"]);
  });
});

test.each(["schedule", "workflow_dispatch", "release"])("%s: the whole tree", async (name) => {
  const { repo, merge } = pullRequest();
  expect(await decide(repo, event(name, {}, merge))).toEqual({ kind: "tree", head: merge, notices: [] });
});

describe("base-ref and head-ref", () => {
  test("decide instead of the event", async () => {
    const { repo, m1, m2, head, merge } = pullRequest();
    repo.git("checkout", "-q", "topic");
    const target = prEvent("pull_request_target", m2, "2".repeat(40), m2, merge);
    expect(await decide(repo, target, { baseRef: "main", headRef: head })).toMatchObject({
      kind: "commits",
      base: m1,
      head,
    });
    expect(await decide(repo, event("schedule", {}, head), { baseRef: m1 })).toMatchObject({
      kind: "commits",
      base: m1,
      head,
    });
  });

  test("fetch a commit by name where it is missing", async () => {
    const { repo, m1, head } = pullRequest();
    const clone = repo.checkout(head, 1);
    expect(await decide(clone, event("schedule", {}, head), { baseRef: m1 })).toMatchObject({
      kind: "commits",
      base: m1,
      notices: [expect.stringContaining("share no commit that this clone knows")],
    });
  });

  test("fetch a branch by name in a shallow clone, and ask the API what both share", async () => {
    const { repo, m1, m2, head } = pullRequest();
    const clone = repo.checkout(head, 1);
    const asked: string[][] = [];
    const compare = async (a: string, b: string) => (asked.push([a, b]), m1);
    expect(await decide(clone, event("schedule", {}, head), { baseRef: "main", compare })).toEqual({
      kind: "commits",
      base: m1,
      head,
      notices: [],
    });
    expect(asked).toEqual([[m2, head]]);
    expect(clone.git("rev-parse", "--is-shallow-repository")).toBe("true");
  });

  test("that are nothing: wrong configuration; a head that is not checked out: incomplete", async () => {
    const { repo, m1, merge } = pullRequest();
    await expect(decide(repo, { kind: "none" }, { baseRef: "--upload-pack=x" })).rejects.toThrow(
      /--base: --upload-pack=x is no commit/,
    );
    await expect(decide(repo, event("schedule", {}, merge), { baseRef: "nope" })).rejects.toThrow(/base-ref: nope/);
    await expect(decide(repo, event("schedule", {}, merge), { baseRef: "a..b:c" })).rejects.toThrow(
      /no name of a branch/,
    );
    expect(await decide(repo, event("schedule", {}, merge), { headRef: m1 })).toMatchObject({ kind: "wrong-head" });
  });
});

describe("on a laptop", () => {
  test("--base: what differs from the merge base, committed, staged, changed or untracked, not ignored", async () => {
    const { repo, m1 } = pullRequest();
    repo.git("checkout", "-q", "topic");
    repo.write({
      ".gitignore": "ignored.pkl\n",
      "keep.pkl": "changed",
      "fresh.pkl": "x",
      "ignored.pkl": "x",
      "staged.pkl": "x",
    });
    repo.git("add", "staged.pkl");
    expect(await decide(repo, { kind: "none" }, { baseRef: "main" })).toMatchObject({ kind: "work-tree", base: m1 });
    expect(await files(repo, { kind: "none" }, { baseRef: "main" })).toEqual([
      ".gitignore",
      "fresh.pkl",
      "keep.pkl",
      "models/new.pkl",
      "staged.pkl",
    ]);
  });

  test("without a base: the whole tree, untracked files too, from the directory given", async () => {
    const { repo } = pullRequest();
    repo.write({ ".gitignore": "ignored.pkl\n", "models/fresh.pkl": "x", "models/ignored.pkl": "x" });
    expect(await files(repo, { kind: "none" })).toEqual([
      ".gitignore",
      "keep.pkl",
      "models/fresh.pkl",
      "models/new.pkl",
      "other.bin",
    ]);
    const workspace = openWorkspace(join(repo.root, "models"), process.env);
    expect(workspace).toMatchObject({ root: repo.root, scope: "models" });
    const selection = selectFiles(workspace, { kind: "tree", notices: [] });
    expect(selection.files.map((file) => file.path)).toEqual(["models/fresh.pkl", "models/new.pkl"]);
  });

  test("a repository without a commit, and a directory without a repository", async () => {
    const empty = TestRepo.create().write({ "a.pkl": "a" });
    expect(await files(empty, { kind: "none" })).toEqual(["a.pkl"]);
    const plain = temporaryDirectory();
    mkdirSync(join(plain, "sub"));
    writeFileSync(join(plain, "sub", "b.pkl"), "b");
    const workspace = openWorkspace(plain, process.env);
    expect(workspace.git).toBeUndefined();
    expect(selectFiles(workspace, undefined)).toMatchObject({ mode: "tree", files: [{ path: "sub/b.pkl" }] });
  });
});

describe("without git", () => {
  const nothing = temporaryDirectory();

  test("a pull request is incomplete: what is here may be another commit", async () => {
    const { m2, head, merge } = pullRequest();
    for (const name of ["pull_request", "pull_request_target"]) {
      const comparison = await decideChanges({ git: undefined, event: prEvent(name, m2, head, merge) });
      const selection = selectFiles(openWorkspace(nothing, process.env), comparison);
      expect(selection.incomplete).toMatch(/no git repository here .* Run actions\/checkout before this step/);
      expect(selection.changesUnknown).toBe(true);
    }
  });

  test("without an event: the directory; a base cannot be compared with", async () => {
    expect(await decideChanges({ git: undefined, event: { kind: "none" } })).toEqual({ kind: "tree", notices: [] });
    await expect(decideChanges({ git: undefined, event: { kind: "none" }, baseRef: "main" })).rejects.toThrow(
      /no git repository here to compare main in/,
    );
  });
});

describe("hostile surroundings", () => {
  test("hooks, fsmonitor and GIT_ variables of a caller are not followed", async () => {
    const { repo, m2, head, merge } = pullRequest();
    const clone = repo.checkout(merge, 1);
    const mark = join(temporaryDirectory(), "ran");
    clone.git("config", "core.fsmonitor", `touch ${mark}; false`);
    writeFileSync(join(clone.root, ".git/hooks/reference-transaction"), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    const workspace = openWorkspace(clone.root, {
      ...process.env,
      GIT_DIR: "/nowhere",
      GIT_INDEX_FILE: "/nowhere/index",
    });
    if (!workspace.git) throw new Error("no git");
    const comparison = await decideChanges({ git: workspace.git, event: prEvent("pull_request", m2, head, merge) });
    expect(selectFiles(workspace, comparison).files).toHaveLength(1);
    expect(existsSync(mark)).toBe(false);
  });

  test("a token in the remote's address is not repeated", async () => {
    const { repo, m2, head, merge } = pullRequest();
    const clone = repo.checkout(merge, 1);
    clone.git("remote", "set-url", "origin", "https://x:s3cret@127.0.0.1:1/none");
    const comparison = await decide(clone, prEvent("pull_request", m2, head, merge));
    expect(JSON.stringify(comparison)).toContain("127.0.0.1");
    expect(JSON.stringify(comparison)).not.toContain("s3cret");
  });
});
