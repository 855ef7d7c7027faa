import { GitHubFailure, MAX_LISTED } from "../../src/core/github";
import { HttpFailure, type HttpAnswer, type HttpClient, type HttpRequest } from "../../src/core/http";
import { createGitHubApi } from "../../src/host/github-rest";

const TOKEN = "ghs_0123456789abcdefghijklmnopqrstuvwxyzAB";

type Reply = { status?: number; headers?: Record<string, string>; body?: unknown; text?: string } | HttpFailure;

/** Answers one reply after another, the last one for ever. */
function replying(...replies: Reply[]) {
  const requests: HttpRequest[] = [];
  const waits: number[] = [];
  const http: HttpClient = {
    request: (request) => {
      const reply = replies[Math.min(requests.length, replies.length - 1)]!;
      requests.push(request);
      if (reply instanceof HttpFailure) return Promise.reject(reply);
      const answer: HttpAnswer = {
        status: reply.status ?? 200,
        headers: new Map(Object.entries(reply.headers ?? {})),
        body: Buffer.from(reply.text ?? JSON.stringify(reply.body ?? {})),
      };
      return Promise.resolve(answer);
    },
  };
  const sleep = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
  const api = createGitHubApi({ http, token: TOKEN, permission: "pull-requests: read", sleep });
  return { api, http, requests, waits };
}

const failure = async (asked: Promise<unknown>): Promise<GitHubFailure> => {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GitHubFailure);
  return error as GitHubFailure;
};

test("asks GitHub's API with token and version, and gives the answer", async () => {
  const { api, requests } = replying({ body: { id: 7 } });
  await expect(api.json("/repos/acme/models/pulls/1")).resolves.toEqual({ id: 7 });
  expect(requests[0]).toMatchObject({
    method: "GET",
    url: "https://api.github.com/repos/acme/models/pulls/1",
    headers: { authorization: `Bearer ${TOKEN}`, "x-github-api-version": "2022-11-28" },
  });
});

test("another server is asked where it is named, and without a token none is sent", async () => {
  const { http, requests } = replying({ body: {} });
  await createGitHubApi({ http, apiUrl: "https://ghe.acme.test/api/v3/" }).json("/meta");
  expect(requests[0]!.url).toBe("https://ghe.acme.test/api/v3/meta");
  expect(requests[0]!.headers).not.toHaveProperty("authorization");
});

test("a list is all of its pages", async () => {
  const full = Array.from({ length: 100 }, (_, at) => at);
  const { api, requests } = replying({ body: full }, { body: [100] });
  await expect(api.list("/repos/a/b/pulls/1/reviews")).resolves.toHaveLength(101);
  expect(requests.map(({ url }) => new URL(url).search)).toEqual(["?per_page=100&page=1", "?per_page=100&page=2"]);
});

test("a list that stands in a member is taken out of it, behind a query", async () => {
  const { api, requests } = replying({ body: { runs: [1] } });
  const runs = await api.list("/repos/a/b/runs?event=push", (page) => (page as { runs: unknown }).runs);
  expect(runs).toEqual([1]);
  expect(requests[0]!.url).toMatch(/runs\?event=push&per_page=100&page=1$/);
});

test("half of a list is no answer", async () => {
  const { api, requests } = replying({ body: Array.from({ length: 100 }, () => 0) });
  expect(await failure(api.list("/repos/a/b/pulls/1/reviews"))).toMatchObject({
    kind: "limit",
    message: `GitHub's list /repos/a/b/pulls/1/reviews has more than ${MAX_LISTED} entries`,
  });
  expect(requests).toHaveLength(11);
});

test("exactly as many as may be are a whole list", async () => {
  const page = { body: Array.from({ length: 100 }, () => 0) };
  const { api } = replying(...Array.from({ length: 10 }, () => page), { body: [] });
  await expect(api.list("/x")).resolves.toHaveLength(MAX_LISTED);
});

