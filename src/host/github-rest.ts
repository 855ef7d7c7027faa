import { GitHubFailure, MAX_LISTED, type GitHubApi, type GitHubFailureKind } from "../core/github";
import { HttpFailure, waitAskedFor, type HttpAnswer, type HttpClient } from "../core/http";
import { shorten } from "../core/text";

/** Milliseconds of one request. GitHub answers within a second or not at all. CWE-400. */
const TIMEOUT_MS = 30_000;
/** Bytes of a page: a hundred reviews with long texts. CWE-400. */
const MAX_PAGE_BYTES = 16 * 1024 ** 2;
const PER_PAGE = 100;
/** The first try and two more, for what passes: no connection, 429, 5xx. */
const MAX_TRIES = 3;
/** Milliseconds before the second try, twice as many before the third. */
const FIRST_WAIT_MS = 1_000;
/** Milliseconds that a `Retry-After` may make us wait. */
const MAX_WAIT_MS = 20_000;

export interface GitHubAccess {
  readonly http: HttpClient;
  /** `GITHUB_API_URL`; `https://api.github.com` where empty or absent. */
  readonly apiUrl?: string | undefined;
  /** Absent or empty: asked without one. */
  readonly token?: string | undefined;
  /** What the token needs, for words: `pull-requests: read`. */
  readonly permission?: string;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** GitHub's REST API (https://docs.github.com/rest) over a client with limits. */
export function createGitHubApi(access: GitHubAccess): GitHubApi {
  const get = (path: string, accept: string, maxBytes: number) => ask(access, path, accept, maxBytes);
  const json = async (path: string) => parsed(path, await get(path, "application/vnd.github+json", MAX_PAGE_BYTES));
  return {
    json,
    raw: async (path, maxBytes) => (await get(path, "application/vnd.github.raw+json", maxBytes)).body,
    list: async (path, entries = (page) => page) => {
      const all: unknown[] = [];
      for (let page = 1; ; page++) {
        const url = `${path}${path.includes("?") ? "&" : "?"}per_page=${PER_PAGE}&page=${page}`;
        const found = entries(await json(url));
        if (!Array.isArray(found)) throw new GitHubFailure("malformed", `GitHub's answer to ${path} is no list`);
        all.push(...(found as unknown[]));
        if (all.length > MAX_LISTED)
          throw new GitHubFailure("limit", `GitHub's list ${path} has more than ${MAX_LISTED} entries`);
        if (found.length < PER_PAGE) return all;
      }
    },
  };
}

function parsed(path: string, { body }: HttpAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new GitHubFailure("malformed", `GitHub's answer to ${shorten(path, 200)} is no JSON`);
  }
}

/**
 * Sends `body` as JSON; the answer is JSON. `repeatable`: done twice it does no more than once. Where it is not, it is sent again only
 * where GitHub said that it did nothing. Throws `GitHubFailure`.
 */
export async function sendToGitHub(
  access: GitHubAccess,
  { method, path, body, repeatable }: { method: "POST" | "PATCH"; path: string; body: unknown; repeatable: boolean },
): Promise<unknown> {
  const sent = { method, repeatable, body: JSON.stringify(body) };
  return parsed(path, await ask(access, path, "application/vnd.github+json", MAX_PAGE_BYTES, sent));
}

interface Sent {
  readonly method: "POST" | "PATCH";
  readonly body: string;
  readonly repeatable: boolean;
}

async function ask(
  access: GitHubAccess,
  path: string,
  accept: string,
  maxBytes: number,
  sent?: Sent,
): Promise<HttpAnswer> {
  const sleep = access.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  for (let attempt = 1; ; attempt++) {
    const outcome = await once(access, path, accept, maxBytes, sent);
    if (!(outcome instanceof Failed)) return outcome;
    const wait = outcome.wait ?? FIRST_WAIT_MS * 2 ** (attempt - 1);
    // What was sent and not answered may have been done: a second time would be a second comment.
    const again = outcome.again && (sent === undefined || sent.repeatable || outcome.notDone);
    if (!again || attempt === MAX_TRIES || wait > MAX_WAIT_MS) throw outcome.failure;
    await sleep(wait);
  }
}

class Failed {
  constructor(
    readonly failure: GitHubFailure,
    readonly again: boolean,
    readonly wait?: number,
    /** GitHub said that it did nothing. */
    readonly notDone = false,
  ) {}
}

async function once(
  access: GitHubAccess,
  path: string,
  accept: string,
  maxBytes: number,
  sent: Sent | undefined,
): Promise<HttpAnswer | Failed> {
  const { http, apiUrl, token } = access;
  const shown = shorten(path, 200);
  try {
    const answer = await http.request({
      method: sent?.method ?? "GET",
      url: `${(apiUrl || "https://api.github.com").replace(/\/+$/, "")}${path}`,
      headers: {
        accept,
        "x-github-api-version": "2022-11-28",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(sent === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(sent === undefined ? {} : { body: sent.body }),
      maxBytes,
      timeoutMs: TIMEOUT_MS,
    });
    if (answer.status === 200 || (answer.status === 201 && sent !== undefined)) return answer;
    const failure = failureOf(answer, shown, access);
    return new Failed(
      failure,
      failure.kind === "unavailable",
      waitAskedFor(answer.headers.get("retry-after"), Date.now()),
      answer.status < 500,
    );
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const kind: GitHubFailureKind = error.kind === "too-large" ? "limit" : "unavailable";
    return new Failed(new GitHubFailure(kind, `GitHub, ${shown}: ${error.message}`), kind === "unavailable");
  }
}

function failureOf({ status, headers }: HttpAnswer, path: string, { permission, token }: GitHubAccess): GitHubFailure {
  const needs = permission === undefined ? "" : `. The token needs ${permission}`;
  const without = token
    ? needs
    : `. It was asked without a token${permission === undefined ? "" : `, which needs ${permission}`}`;
  // GitHub says 403 for its rate limits, too.
  const limited = status === 429 || (status === 403 && headers.get("x-ratelimit-remaining") === "0");
  if (limited || headers.has("retry-after") || status >= 500)
    return new GitHubFailure(
      "unavailable",
      `GitHub, ${path}: ${limited ? "its rate limit is used up" : "it does not answer"} (${status}). Try again later`,
      status,
    );
  if (status === 401 || status === 403)
    return new GitHubFailure("refused", `GitHub, ${path}: it refuses (${status})${without}`, status);
  if (status === 404) return new GitHubFailure("not-found", `GitHub, ${path}: not found (404)${without}`, status);
  return new GitHubFailure("malformed", `GitHub, ${path}: it answered ${status}`, status);
}
