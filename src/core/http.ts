/**
 * What code above the host asks of the network. The implementation is `host/http.ts`; tests give their own.
 */
export interface HttpClient {
  /**
   * One request, one answer, whatever its status; redirects are answers and are not followed. Throws `HttpFailure` where
   * there is no whole answer, and nothing else.
   */
  request(request: HttpRequest): Promise<HttpAnswer>;
}

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The most bytes of the answer's body, before and after it is decoded. */
  readonly maxBytes: number;
  /** Milliseconds from the call to the last byte of the answer. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Decoded: `gzip` and the like are undone. */
  readonly body: Uint8Array;
}

/** Why there is no answer. `address`: what was asked for is no address; `aborted`: by the caller's signal. */
export type HttpFailureKind =
  | "aborted"
  | "address"
  | "connection"
  | "dns"
  | "encoding"
  | "proxy"
  | "refused"
  | "timeout"
  | "tls"
  | "too-large"
  | "truncated";

/** In words for people: what happened and at which server. Never holds credentials, paths or queries. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  constructor(
    readonly kind: HttpFailureKind,
    message: string,
  ) {
    super(message);
  }
}

/** The server of an address, for words: host and port without user, path and query. */
export function serverOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host || "a server without a name" : "what is no address";
}

/**
 * Milliseconds that a `Retry-After` header says (RFC 9110, 10.2.3): seconds, or a date, measured from `since` (milliseconds since 1970).
 * Undefined: it is neither.
 */
export function waitAskedFor(header: string | undefined, since: number): number | undefined {
  const value = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Date.parse reads "-5" as a month: only what begins with a day of the week is a date here.
  const wait = /^[A-Z][a-z]{2,8}, /.test(value) ? Date.parse(value) - since : NaN;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
