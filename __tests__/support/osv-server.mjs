/**
 * A small OSV on loopback that answers as the real API does (https://google.github.io/osv.dev/api/), its caps, refusals and
 * pages included, and that fails on demand. As a process, for tests, benchmarks and pip-audit:
 *
 *   node __tests__/support/osv-server.mjs --records FILE... --delay MS --port N --page-size N
 *
 * prints its address as the first line. FILEs hold a record a line (`.jsonl`, `.jsonl.gz`) or one record, or a list of them
 * (`.json`). Who runs it steers it over HTTP: `POST /_steer` with `{reset, records, pageSize, tokenOnly, encoding, delay, faults}`,
 * `GET /_seen` for what it was asked. A fault is `{kind, path?, times?, after?, holds?, ...}`: it strikes requests whose path
 * starts with `path` and whose body holds `holds`, `times` times after `after` were let through.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { brotliCompressSync, gunzipSync, gzipSync } from "node:zlib";

const MAX_BATCH = 1000;
const MAX_NAME_BYTES = 1500;
/** What the API calls ecosystems; a suffix behind a colon is allowed. */
const ECOSYSTEMS = new Set(
  "PyPI,npm,Go,crates.io,RubyGems,Packagist,Maven,GitHub Actions,CRAN,NuGet,Pub,Hex,Debian,Alpine,Linux".split(","),
);

/** The state of one server; `/_steer` changes it. */
class Osv {
  seen = [];
  faults = [];
  delay = 0;
  pageSize = 1000;
  /** Answers each query first with a token alone, as the API does when it runs out of time. */
  tokenOnly = false;
  /** `gzip` or `br`. */
  encoding = undefined;
  byId = new Map();
  byPackage = new Map();

  steer({ reset = false, records, faults, ...settings }) {
    if (reset)
      Object.assign(this, { seen: [], faults: [], delay: 0, pageSize: 1000, tokenOnly: false, encoding: undefined });
    if (records !== undefined) this.load(records);
    if (faults !== undefined) this.faults = faults.map((fault) => ({ times: Infinity, after: 0, path: "/", ...fault }));
    Object.assign(this, settings);
  }

  load(records) {
    this.byId = new Map(records.map((record) => [record.id, record]));
    this.byPackage = new Map();
    for (const record of records)
      for (const key of new Set((record.affected ?? []).filter((each) => each.package).map(keyOf))) {
        if (!this.byPackage.has(key)) this.byPackage.set(key, []);
        this.byPackage.get(key).push(record);
      }
  }

  faultFor(path, body) {
    const fault = this.faults.find(
      ({ path: start, holds, times }) => times > 0 && path.startsWith(start) && (!holds || body.includes(holds)),
    );
    if (fault === undefined) return undefined;
    if (fault.after-- > 0) return undefined;
    fault.times--;
    return fault;
  }

  answer(method, path, body) {
    if (method === "POST" && path === "/v1/querybatch") return this.batch(body);
    if (method === "POST" && path === "/v1/query") return this.query(body);
    const id = method === "GET" ? /^\/v1\/vulns\/([^/]+)$/.exec(path)?.[1] : undefined;
    if (id === undefined) return refuse(404, 5, "Not Found");
    const record = this.byId.get(decodeURIComponent(id));
    return record === undefined ? refuse(404, 5, "Bug not found.") : { status: 200, body: record };
  }

  batch({ queries = [] }) {
    if (queries.length > MAX_BATCH) return refuse(400, 3, "Too many queries.");
    const wrong = queries.map((query, at) => invalid(query, at)).find((reason) => reason !== undefined);
    if (wrong !== undefined) return refuse(400, 3, wrong);
    return { status: 200, body: { results: queries.map((query) => this.page(query, minimal)) } };
  }

  query(query) {
    const wrong = invalid(query);
    return wrong === undefined ? { status: 200, body: this.page(query, (record) => record) } : refuse(400, 3, wrong);
  }

  /** A page of the records of a package; with a version those whose `versions` have it. */
  page({ package: { ecosystem, name }, version, page_token: token }, shape) {
    const all = this.byPackage.get(keyOf({ package: { ecosystem, name } })) ?? [];
    const found = version ? all.filter((record) => hasVersion(record, { ecosystem, name }, version)) : all;
    if (this.tokenOnly && token === undefined && found.length > 0) return { next_page_token: "page-0" };
    const start = token === undefined ? 0 : Number(token.slice(5));
    const vulns = found.slice(start, start + this.pageSize).map(shape);
    const more = start + this.pageSize < found.length ? { next_page_token: `page-${start + this.pageSize}` } : {};
    return vulns.length === 0 ? more : { vulns, ...more };
  }
}

const minimal = ({ id, modified }) => ({ id, modified });
const refuse = (status, code, message) => ({ status, body: { code, message } });

