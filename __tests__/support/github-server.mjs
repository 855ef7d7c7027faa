/**
 * A small GitHub on loopback: only what the action asks. Routes are a list, so that later questions
 * (contents, checks, comments) are a line each; what nobody expects is answered 404 and logged.
 */
import { createServer } from "node:http";
import { APPROVAL_ROUTES } from "./github-approvals.mjs";
import { CONTENTS_ROUTES } from "./github-contents.mjs";
import { CONVERSATION_ROUTES } from "./github-conversation.mjs";

/**
 * @param {{ mergeBase?: (base: string, head: string) => string }} facts what the repository knows
 * @param {{ port?: number }} options any free port where none is given
 * @returns {Promise<{ url: string, requests: { method: string, path: string, authorization: string | undefined }[], close(): Promise<void> }>}
 */
export async function startGitHub(facts = {}, { port = 0 } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    requests.push({ method: request.method, path: pathname, authorization: request.headers.authorization });
    // `faults: [{ path: "/reviews$", status, text }]` answers with that; without a status never.
    const fault = facts.faults?.find(({ path }) => new RegExp(path).test(pathname));
    if (fault !== undefined) {
      if (fault.status !== undefined) response.writeHead(fault.status).end(fault.text ?? "{}");
      return;
    }
    const { authorization } = request.headers;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
    const sent = isJson ? JSON.parse(Buffer.concat(chunks).toString("utf8")) : undefined;
    const { status, body, text } = answer(request.method ?? "GET", pathname, facts, searchParams, authorization, sent);
    response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
    response.end(text ?? JSON.stringify(body));
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

const ROUTES = [
  {
    method: "GET",
    path: /^\/repos\/[^/]+\/[^/]+\/compare\/([0-9a-f]{40})\.\.\.([0-9a-f]{40})$/,
    answer: ([, base, head], { mergeBase }) =>
      mergeBase === undefined
        ? { status: 500, body: { message: "no answer" } }
        : {
            status: 200,
            body: { status: "ahead", merge_base_commit: { sha: mergeBase(base, head) }, commits: [], files: [] },
          },
  },
  ...APPROVAL_ROUTES,
  ...CONTENTS_ROUTES,
  ...CONVERSATION_ROUTES,
];

function answer(method, path, facts, query, authorization, sent) {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return route.answer(match, facts, query, authorization, sent);
  }
  return { status: 404, body: { message: "Not Found" } };
}
