import { commentBody, commentMarker } from "../../../src/app/pull-request/comment-body";
import { keepComment, type CommentToKeep } from "../../../src/app/pull-request/keep-comment";
import { annotate, comment } from "../../../src/app/pull-request/tell";
import { GitHubFailure, type GitHubFailureKind } from "../../../src/core/github";
import type { CheckRun, Conversation, PostedComment } from "../../../src/core/github-conversation";
import { failing, manyFindings, readReport } from "../../report/fixtures";

const BOT = "github-actions[bot]";
const HEAD = "a".repeat(40);
const ENV = { GITHUB_WORKFLOW_REF: "acme/models/.github/workflows/gate.yml@refs/pull/1/merge", GITHUB_JOB: "gate" };
const MARKER = commentMarker(ENV);

/** A pull request's conversation in memory, and what was asked of it. */
function conversation(posted: PostedComment[], speaker = BOT) {
  const asked: string[] = [];
  const note = <T>(what: string, value: T): Promise<T> => (asked.push(what), Promise.resolve(value));
  const talk: Conversation = {
    comments: () => note("comments", posted),
    speaker: () => note("speaker", speaker),
    head: () => note("head", HEAD),
    file: () => Promise.reject(new Error("no file is asked for")),
    remarks: () => Promise.reject(new Error("no remark is asked for")),
    remark: () => Promise.reject(new Error("no remark is wanted")),
    create: (body) => note("create", void posted.push({ id: 9, author: speaker, body })),
    update: (id, body) => {
      const at = posted.findIndex((each) => each.id === id);
      posted[at] = { ...posted[at]!, body };
      return note(`update ${id}`, undefined);
    },
  };
  return { talk, asked, posted };
}

const wanted = (rest: Partial<CommentToKeep> = {}): CommentToKeep => ({
  ...{ wish: "on-failure", passed: false, marker: MARKER, body: `${MARKER}\nnew`, head: HEAD },
  ...rest,
});
const ours = { id: 3, author: BOT, body: `${MARKER}\nold` };

describe("which comment is ours", () => {
  test("none yet: a failure makes one, and nobody asks who we are", async () => {
    const { talk, asked, posted } = conversation([{ id: 1, author: "ada", body: "hello" }]);
    await expect(keepComment(talk, wanted())).resolves.toBe("created");
    expect(asked).toEqual(["comments", "head", "create"]);
    expect(posted[1]).toEqual({ id: 9, author: BOT, body: `${MARKER}\nnew` });
  });

  test("ours is updated, by a pass, too", async () => {
    for (const passed of [true, false]) {
      const { talk, asked } = conversation([{ id: 1, body: "x" }, ours]);
      await expect(keepComment(talk, wanted({ passed }))).resolves.toBe("updated");
      expect(asked).toEqual(["comments", "speaker", "head", "update 3"]);
    }
  });

  test("the first of ours, where two runs made one at the same time: the second says so", async () => {
    const other = { ...ours, id: 5, author: "mallory" };
    const { talk, asked, posted } = conversation([ours, { ...ours, id: 4 }, other]);
    await keepComment(talk, wanted());
    expect(asked.slice(-2)).toEqual(["update 3", "update 4"]);
    expect(posted.map(({ body }) => body.split("\n")[1])).toEqual([
      "new",
      expect.stringContaining("in an earlier comment"),
      "old",
    ]);
    // The second is told once.
    await keepComment(talk, wanted());
    expect(asked.at(-1)).toBe("update 3");
  });

  test.each([
    ["another author", { ...ours, author: "mallory" }],
    ["another app", { ...ours, author: "acme[bot]" }],
    ["a person named like us", { ...ours, author: "github-actions" }],
    ["a ghost", { id: 3, body: ours.body }],
    ["a marker further down, as a quotation has it", { ...ours, body: `> x\n${ours.body}` }],
    ["a marker with something behind it", { ...ours, body: `${MARKER} old` }],
    ["another job's", { ...ours, body: `${commentMarker({ ...ENV, GITHUB_JOB: "other" })}\nold` }],
    ["another step's", { ...ours, body: `${commentMarker({ ...ENV, GITHUB_ACTION: "__self_2" })}\nold` }],
    ["another job's of a matrix", { ...ours, body: `${commentMarker({ ...ENV, INPUT_PATHS: "models/b" })}\nold` }],
  ])("%s: not ours, and not touched", async (_, other) => {
    const { talk, asked, posted } = conversation([other]);
    await expect(keepComment(talk, wanted())).resolves.toBe("created");
    expect(asked.at(-1)).toBe("create");
    expect(posted[0]).toEqual(other);
    const quiet = conversation([other]);
    await expect(keepComment(quiet.talk, wanted({ passed: true }))).resolves.toBe("none");
    expect(quiet.posted).toEqual([other]);
  });

  test("a pass is told only where always is wanted", async () => {
    const { talk, asked } = conversation([]);
    await expect(keepComment(talk, wanted({ passed: true }))).resolves.toBe("none");
    expect(asked).toEqual(["comments"]);
    await expect(keepComment(talk, wanted({ passed: true, wish: "always" }))).resolves.toBe("created");
  });

  test("a run of an older commit writes nothing", async () => {
    for (const posted of [[], [ours]]) {
      const { talk, asked } = conversation(posted);
      await expect(keepComment(talk, wanted({ head: "b".repeat(40) }))).resolves.toBe("outdated");
      expect(asked.at(-1)).toBe("head");
    }
  });
});

