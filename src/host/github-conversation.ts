import { GitHubFailure } from "../core/github";
import type { Conversation, PostedComment } from "../core/github-conversation";
import { createGitHubApi, sendToGitHub, type GitHubAccess } from "./github-rest";

/** Characters of a login. GitHub's have 39, and those of apps a few more. */
const MAX_LOGIN = 100;

/** What GitHub answers to a comment at a line that the diff does not show. */
const NOT_IN_THE_DIFF = 422;

type Json = Readonly<Record<string, unknown>>;

/**
 * The conversation of pull request `number` of `repository` (`owner/name`), over GitHub's REST API for comments of issues
 * (https://docs.github.com/rest/issues/comments). Who the token speaks for is asked by GraphQL's `viewer`: REST's `/user` is closed to
 * the tokens of jobs.
 */
export function createConversation(access: GitHubAccess, repository: string, number: number): Conversation {
  const api = createGitHubApi(access);
  const repo = `/repos/${repository.split("/").map(encodeURIComponent).join("/")}`;
  const comments = `${repo}/issues/${number}/comments`;
  const remarks = `${repo}/pulls/${number}/comments`;
  return {
    comments: async () => (await api.list(comments)).map(readComment),
    speaker: async () => {
      const { url, path } = graphql(access.apiUrl);
      const answer = await sendToGitHub(
        { ...access, apiUrl: url },
        { method: "POST", path, body: { query: "query { viewer { login } }" }, repeatable: true },
      );
      const login = at(at(at(answer, "data"), "viewer"), "login");
      if (typeof login !== "string" || login === "" || login.length > MAX_LOGIN)
        throw new GitHubFailure("malformed", "GitHub does not say whom the token speaks for");
      return login;
    },
    head: async () => {
      const sha = at(at(await api.json(`${repo}/pulls/${number}`), "head"), "sha");
      if (typeof sha !== "string")
        throw new GitHubFailure("malformed", "GitHub does not say which commit the pull request is at");
      return sha;
    },
    file: async (path, commit, maxBytes) => {
      const encoded = path.split("/").map(encodeURIComponent).join("/");
      const bytes = await api.raw(`${repo}/contents/${encoded}?ref=${encodeURIComponent(commit)}`, maxBytes);
      return Buffer.from(bytes).toString("utf8");
    },
    remarks: async () => (await api.list(remarks)).map(readComment),
    remark: async ({ commit, path, line, body }) => {
      const content = { commit_id: commit, path, line, side: "RIGHT", body };
      try {
        await sendToGitHub(access, { method: "POST", path: remarks, body: content, repeatable: false });
        return true;
      } catch (error) {
        if (error instanceof GitHubFailure && error.status === NOT_IN_THE_DIFF) return false;
        throw error;
      }
    },
    create: async (body) =>
      void (await sendToGitHub(access, { method: "POST", path: comments, body: { body }, repeatable: false })),
    update: async (id, body) => {
      const path = `${repo}/issues/comments/${id}`;
      await sendToGitHub(access, { method: "PATCH", path, body: { body }, repeatable: true });
    },
  };
}

/** GitHub's own server has it beside the REST API, an Enterprise Server under another path (`/api/v3`, `/api/graphql`). */
function graphql(apiUrl: string | undefined): { url: string | undefined; path: string } {
  const url = apiUrl?.replace(/\/+$/, "");
  return url?.endsWith("/api/v3") ? { url: url.slice(0, -"/v3".length), path: "/graphql" } : { url, path: "/graphql" };
}

function at(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Json)[name] : undefined;
}

function readComment(entry: unknown): PostedComment {
  const id = at(entry, "id");
  const body = at(entry, "body");
  const author = at(at(entry, "user"), "login");
  if (typeof id !== "number" || !Number.isSafeInteger(id))
    throw new GitHubFailure("malformed", "GitHub's list of comments has one without an id");
  return {
    id,
    body: typeof body === "string" ? body : "",
    ...(typeof author === "string" ? { author } : {}),
  };
}
