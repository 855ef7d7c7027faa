/**
 * A small GitHub on loopback: only what the action asks. Routes are a list, so that later questions
 * (contents, checks, comments) are a line each; what nobody expects is answered 404 and logged.
 */
import { createServer } from "node:http";

/**
 * @param {{ mergeBase?: (base: string, head: string) => string }} facts what the repository knows
 * @returns {Promise<{ url: string, requests: { method: string, path: string, authorization: string | undefined }[], close(): Promise<void> }>}
 */
export async function startGitHub(facts = {}) {
  const requests = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    requests.push({ method: request.method, path: pathname, authorization: request.headers.authorization });
    const { status, body } = answer(request.method ?? "GET", pathname, facts);
    response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(body));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
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
];

function answer(method, path, facts) {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return route.answer(match, facts);
  }
  return { status: 404, body: { message: "Not Found" } };
}