describe("the marker and the frame", () => {
  test("are the job's: the workflow's file and the job's id, whatever ref it ran for", () => {
    expect(MARKER).toMatch(/^<!-- model-assay:[0-9a-f]{16} -->$/);
    expect(commentMarker({ ...ENV, GITHUB_WORKFLOW_REF: ENV.GITHUB_WORKFLOW_REF.replace("pull/1", "pull/2") })).toBe(MARKER);
    expect(commentMarker({ ...ENV, GITHUB_WORKFLOW_REF: "acme/models/.github/workflows/b.yml@x" })).not.toBe(MARKER);
    expect(commentMarker({})).toMatch(/^<!-- model-assay:[0-9a-f]{16} -->$/);
    expect(commentMarker({ GITHUB_JOB: "--> <b>" })).toMatch(/^<!-- model-assay:[0-9a-f]{16} -->$/);
  }); // prettier-ignore

  test("say for which commit, and where the rest is", () => {
    const run = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/models", GITHUB_RUN_ID: "7" };
    const body = commentBody("## x\n", { head: HEAD, env: { ...ENV, ...run } });
    expect(body).toBe(
      `${MARKER}\n## x\n\n<p><sub>For commit ${HEAD}. The rest is in <a href="https://github.com/acme/models/actions/runs/7">the job's summary and report</a>.</sub></p>\n`,
    );
    for (const odd of [{}, { ...run, GITHUB_RUN_ID: '7"><b>' }, { ...run, GITHUB_SERVER_URL: "javascript:" }])
      expect(commentBody("## x\n", { head: HEAD, env: odd })).toContain("The rest is in the job's summary and report.");
  });
});

function telling() {
  const said: string[] = [];
  const say = (level: string) => (message: string) => void said.push(`${level}: ${message}`);
  return { said, surface: { info: say("info"), notice: say("notice"), warning: say("warning") } };
}

