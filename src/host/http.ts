import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type * as Undici from "undici";
import { HttpFailure, serverOf, type HttpAnswer, type HttpClient, type HttpRequest } from "../core/http";
import { PROJECT } from "../core/project";
import type { Env } from "./git";
import { failureOf } from "./http-failures";
import { basicAuthorization, proxyFor, type Proxy } from "./proxy";

/** Loaded on first use, so that a run without look-ups does not pay for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const undici = (): typeof Undici => require("undici") as typeof Undici;

/** Connections to one server. More would be answered no faster and look like an attack. CWE-770. */
const MAX_CONNECTIONS = 64;
/** Milliseconds that an unused connection is kept; servers close theirs after 5 s and more. */
const KEEP_ALIVE_MS = 4_000;
/** Milliseconds of one request where the caller says nothing. CWE-400. */
const DEFAULT_TIMEOUT_MS = 60_000;

/** Hears of each request which server is asked (as `serverOf`); what it returns is called when there is an answer, or none will come. */
export type OnAsking = (server: string) => () => void;

export interface HttpOptions {
  readonly env: Env;
  readonly onAsking?: OnAsking | undefined;
  /** Certificates to trust instead of Node's own and those of `NODE_EXTRA_CA_CERTS`, as PEM. */
  readonly ca?: string;
}

/** A client for the whole run: it keeps connections open until it is closed. */
export interface ClosableHttpClient extends HttpClient {
  /** Ends what is still under way and all connections, so that the process can end. */
  close(): Promise<void>;
}

