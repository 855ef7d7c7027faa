/**
 * What GitHub keeps of a conversation: comments of pull requests and check runs, with the names and shapes of https://docs.github.com/rest.
 * It is state: what is posted stands in the facts.
 *
 * facts.conversation: { viewer, comments: [{ id, issue, by, body, edited }], checks: [{ id, ...run, annotations }],
 *   remarks: [{ id, by, path, line, side, commit, body }], diff: ["path:line"], mayWrite, mayCheck, mayRead }
 */
const REPO = "/repos/[^/]+/[^/]+";
const REFUSED = { status: 403, body: { message: "Resource not accessible by integration" } };
const MAX_BODY = 65_536;
const MAX_ANNOTATIONS = 50;

/** Routes of `github-server.mjs`: the last argument is the body that was sent. */
export const CONVERSATION_ROUTES = [
  route("GET", `${REPO}/issues/(\\d+)/comments`, ({ comments, mayRead = true }, [, issue], { query }) => {
    if (!mayRead) return REFUSED;
    const all = comments.filter((each) => each.issue === Number(issue)).map(shown);
    const size = Number(query.get("per_page") ?? 30);
    return { status: 200, body: all.slice((Number(query.get("page") ?? 1) - 1) * size).slice(0, size) };
  }),
  route("POST", `${REPO}/issues/(\\d+)/comments`, ({ comments, viewer, mayWrite = true }, [, issue], { body }) => {
    if (!mayWrite) return REFUSED;
    if (tooLong(body.body)) return { status: 422, body: { message: "Body is too long" } };
    const made = { id: 5_000_000_000 + comments.length, issue: Number(issue), by: viewer, body: body.body, edited: 0 };
    comments.push(made);
    return { status: 201, body: shown(made) };
  }),
  route("PATCH", `${REPO}/issues/comments/(\\d+)`, ({ comments, viewer, mayWrite = true }, [, id], { body }) => {
    const found = comments.find((each) => each.id === Number(id));
    if (found === undefined) return { status: 404, body: { message: "Not Found" } };
    // A real token may edit the comments of others, too: that we do not is ours to prove.
    if (!mayWrite) return REFUSED;
    if (tooLong(body.body)) return { status: 422, body: { message: "Body is too long" } };
    Object.assign(found, { body: body.body, edited: found.edited + 1, editor: viewer });
    return { status: 200, body: shown(found) };
  }),
  route("GET", `${REPO}/pulls/(\\d+)/comments`, ({ remarks = [] }) => ({ status: 200, body: remarks.map(shown) })),
  route("POST", `${REPO}/pulls/(\\d+)/comments`, (conversation, _, { body }) => {
    const { viewer, mayWrite = true, diff } = conversation;
    if (!mayWrite) return REFUSED;
    const { path, line, side, commit_id: commit } = body;
    if (diff !== undefined && !diff.includes(`${path}:${line}`))
      return { status: 422, body: { message: "not in the diff" } };
    conversation.remarks ??= [];
    const made = {
      id: 7_000_000_000 + conversation.remarks.length,
      by: viewer,
      path,
      line,
      side,
      commit,
      body: body.body,
    };
    conversation.remarks.push(made);
    return { status: 201, body: shown(made) };
  }),
  route("POST", "/graphql", ({ viewer }) => ({ status: 200, body: { data: { viewer: { login: viewer } } } })),
  route("POST", `${REPO}/check-runs`, ({ checks, mayCheck = true }, _, { body }) => {
    if (!mayCheck) return REFUSED;
    const { annotations = [], ...output } = body.output;
    if (annotations.length > MAX_ANNOTATIONS) return { status: 422, body: { message: "Too many annotations" } };
    const made = { ...body, id: 90_000_000_000 + checks.length, output, annotations };
    checks.push(made);
    return { status: 201, body: { id: made.id, name: made.name } };
  }),
  route("PATCH", `${REPO}/check-runs/(\\d+)`, ({ checks, mayCheck = true }, [, id], { body }) => {
    const found = checks.find((each) => each.id === Number(id));
    if (!mayCheck || found === undefined) return REFUSED;
    if (body.output.annotations.length > MAX_ANNOTATIONS) return { status: 422, body: { message: "Too many" } };
    found.annotations.push(...body.output.annotations);
    return { status: 200, body: { id: found.id, name: found.name } };
  }),
];

/** What a pull request has before anybody said anything. */
export function emptyConversation() {
  return { viewer: "github-actions[bot]", comments: [], checks: [] };
}

function route(method, path, answer) {
  return {
    method,
    path: new RegExp(`^${path}$`),
    answer: (match, facts, query, _authorization, body) =>
      facts.conversation === undefined
        ? { status: 404, body: { message: "Not Found" } }
        : answer(facts.conversation, match, { query, body }),
  };
}

function tooLong(text) {
  return [...text].length > MAX_BODY;
}

function shown({ id, by, body }) {
  return { id, body, user: by === null ? null : { login: by, type: by.endsWith("[bot]") ? "Bot" : "User" } };
}
