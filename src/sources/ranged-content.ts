import { HttpFailure, serverOf, type HttpAnswer } from "../core/http";
import { ask, refusal } from "./asking";
import { SourceFailure, type Asking } from "./model-source";
import { isLoopback, isSafeAddress } from "./source-address";

/** Bytes asked for at once: they are held in memory. */
const PIECE_BYTES = 16 * 1024 ** 2;
/** Bytes of a file whose server gives no parts, and of which all is held in memory. CWE-770. */
const MAX_WHOLE_BYTES = 512 * 1024 ** 2;
/** Bytes of one file: 8 TiB, more than any hub takes. CWE-400. */
const MAX_CONTENT_BYTES = 8 * 1024 ** 4;
/** Redirects on the way to content: the hub makes one to its storage, some mirrors two. CWE-601, CWE-835. */
const MAX_REDIRECTS = 5;
/** Bytes that are read of any answer, however short the content: redirects and refusals have pages of their own. */
const MIN_ANSWER_BYTES = 1024 ** 2;
/** What is passed on compressed would have other bytes than its digest says. */
const PLAIN = { "accept-encoding": "identity" };

/** Content to fetch. `headers` may hold credentials and go to the origin of `url` only. */
export interface ContentRequest {
  readonly url: string;
  /** Names it in words. */
  readonly what: string;
  /** Bytes that the source says it has; more or fewer are a lie. */
  readonly size?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the server says of content, without fetching it. */
export interface ContentHead {
  readonly size?: number;
  /** `ETag`, or else `Last-Modified`. */
  readonly version?: string;
}

/** A path as a part of an address. Halves of surrogate pairs, which `refusedName` refuses later, would make the escape throw. */
export function addressPath(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}

/** Asks with HEAD, or for one byte where a server does not take that. */
export async function headOf(asking: Asking, request: ContentRequest): Promise<ContentHead> {
  let { answer } = await follow(asking, request, "HEAD", {}, 0);
  if (answer.status === 405 || answer.status === 501 || answer.status === 403)
    ({ answer } = await follow(asking, request, "GET", { range: "bytes=0-0" }, 64 * 1024));
  const version = answer.headers.get("etag") ?? answer.headers.get("last-modified");
  if (answer.status !== 200 && answer.status !== 206) throw refusal(answer, request.url, request.what);
  const length =
    answer.status === 206
      ? rangeOf(answer)?.total
      : sizeOf(answer.headers.get("content-length"), answer.headers.get("content-encoding"));
  return {
    ...(length === undefined ? {} : { size: length }),
    ...(version === undefined ? {} : { version: tidy(version) }),
  };
}

/** The content in order, in pieces. Throws `SourceFailure`, also where the server's words about it do not hold together. */
export async function* contentOf(asking: Asking, request: ContentRequest): AsyncGenerator<Uint8Array> {
  if (request.size !== undefined && request.size <= PIECE_BYTES) {
    yield await wholeOf(asking, request);
    return;
  }
  let known: Piece | undefined;
  for (let at = 0; at < (known?.total ?? Infinity);) {
    const to = Math.min(at + PIECE_BYTES, known?.total ?? request.size ?? Infinity);
    const piece = await pieceOf(asking, request, at, to);
    if (piece === undefined || piece instanceof Uint8Array) {
      yield piece ?? (await wholeOf(asking, request));
      return;
    }
    const total = known?.total ?? request.size ?? piece.total;
    if (piece.total !== total) throw other(request, `${piece.total} bytes where it said ${total}`);
    if (total > MAX_CONTENT_BYTES) throw other(request, `${total} bytes, more than are read`);
    if (known !== undefined && piece.version !== known.version) throw other(request, "another version in the middle");
    known = piece;
    at += piece.body.length;
    yield piece.body;
  }
}

interface Piece {
  readonly body: Uint8Array;
  readonly total: number;
  readonly version?: string;
}

/** A part of the content; all of it where it is short and the server gives no parts; undefined where it is long. */
async function pieceOf(
  asking: Asking,
  request: ContentRequest,
  from: number,
  to: number,
): Promise<Piece | Uint8Array | undefined> {
  let answer: HttpAnswer;
  try {
    ({ answer } = await follow(asking, request, "GET", { range: `bytes=${from}-${to - 1}` }, to - from));
  } catch (error) {
    if (error instanceof HttpFailure && from === 0) return undefined;
    throw failure(error);
  }
  if (answer.status === 200 && from === 0) return checked(request, answer.body);
  if (answer.status === 416 && from === 0 && /^bytes \*\/0$/.test(answer.headers.get("content-range") ?? ""))
    return { body: new Uint8Array(), total: 0 };
  if (answer.status !== 206) throw refusal(answer, request.url, request.what);
  const range = rangeOf(answer);
  if (range === undefined) throw other(request, "a part without saying which");
  const last = Math.min(to, range.total) - 1;
  if (range.from !== from || range.to !== last) throw other(request, "another part than was asked for");
  if (answer.body.length !== last - from + 1)
    throw other(request, `${answer.body.length} bytes where ${last - from + 1} were asked for`);
  const version = answer.headers.get("etag");
  return { body: answer.body, total: range.total, ...(version === undefined ? {} : { version }) };
}

async function wholeOf(asking: Asking, request: ContentRequest): Promise<Uint8Array> {
  try {
    const most = request.size ?? MAX_WHOLE_BYTES;
    if (most > MAX_WHOLE_BYTES)
      throw new SourceFailure(`${serverOf(request.url)} gives no parts of ${request.what}, which is too large to hold`);
    const { answer } = await follow(asking, request, "GET", {}, most);
    if (answer.status !== 200) throw refusal(answer, request.url, request.what);
    return checked(request, answer.body);
  } catch (error) {
    throw failure(error);
  }
}

function checked(request: ContentRequest, body: Uint8Array): Uint8Array {
  if (request.size !== undefined && body.length !== request.size)
    throw other(request, `${body.length} bytes where it said ${request.size}`);
  return body;
}

/** Follows redirects: to https, or on this machine where the way began there; credentials stay at the first origin. */
async function follow(
  asking: Asking,
  { url, what, headers }: ContentRequest,
  method: "GET" | "HEAD",
  extra: Readonly<Record<string, string>>,
  maxBytes: number,
): Promise<{ readonly answer: HttpAnswer }> {
  const first = new URL(url);
  let at = first;
  for (let redirects = 0; ; redirects++) {
    const own = at.origin === first.origin ? headers : {};
    const most = Math.max(maxBytes, MIN_ANSWER_BYTES);
    const answer = await ask(asking, { method, url: at.href, headers: { ...PLAIN, ...own, ...extra }, maxBytes: most });
    const location = answer.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return { answer };
    if (redirects === MAX_REDIRECTS)
      throw new SourceFailure(
        `${first.host} sends on and on for ${what} (more than ${MAX_REDIRECTS} redirects)`,
        "lies",
      );
    at = nextAddress(location, at, first, what);
  }
}

function nextAddress(location: string, at: URL, first: URL, what: string): URL {
  const next = URL.canParse(location, at.href) ? new URL(location, at.href) : undefined;
  const allowed = next !== undefined && isSafeAddress(next) && (!isLoopback(next) || isLoopback(first));
  if (!allowed)
    throw new SourceFailure(`${at.host} sends on to where ${what} is not fetched from: only https is`, "lies");
  next.username = next.password = "";
  return next;
}

function rangeOf(
  answer: HttpAnswer,
): { readonly from: number; readonly to: number; readonly total: number } | undefined {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(answer.headers.get("content-range") ?? "");
  return found === null ? undefined : { from: Number(found[1]), to: Number(found[2]), total: Number(found[3]) };
}

function sizeOf(length: string | undefined, encoding: string | undefined): number | undefined {
  const plain = encoding === undefined || encoding === "identity";
  return plain && length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}

/** A version as one short line. */
function tidy(version: string): string {
  return version.replace(/[^\u0020-\u007e]/g, "?").slice(0, 200);
}

function other({ url, what }: ContentRequest, sent: string): SourceFailure {
  return new SourceFailure(`${serverOf(url)} sent ${sent} for ${what}`, "lies");
}

function failure(error: unknown): unknown {
  return error instanceof HttpFailure ? new SourceFailure(error.message, "lies") : error;
}