/** HTTP/1.1 over undici: keep-alive, proxies of the environment, bounded answers. Node's own `fetch` knows no proxy. */
export function createHttpClient({ env, ca, onAsking }: HttpOptions): ClosableHttpClient {
  const dispatchers = new Map<string, Undici.Dispatcher>();
  const dispatcherFor = (key: string, make: () => Undici.Dispatcher): Undici.Dispatcher => {
    const known = dispatchers.get(key);
    if (known !== undefined) return known;
    const made = make();
    dispatchers.set(key, made);
    return made;
  };
  const routeTo = (address: URL): Route => {
    const proxy = proxyFor(address, env);
    const connections = {
      connections: MAX_CONNECTIONS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    const connect = ca === undefined ? {} : { connect: { ca } };
    if (proxy === undefined || address.protocol === "http:")
      return {
        dispatcher: dispatcherFor("direct", () => new (undici().Agent)({ ...connections, ...connect })),
        ...(proxy === undefined ? {} : { proxy }),
      };
    const tunnel = () =>
      new (undici().ProxyAgent)({
        ...connections,
        uri: proxy.origin,
        ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
        ...(ca === undefined ? {} : { requestTls: { ca }, proxyTls: { ca } }),
      });
    return { dispatcher: dispatcherFor(`tunnel ${proxy.origin}`, tunnel), proxy };
  };
  return {
    request: (request) => {
      const answered = onAsking?.(serverOf(request.url));
      return send(request, routeTo).finally(answered);
    },
    close: async () => {
      const open = [...dispatchers.values()];
      dispatchers.clear();
      await Promise.all(open.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

interface Route {
  readonly dispatcher: Undici.Dispatcher;
  readonly proxy?: Proxy;
}

async function send(request: HttpRequest, routeTo: (address: URL) => Route): Promise<HttpAnswer> {
  const server = serverOf(request.url);
  const timeout = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const controller = new AbortController();
  const abort = () => controller.abort(new HttpFailure("aborted", `the request to ${server} was given up`));
  const timer = setTimeout(() => controller.abort(late(server, timeout)), Math.max(0, timeout));
  request.signal?.addEventListener("abort", abort, { once: true });
  if (request.signal?.aborted) abort();
  const state: Progress = { answering: false };
  try {
    const address = addressOf(request.url);
    const route = routeTo(address);
    if (route.proxy !== undefined) state.proxy = route.proxy.server;
    const answer = exchange(request, address, route, controller.signal, state);
    return await Promise.race([answer, aborted(controller.signal)]);
  } catch (error) {
    if (controller.signal.aborted) throw controller.signal.reason;
    throw failureOf(error, server, state);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", abort);
  }
}

/** Rejects when the signal says so: undici itself notices it only once there is a connection. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as HttpFailure);
    signal.addEventListener("abort", () => reject(signal.reason as HttpFailure), { once: true });
  });
}

/** How far a request came, which tells what its failure means. */
interface Progress {
  answering: boolean;
  proxy?: string;
}

async function exchange(
  request: HttpRequest,
  address: URL,
  { dispatcher, proxy }: Route,
  signal: AbortSignal,
  state: Progress,
): Promise<HttpAnswer> {
  const plain = proxy !== undefined && address.protocol === "http:" ? proxy : undefined;
  const answer = await dispatcher.request({
    origin: plain?.origin ?? address.origin,
    path: plain === undefined ? address.pathname + address.search : address.origin + address.pathname + address.search,
    method: request.method,
    headers: headersOf(request, address, plain),
    body: request.body ?? null,
    signal,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  state.answering = true;
  if (plain !== undefined && answer.statusCode === 407) {
    answer.body.on("error", () => undefined).destroy();
    throw new HttpFailure("proxy", `the proxy ${plain.server} wants credentials (status 407)`);
  }
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) headers.set(name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value);
  const body = await collect(answer.body, request.maxBytes, address.host);
  return { status: answer.statusCode, headers, body: await decoded(body, headers, request, address.host) };
}

function addressOf(text: string): URL {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || (address.protocol !== "http:" && address.protocol !== "https:"))
    throw new HttpFailure("address", "what was to be asked is no address of http or https");
  return address;
}

function headersOf(request: HttpRequest, address: URL, plain: Proxy | undefined): Record<string, string> {
  const authorization = basicAuthorization(address.username, address.password);
  return {
    host: address.host,
    "user-agent": `${PROJECT.name}/${PROJECT.version}`,
    "accept-encoding": "br, gzip",
    ...(authorization === undefined ? {} : { authorization }),
    ...(plain?.authorization === undefined ? {} : { "proxy-authorization": plain.authorization }),
    ...request.headers,
  };
}

async function collect(body: AsyncIterable<Uint8Array>, maxBytes: number, server: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(server, maxBytes);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
}

const DECODERS = new Map([
  ["gzip", promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip)],
  ["x-gzip", promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip)],
  ["deflate", promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflate)],
  ["br", promisify<Uint8Array, { maxOutputLength: number }, Buffer>(brotliDecompress)],
]);

async function decoded(
  body: Uint8Array,
  headers: ReadonlyMap<string, string>,
  { method, maxBytes }: HttpRequest,
  server: string,
): Promise<Uint8Array> {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  if (method === "HEAD" || body.length === 0 || encoding === "" || encoding === "identity") return body;
  const decode = DECODERS.get(encoding);
  if (decode === undefined)
    throw new HttpFailure("encoding", `the answer of ${server} is encoded in a way that is not read here`);
  try {
    return await decode(body, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(server, maxBytes);
    if (code === "Z_BUF_ERROR") throw new HttpFailure("truncated", `the answer of ${server} ends too early`);
    throw new HttpFailure("encoding", `the answer of ${server} is not the ${encoding} that it claims to be`);
  }
}

function tooLarge(server: string, maxBytes: number): HttpFailure {
  return new HttpFailure(
    "too-large",
    `the answer of ${server} is longer than ${maxBytes.toLocaleString("en-US")} bytes`,
  );
}

function late(server: string, timeout: number): HttpFailure {
  return new HttpFailure("timeout", `${server} gave no whole answer within ${Math.round(timeout / 100) / 10} s`);
}