describe("what is said", () => {
  const fails = (kind: GitHubFailureKind): Conversation => ({
    ...conversation([]).talk,
    create: () => Promise.reject(new GitHubFailure(kind, "GitHub, /x: it answered")),
  });
  const told = async (talk: Conversation, name = "fail", wish: "on-failure" | "always" = "on-failure") => {
    const { said, surface } = telling();
    await comment({ report: readReport(name), wish, env: ENV, head: HEAD, conversation: talk }, surface);
    return said;
  };

  test("what became of it", async () => {
    await expect(told(conversation([]).talk)).resolves.toEqual(["info: The pull request's comment was created."]);
    await expect(told(conversation([ours]).talk, "pass")).resolves.toEqual([
      "info: The pull request's comment was updated.",
    ]);
    await expect(told(conversation([]).talk, "pass")).resolves.toEqual([]);
    await expect(told({ ...conversation([]).talk, head: () => Promise.resolve("b") })).resolves.toEqual([
      expect.stringMatching(/^info: The pull request has a newer commit/),
    ]);
  });

  test("what is not known is told as well as what failed", async () => {
    await expect(told(conversation([]).talk, "incomplete-warn")).resolves.toHaveLength(1);
  });

  test.each(["refused", "not-found"] as const)("%s is one line, with the permission and the fork", async (kind) => {
    const [said, ...more] = await told(fails(kind));
    expect(said).toMatch(/^notice: .*`pull-requests: write`.*fork.*The job summary has it all\.$/);
    expect(more).toEqual([]);
  });

  test("a token that may not look, where nothing is wanted, is no word", async () => {
    const refused = () => Promise.reject(new GitHubFailure("refused", "no"));
    await expect(told({ ...conversation([]).talk, comments: refused }, "pass")).resolves.toEqual([]);
    await expect(told({ ...conversation([]).talk, comments: refused }, "pass", "always")).resolves.toHaveLength(1);
  });

  test.each(["unavailable", "malformed", "limit"] as const)("%s is a warning", async (kind) => {
    await expect(told(fails(kind))).resolves.toEqual([
      "warning: The pull request's comment could not be written: GitHub, /x: it answered.",
    ]);
  });

  test("a mistake of ours is not hidden", async () => {
    const broken = { ...conversation([]).talk, head: () => Promise.reject(new TypeError("ours")) };
    await expect(told(broken)).rejects.toThrow("ours");
  });
});

describe("the check for more annotations", () => {
  const annotated = async (report = manyFindings(200), error?: Error) => {
    const { said, surface } = telling();
    const runs: CheckRun[] = [];
    const create = (run: CheckRun) => (error ? Promise.reject(error) : Promise.resolve(void runs.push(run)));
    await annotate(report, HEAD, create, surface);
    return { said, runs };
  };

  test("has the job's conclusion, so that nobody who requires it is let in by it", async () => {
    const { runs, said } = await annotated();
    expect(runs).toMatchObject([{ name: "Model Assay: more findings", commit: HEAD, conclusion: "failure" }]);
    expect(runs[0]!.annotations).toHaveLength(190);
    expect(said).toEqual(["info: 190 more findings are annotated by a check of their own."]);
    const report = manyFindings(200);
    const passed = { ...report, verdict: "pass" as const, decision: { ...report.decision, blocking: [] } };
    expect((await annotated(passed)).runs).toMatchObject([{ conclusion: "success" }]);
    const incomplete = { ...passed, verdict: "incomplete" as const };
    expect((await annotated(incomplete)).runs).toMatchObject([{ conclusion: "failure" }]);
  });

  test("is not made for ten, nor without a commit", async () => {
    await expect(annotated(failing({}))).resolves.toEqual({ said: [], runs: [] });
    const { said, surface } = telling();
    await annotate(manyFindings(200), undefined, () => Promise.reject(new Error("made")), surface);
    expect(said).toEqual([]);
  });

  test("without the permission is a line of the log, any other failure a notice", async () => {
    expect((await annotated(manyFindings(200), new GitHubFailure("refused", "x"))).said).toEqual([
      "info: 190 more findings have no annotation. With `checks: write` the job adds them.",
    ]);
    expect((await annotated(manyFindings(200), new GitHubFailure("unavailable", "GitHub, /x: no"))).said).toEqual([
      "notice: 190 more findings could not be annotated: GitHub, /x: no.",
    ]);
  });
});
