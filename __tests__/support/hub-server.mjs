/**
 * A small Hugging Face hub on loopback, as its API is documented (https://huggingface.co/docs/hub/api): commits, listings in
 * pages, content by redirect to a second port. Beside it plain files (`/files/`), a bucket that is listed as S3 does
 * (`/s3/BUCKET`) and repositories of git (`/git/`). It fails and lies on demand. As a process:
 *
 *   node __tests__/support/hub-server.mjs
 *
 * prints `{"url", "content"}` as the first line. Who runs it steers it over HTTP: `POST /_steer` with `{reset, models, files,
 * buckets, gitRoot, pageSize, token, noRanges, faults}`, `GET /_seen` for what both ports were asked. `models` is
 * `{"org/name": {branches: {main: COMMIT}, commits: {COMMIT: {PATH: {text, lfs, ...lies}}}}}`; a lie is `size`, `sha256`, `oid` or
 * `served` (other content than is listed). A fault is `{kind, path, times, after}`: it strikes requests whose path starts so.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createServer } from "node:http";

const state = {};
const FRESH = () => ({ seen: [], faults: [], models: {}, files: {}, buckets: {}, pageSize: 1000, noRanges: false, token: undefined, many: 0, gitRoot: undefined }); // prettier-ignore
Object.assign(state, FRESH());

let contentUrl = "";
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const blobOid = (text) =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");

function steer({ reset = false, faults, ...settings }) {
  if (reset) Object.assign(state, FRESH());
  if (faults !== undefined) state.faults = faults.map((fault) => ({ times: Infinity, after: 0, ...fault }));
  Object.assign(state, settings);
}

function faultFor(path) {
  const fault = state.faults.find((each) => each.times > 0 && path.startsWith(each.path));
  if (fault === undefined || fault.after-- > 0) return undefined;
  fault.times--;
  return fault;
}

const json = (value, headers = {}) => ({ status: 200, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) }); // prettier-ignore
const refuse = (status, code) => ({ status, headers: code ? { "x-error-code": code } : {}, body: "{}" });

function answer(request, url) {
  const path = url.pathname;
  const hub = /^\/api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/([^/]+)$/.exec(path);
  if (hub !== null)
    return model(request, hub[1], (found) => api(found, hub[1], hub[2], decodeURIComponent(hub[3]), url));
  const resolve = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(path);
  if (resolve !== null)
    return model(request, resolve[1], (found) => content(found, resolve[2], resolve[3], resolve[1], request));
  if (path.startsWith("/files/")) return bytes(state.files[decodeURIComponent(path.slice(7))], request);
  const s3 = /^\/s3\/([^/]+)\/(.*)$/.exec(path);
  if (s3 !== null)
    return s3[2] === "" ? listing(s3[1], url) : bytes(state.buckets[s3[1]]?.[decodeURIComponent(s3[2])], request);
  return refuse(404);
}

function model(request, name, then) {
  if (state.token !== undefined && request.headers.authorization !== `Bearer ${state.token}`)
    return refuse(401, "GatedRepo");
  return state.models[name] === undefined ? refuse(404, "RepoNotFound") : then(state.models[name]);
}

function api({ branches, commits }, name, what, revision, url) {
  const commit = branches[revision] ?? revision;
  if (commits[commit] === undefined) return refuse(404, "RevisionNotFound");
  if (what === "revision") return json({ id: name, sha: commit });
  const all = Object.entries(commits[commit]).map(([path, file]) => entry(path, file));
  const start = Number(url.searchParams.get("cursor") ?? 0);
  const page = all.slice(start, start + state.pageSize);
  if (state.many > 0) page.push(...Array.from({ length: 1000 }, (_, i) => entry(`many/${start}-${i}`, { text: "x" })));
  const more = start + state.pageSize < all.length || start < state.many;
  const next = new URL(url);
  next.searchParams.set("cursor", String(start + (state.many > 0 ? 1000 : state.pageSize)));
  return json(page, more ? { link: `<${next.href}>; rel="next"` } : {});
}

function entry(path, { text, lfs = false, size, sha256: digest, oid }) {
  const bytes = size ?? Buffer.byteLength(text);
  const blob = oid ?? blobOid(text);
  return lfs
    ? {
        type: "file",
        path,
        size: bytes,
        oid: blob,
        lfs: { oid: digest ?? sha256(text), size: bytes, pointerSize: 134 },
      }
    : { type: "file", path, size: bytes, oid: blob };
}

function content({ commits }, commit, path, name, request) {
  const file = commits[commit]?.[decodeURIComponent(path)];
  if (file === undefined) return refuse(404, "EntryNotFound");
  if (file.lfs) return { status: 302, headers: { location: file.location ?? `${contentUrl}/lfs/${name}/${commit}/${path}` }, body: `Found. ${" ".repeat(3000)}` }; // prettier-ignore
  return bytes(file.served ?? file.text, request);
}

function bytes(text, request) {
  if (text === undefined) return refuse(404);
  const all = Buffer.from(text);
  const headers = { etag: `"${sha256(text).slice(0, 16)}"`, "content-length": all.length };
  const range = state.noRanges ? null : /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  if (range === null) return { status: 200, headers, body: all };
  const [from, to] = [Number(range[1]), Math.min(Number(range[2]), all.length - 1)];
  if (from > to) return { status: 416, headers: { "content-range": `bytes */${all.length}` }, body: "" };
  const part = all.subarray(from, to + 1);
  return { status: 206, headers: { ...headers, "content-length": part.length, "content-range": `bytes ${from}-${to}/${all.length}` }, body: part }; // prettier-ignore
}

const escaped = (text) => text.replace(/[&<>]/g, (found) => `&#${found.charCodeAt(0)};`);