test.each([
  [{ status: 403 }, "refused", "/x: it refuses (403). The token needs pull-requests: read", 1],
  [{ status: 401 }, "refused", "/x: it refuses (401). The token needs pull-requests: read", 1],
  [{ status: 404 }, "not-found", "/x: not found (404). The token needs pull-requests: read", 1],
  [{ status: 500 }, "unavailable", "/x: it does not answer (500). Try again later", 3],
  [{ status: 429 }, "unavailable", "/x: its rate limit is used up (429). Try again later", 3],
  [
    { status: 403, headers: { "x-ratelimit-remaining": "0" } },
    "unavailable",
    "/x: its rate limit is used up (403). Try again later",
    3,
  ],
  [{ status: 301 }, "malformed", "/x: it answered 301", 1],
  [{ status: 204 }, "malformed", "/x: it answered 204", 1],
  [new HttpFailure("timeout", "no answer within 30 s"), "unavailable", "/x: no answer within 30 s", 3],
  [new HttpFailure("too-large", "more than 16 bytes"), "limit", "/x: more than 16 bytes", 1],
] as const)("%j is %s, in words, after so many tries", async (reply, kind, words, tries) => {
  const { api, requests } = replying(reply);
  const error = await failure(api.json("/x"));
  expect(error.kind).toBe(kind);
  expect(error.message).toBe(`GitHub, ${words}`);
  expect(error.message).not.toContain(TOKEN);
  expect(requests).toHaveLength(tries);
});

test("without a token the words say that there was none", async () => {
  const { http } = replying({ status: 404 });
  const asked = createGitHubApi({ http, permission: "contents: read" }).json("/x");
  expect((await failure(asked)).message).toBe(
    "GitHub, /x: not found (404). It was asked without a token, which needs contents: read",
  );
});

test.each([["<html>"], ["\u{feff}{"], [""]])("%j is no JSON", async (text) => {
  const { api } = replying({ text });
  expect(await failure(api.json("/x"))).toMatchObject({
    kind: "malformed",
    message: "GitHub's answer to /x is no JSON",
  });
});

test("bytes that are no text are no JSON", async () => {
  const http: HttpClient = {
    request: () => Promise.resolve({ status: 200, headers: new Map(), body: new Uint8Array([0x22, 0xff, 0x22]) }),
  };
  expect(await failure(createGitHubApi({ http }).json("/x"))).toMatchObject({ kind: "malformed" });
});

test.each([[{}], [{ message: "no" }], [null], ["x"]])("%j is no list", async (body) => {
  const { api } = replying({ body, text: JSON.stringify(body) });
  expect(await failure(api.list("/x"))).toMatchObject({ message: "GitHub's answer to /x is no list" });
});

test("what passes is tried again, after what the server asks for", async () => {
  const { api, waits } = replying({ status: 503 }, { status: 429, headers: { "retry-after": "7" } }, { body: 1 });
  await expect(api.json("/x")).resolves.toBe(1);
  expect(waits).toEqual([1000, 7000]);
});

test("a server that asks to wait an hour is not waited for", async () => {
  const { api, requests, waits } = replying({ status: 429, headers: { "retry-after": "3600" } });
  expect((await failure(api.json("/x"))).kind).toBe("unavailable");
  expect([requests.length, waits]).toEqual([1, []]);
});

test("a file's content comes as it is, as far as it may", async () => {
  const { api, requests } = replying({ text: "version: 1\n" });
  expect(Buffer.from(await api.raw("/repos/a/b/contents/p.yml?ref=1", 100)).toString()).toBe("version: 1\n");
  expect(requests[0]).toMatchObject({ maxBytes: 100, headers: { accept: "application/vnd.github.raw+json" } });
});

test("a long path is told shortened", async () => {
  const { api } = replying({ status: 404 });
  expect((await failure(api.json(`/${"x".repeat(5000)}`))).message.length).toBeLessThan(400);
});
