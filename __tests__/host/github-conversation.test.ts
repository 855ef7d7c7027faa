import { HttpFailure } from "../../src/core/http";
import { createCheckRuns } from "../../src/host/check-runs";
import { createConversation } from "../../src/host/github-conversation";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { startGitHubProcess, type GitHubProcess } from "../support/github-process";

const TOKEN = "ghs_0123456789abcdefghijklmnopqrstuvwxyzAB";
let github: GitHubProcess;
let http: ClosableHttpClient;
beforeAll(async () => {
  github = await startGitHubProcess();
  http = createHttpClient({ env: {} });
});
afterAll(async () => {
  await http.close();
  await github.close();
});

const access = (rest = {}) => ({ http, apiUrl: github.url, token: TOKEN, sleep: () => Promise.resolve(), ...rest });
const talk = (rest = {}) =>
  createConversation(access({ permission: "pull-requests: write", ...rest }), "acme/models", 7);
const knows = (conversation: object, rest = {}) =>
  github.knows({ conversation: { viewer: "github-actions[bot]", comments: [], checks: [], ...conversation }, ...rest });
const paths = async () => (await github.seen()).map(({ method, path }) => `${method} ${path}`);

test("comments are written, read back as ours, and edited", async () => {
  await knows({ comments: [{ id: 1, issue: 6, by: "ada", body: "elsewhere", edited: 0 }] });
  await github.seen();
  await talk().create("one\n");
  const [made, ...others] = await talk().comments();
  expect(others).toEqual([]);
  expect(made).toEqual({ id: expect.any(Number) as number, author: "github-actions[bot]", body: "one\n" });
  expect(made!.id).toBeGreaterThan(2 ** 31);
  await talk().update(made!.id, "two");
  expect((await talk().comments())[0]!.body).toBe("two");
  await expect(talk().speaker()).resolves.toBe("github-actions[bot]");
  expect(await paths()).toEqual([
    "POST /repos/acme/models/issues/7/comments",
    "GET /repos/acme/models/issues/7/comments",
    `PATCH /repos/acme/models/issues/comments/${made!.id}`,
    "GET /repos/acme/models/issues/7/comments",
    "POST /graphql",
  ]);
});

test("all pages are read, and a comment of a ghost has no author", async () => {
  const comments = Array.from({ length: 150 }, (_, id) => ({ id, issue: 7, by: id === 149 ? null : "ada", body: `${id}` }));
  await knows({ comments });
  const all = await talk().comments();
  expect(all).toHaveLength(150);
  expect(all.at(-1)).toEqual({ id: 149, body: "149" });
}); // prettier-ignore

test("the commit that the pull request is at", async () => {
  await knows({}, { pulls: { 7: { by: "ada", head: "a".repeat(40) } } });
  await expect(talk().head()).resolves.toBe("a".repeat(40));
});

test("a remark at a line of the diff, and none where the diff does not show it", async () => {
  await knows({ diff: ["requirements.txt:2"] });
  const remark = { commit: "a".repeat(40), path: "requirements.txt", line: 2, body: "x" };
  await expect(talk().remark(remark)).resolves.toBe(true);
  await expect(talk().remark({ ...remark, line: 3 })).resolves.toBe(false);
  await expect(talk().remarks()).resolves.toEqual([
    { id: expect.any(Number) as number, author: "github-actions[bot]", body: "x" },
  ]);
  await knows({ mayWrite: false });
  await expect(talk().remark(remark)).rejects.toMatchObject({ kind: "refused" });
});

test("a file at a commit, whatever its name", async () => {
  const commit = "a".repeat(40);
  await knows({}, { contents: { [`acme/models@${commit}`]: { "a dir/re?q#1.txt": "torch\n" } } });
  await expect(talk().file("a dir/re?q#1.txt", commit, 100)).resolves.toBe("torch\n");
});

test("an Enterprise Server has its GraphQL under another path", async () => {
  await knows({});
  await github.seen();
  await expect(talk({ apiUrl: `${github.url}/api/v3` }).speaker()).rejects.toThrow("/graphql: not found");
  expect(await paths()).toEqual(["POST /api/graphql"]);
});