function listing(bucket, url) {
  const objects = state.buckets[bucket];
  if (objects === undefined) return refuse(404);
  const keys = Object.keys(objects).filter((key) => key.startsWith(url.searchParams.get("prefix") ?? ""));
  const start = Number(url.searchParams.get("continuation-token") ?? 0);
  const page = keys.slice(start, start + state.pageSize).map((key) => `<Contents><Key>${escaped(key)}</Key><ETag>&quot;${sha256(objects[key]).slice(0, 8)}&quot;</ETag><Size>${Buffer.byteLength(objects[key])}</Size></Contents>`); // prettier-ignore
  const more = start + state.pageSize < keys.length;
  const next = more ? `<NextContinuationToken>${start + state.pageSize}</NextContinuationToken>` : "";
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><IsTruncated>${more}</IsTruncated>${next}${page.join("")}</ListBucketResult>`,
  };
}

/** What goes wrong, by name. Each gets the answer that would have been right. */
const FAULTS = {
  status: (response, _, { status = 500, headers = {} }) => response.writeHead(status, headers).end("{}"),
  hang: () => undefined,
  "hang-inside": (response, { status, headers, body }) => {
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2));
  },
  truncated: (response, { status, headers, body }) => {
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.socket.destroy());
  },
  reset: (response) => response.socket.destroy(),
  body: (response, _, { status = 200, headers = {}, body }) => response.writeHead(status, headers).end(body),
  huge: (response, _, { megabytes = 32 }) => response.writeHead(200).end(Buffer.alloc(megabytes * 1024 ** 2, "x")),
};

function handle(port, request, response) {
  const url = new URL(request.url, `http://${request.headers.host}`);
  const path = url.pathname;
  if (path === "/_seen") return response.end(JSON.stringify(state.seen));
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (path === "/_steer") return void (steer(JSON.parse(body)), response.end("{}"));
    const { authorization, range } = request.headers;
    state.seen.push({ port, method: request.method, path: path + url.search, authorization, range });
    if (path.startsWith("/git/") && faultFor(path) === undefined) return git(request, url, body, response);
    const lfs = port === "content" ? /^\/lfs\/([^/]+\/[^/]+)\/([^/]+)\/(.+)$/.exec(path) : null;
    const file = lfs === null ? undefined : state.models[lfs[1]]?.commits[lfs[2]]?.[decodeURIComponent(lfs[3])];
    const right = lfs === null ? answer(request, url) : bytes(file?.served ?? file?.text, request);
    const fault = faultFor(path);
    if (fault !== undefined) return FAULTS[fault.kind](response, right, fault);
    response.writeHead(right.status, right.headers).end(request.method === "HEAD" ? "" : right.body);
  });
}

/** Git's own server, as a program of the web server (RFC 3875). */
function git(request, url, body, response) {
  const child = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, GIT_PROJECT_ROOT: state.gitRoot, GIT_HTTP_EXPORT_ALL: "1", PATH_INFO: url.pathname.slice(4), QUERY_STRING: url.search.slice(1), REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers["content-type"] ?? "", GIT_PROTOCOL: request.headers["git-protocol"] ?? "", HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "", GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "safe.directory", GIT_CONFIG_VALUE_0: "*", REMOTE_ADDR: "127.0.0.1" }, // prettier-ignore
  });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.on("close", () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf("\r\n\r\n");
    const headers = Object.fromEntries(all.subarray(0, end).toString().split("\r\n").map((line) => line.split(": "))); // prettier-ignore
    const { Status: status = "200", ...rest } = headers;
    response.writeHead(Number.parseInt(status, 10), rest).end(all.subarray(end + 4));
  });
  child.stdin.end(body);
}

async function listen(name) {
  const server = createServer((request, response) => handle(name, request, response));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${server.address().port}`;
}

const url = await listen("hub");
contentUrl = await listen("content");
console.log(JSON.stringify({ url, content: contentUrl }));
// Ends with the process that started it, however that ends.
if (process.env.HUB_SERVER_STDIN === "1") process.stdin.on("end", () => process.exit()).resume();
