import { HttpFailure, type HttpClient } from "../core/http";

/** Bytes of one file of TUF metadata: Sigstore's largest has some 200 kB. CWE-400. */
const MAX_BYTES = 16 * 1024 ** 2;
/** Statuses whose answers have no body by definition: `Response` refuses one. */
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Runs what fetches from `origin` (the beginning of its addresses) by Node's global `fetch` with our client in its place, so that the
 * proxy of the environment, certificates of one's own and the limits hold there, too: Node's `fetch` knows no `HTTPS_PROXY`
 * (https://nodejs.org/api/globals.html#fetch). Libraries that take no client of ours need it; every other address goes the usual way.
 */
export async function withFetch<T>(http: HttpClient, origin: string, run: () => Promise<T>): Promise<T> {
  clients.set(origin, http);
  globalThis.fetch = byClient;
  try {
    return await run();
  } finally {
    clients.delete(origin);
    if (clients.size === 0) globalThis.fetch = nodes;
  }
}

const nodes = globalThis.fetch;
/** By the beginning of the addresses that each answers for. */
const clients = new Map<string, HttpClient>();

const byClient: typeof fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const [, http] = [...clients].find(([origin]) => url.startsWith(`${origin}/`)) ?? [];
  return http === undefined ? nodes(input, init) : answerOf(http, url, init?.signal ?? undefined);
};

/** What `fetch` would say: its failures of the network are a `TypeError` with the reason as its cause. */
async function answerOf(http: HttpClient, url: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    const { status, body } = await http.request({
      method: "GET",
      url,
      maxBytes: MAX_BYTES,
      ...(signal === undefined ? {} : { signal }),
    });
    return new Response(NO_BODY.has(status) ? null : Buffer.from(body), { status });
  } catch (error) {
    throw error instanceof HttpFailure ? new TypeError("fetch failed", { cause: error }) : error;
  }
}