/** What the API says of a query that it does not take. */
function invalid({ package: { ecosystem = "", name = "" } = {}, page_token: token }, at) {
  if (name === "" || ecosystem === "") return "Invalid query.";
  if (!ECOSYSTEMS.has(ecosystem.split(":")[0])) return "Invalid ecosystem.";
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return "Bad parameter value: Property project is too long.";
  if (token !== undefined && !/^page-\d{1,6}$/.test(token))
    return at === undefined ? "Invalid page token." : `Invalid page token at index: ${at}.`;
  return undefined;
}

/** The API normalises names of PyPI and compares all others as they are. */
function keyOf({ package: { ecosystem, name } }) {
  return `${ecosystem}\0${ecosystem === "PyPI" ? name.toLowerCase().replace(/[-_.]+/g, "-") : name}`;
}

function hasVersion(record, pkg, version) {
  return record.affected.some(
    (each) => each.package && keyOf(each) === keyOf({ package: pkg }) && each.versions?.includes(version),
  );
}

/** What goes wrong, by name. Each gets the answer that would have been right. */
const FAULTS = {
  status: (response, _, { status = 500, headers = {}, body = { code: 13, message: "internal" } }) =>
    send(response, status, JSON.stringify(body), headers),
  hang: () => undefined,
  reset: (response) => response.socket.destroy(),
  empty: (response) => send(response, 200, ""),
  "truncated-json": (response, text) => send(response, 200, text.slice(0, text.length / 2)),
  "truncated-body": (response, text) => {
    response.writeHead(200, { "content-length": Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), () => response.socket.destroy());
  },
  "wrong-length": (response, text) => {
    response.writeHead(200, { "content-length": Buffer.byteLength(text) + 100, connection: "close" });
    response.end(text);
  },
  "wrong-encoding": (response, text) => send(response, 200, text, { "content-encoding": "gzip" }),
  bomb: (response, _, { megabytes = 64 }) =>
    send(response, 200, gzipSync(Buffer.alloc(megabytes * 1024 ** 2, " ")), { "content-encoding": "gzip" }),
  huge: (response, _, { megabytes = 64 }) => send(response, 200, Buffer.alloc(megabytes * 1024 ** 2, " ")),
  json: (response, _, { json }) => send(response, 200, JSON.stringify(json)),
  "endless-tokens": (response, text, { fresh = false, number = 0 }, fault) => {
    fault.number = number + 1;
    const token = fresh ? `page-${fault.number}` : "page-7";
    const results = JSON.parse(text).results.map(() => ({ next_page_token: token }));
    send(response, 200, JSON.stringify({ results }));
  },
  drip: (response, text, { milliseconds = 200 }) => {
    response.writeHead(200, { "content-type": "application/json" });
    let at = 0;
    const timer = setInterval(() => {
      if (at >= text.length) return void (clearInterval(timer), response.end());
      response.write(text[at++]);
    }, milliseconds);
    response.on("close", () => clearInterval(timer));
  },
  redirect: (response, _, { location }) => send(response, 302, "", { location }),
};

function send(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body);
}

async function listen(osv, port) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => handle(osv, request, Buffer.concat(chunks).toString(), response));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return `http://127.0.0.1:${server.address().port}`;
}

function handle(osv, request, body, response) {
  const { method } = request;
  const path = new URL(request.url, "http://127.0.0.1").pathname;
  if (path === "/_seen") return send(response, 200, JSON.stringify(osv.seen));
  if (path === "/_steer") return void (osv.steer(JSON.parse(body)), send(response, 200, "{}"));
  osv.seen.push({ method, path, headers: request.headers, body });
  let asked;
  try {
    asked = body === "" ? {} : JSON.parse(body);
  } catch {
    return send(response, 400, JSON.stringify({ code: 3, message: "Message is no JSON." }));
  }
  const { status, body: right } = osv.answer(method, path, asked);
  const fault = osv.faultFor(path, body);
  const text = JSON.stringify(right);
  setTimeout(() => {
    if (fault !== undefined) return void FAULTS[fault.kind](response, text, fault, fault);
    const encode = { gzip: gzipSync, br: brotliCompressSync }[osv.encoding];
    send(response, status, encode ? encode(text) : text, encode ? { "content-encoding": osv.encoding } : {});
  }, osv.delay);
}

function recordsIn(file) {
  const bytes = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  if (/\.json(\.gz)?$/.test(file)) return [JSON.parse(text)].flat();
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line));
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: "string", multiple: true, default: [] },
      delay: { type: "string", default: "0" },
      port: { type: "string", default: "0" },
      "page-size": { type: "string", default: "1000" },
    },
  });
  const osv = new Osv();
  const records = [...values.records, ...positionals].flatMap(recordsIn);
  osv.steer({ records, delay: Number(values.delay), pageSize: Number(values["page-size"]) });
  console.log(await listen(osv, Number(values.port)));
  // Ends with the process that started it, however that ends.
  if (!process.stdin.isTTY && process.env.OSV_SERVER_STDIN === "1")
    process.stdin.on("end", () => process.exit()).resume();
}

await main();