test("a token that may not write is refused in words that name the permission, and no token", async () => {
  await knows({ mayWrite: false });
  const error = await talk().create("x").catch((thrown: Error) => thrown); // prettier-ignore
  expect(error).toMatchObject({ kind: "refused", message: expect.stringContaining("The token needs pull-requests: write") as string }); // prettier-ignore
  expect(String(error)).not.toContain(TOKEN);
});

describe("what fails on the way", () => {
  const failing = async (path: string, status: number, act: () => Promise<unknown>) => {
    await knows({ comments: [{ id: 1, issue: 7, by: "ada", body: "x", edited: 0 }] }, { faults: [{ path, status }] });
    await github.seen();
    await expect(act()).rejects.toMatchObject({ name: "GitHubFailure" });
    return paths();
  };

  test("a new comment is not sent again: it may be there", async () => {
    expect(await failing("/comments$", 502, () => talk().create("x"))).toHaveLength(1);
  });

  test("but where GitHub says that it did nothing", async () => {
    expect(await failing("/comments$", 429, () => talk().create("x"))).toHaveLength(3);
  });

  test("an edit is, and so is a question", async () => {
    expect(await failing("/comments/1$", 502, () => talk().update(1, "x"))).toHaveLength(3);
    expect(await failing("/graphql$", 502, () => talk().speaker())).toHaveLength(3);
  });

  test("nor is it sent again where no answer came", async () => {
    let asked = 0;
    const broken = { request: () => (asked++, Promise.reject(new HttpFailure("connection", "gone"))) };
    await expect(talk({ http: broken }).create("x")).rejects.toMatchObject({ kind: "unavailable" });
    expect(asked).toBe(1);
  });
});

test.each([
  ["{}", "does not say whom the token speaks for"],
  ['{"data":{"viewer":{"login":7}}}', "does not say whom"],
  ['{"data":{"viewer":{"login":""}}}', "does not say whom"],
  ['{"errors":[{"message":"no"}],"data":null}', "does not say whom"],
  ["[]", "does not say whom"],
])("%s is no answer to who we are", async (text, words) => {
  await knows({}, { faults: [{ path: "/graphql$", status: 200, text }] });
  await expect(talk().speaker()).rejects.toThrow(words);
});

test.each([['[{"body":"x"}]'], ['[{"id":"7","body":"x"}]'], ["[null]"], ['[{"id":1.5}]']])(
  "%s is no list of comments",
  async (text) => {
    await knows({}, { faults: [{ path: "/comments$", status: 200, text }] });
    await expect(talk().comments()).rejects.toThrow("one without an id");
  },
);

describe("check runs", () => {
  const annotations = Array.from({ length: 120 }, (_, i) => ({
    ...{ path: `models/${i}.pkl`, start_line: 1, end_line: 1, annotation_level: "failure" as const },
    ...{ title: "t", message: `m${i}` },
  }));
  const run = { name: "n", commit: "a".repeat(40), conclusion: "failure" as const, title: "t", summary: "s", annotations }; // prettier-ignore

  test("fifty annotations a request", async () => {
    await knows({});
    await github.seen();
    await createCheckRuns(access(), "acme/models")(run);
    expect((await paths()).map((each) => each.replace(/\d+$/, "N"))).toEqual([
      "POST /repos/acme/models/check-runs",
      "PATCH /repos/acme/models/check-runs/N",
      "PATCH /repos/acme/models/check-runs/N",
    ]);
  });

  test("a second half that fails is not sent twice", async () => {
    await knows({}, { faults: [{ path: "/check-runs/\\d+$", status: 500 }] });
    await github.seen();
    await expect(createCheckRuns(access(), "acme/models")(run)).rejects.toMatchObject({ kind: "unavailable" });
    expect(await paths()).toHaveLength(2);
  });

  test("without the permission it says which", async () => {
    await knows({ mayCheck: false });
    await expect(createCheckRuns(access({ permission: "checks: write" }), "acme/models")(run)).rejects.toThrow(
      "it refuses (403). The token needs checks: write",
    );
  });

  test("an answer without an id is none", async () => {
    await knows({}, { faults: [{ path: "/check-runs$", status: 200, text: '{"id":"x"}' }] });
    await expect(createCheckRuns(access(), "acme/models")(run)).rejects.toThrow("has no id");
  });
});
