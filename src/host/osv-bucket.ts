import { mkdir, open, rename, rm, utimes, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { HttpFailure, serverOf, type HttpAnswer, type HttpClient, type HttpRequest } from "../core/http";
import type { Ecosystem } from "../core/ecosystem";
import { RandomAccessFile } from "./random-access-file";

/** Where OSV publishes its databases (https://google.github.io/osv.dev/data/#data-dumps). */
export const OSV_BUCKET = "https://osv-vulnerabilities.storage.googleapis.com";

/** Bytes of a database; OSV's largest has some hundreds of megabytes (CWE-400). */
const MAX_DATABASE_BYTES = 2 * 1024 * 1024 * 1024;
/** Bytes asked for at once: they are held in memory. */
const PIECE_BYTES = 8 * 1024 * 1024;
/** Pieces under way. */
const LANES = 3;
/** Milliseconds for the question what there is, for a piece, and for all of a database (CWE-400). */
const QUESTION_MS = 10_000;
const PIECE_MS = 60_000;
const DOWNLOAD_MS = 600_000;
/** Times that a request is made, and milliseconds before the second; twice that before the third. */
const ATTEMPTS = 3;
const PAUSE_MS = 300;

/** What the bucket says of a database now. */
export interface BucketObject {
  readonly url: string;
  readonly size: number;
  /** Base64, as Google Cloud Storage says it; absent from other servers, and for objects made of several. */
  readonly md5?: string;
  readonly modified?: Date;
}

export interface BucketOptions {
  readonly http: HttpClient;
  /** Instead of `OSV_BUCKET`: a mirror. */
  readonly base?: string;
  /** Milliseconds, for tests. */
  readonly timeouts?: { readonly question?: number; readonly piece?: number; readonly pause?: number };
}

/** Why a database could not be had, in words. */
export class BucketFailure extends Error {
  override readonly name = "BucketFailure";
}

export function addressOf(ecosystem: Ecosystem, base = OSV_BUCKET): string {
  return `${base.replace(/\/+$/, "")}/${encodeURIComponent(ecosystem)}/all.zip`;
}

/** Asks what the database is now, without fetching it. Throws `BucketFailure`. */
export async function askBucket(options: BucketOptions, ecosystem: Ecosystem): Promise<BucketObject> {
  const url = addressOf(ecosystem, options.base);
  const answer = await ask(options, {
    method: "HEAD",
    url,
    headers: PLAIN,
    maxBytes: 0,
    timeoutMs: options.timeouts?.question ?? QUESTION_MS,
  });
  if (answer.status === 404) throw new BucketFailure(`${serverOf(url)} has no database for ${ecosystem} (status 404)`);
  if (answer.status !== 200) throw new BucketFailure(`${serverOf(url)} answered with status ${answer.status}`);
  const size = Number(answer.headers.get("content-length") ?? Number.NaN);
  if (!Number.isSafeInteger(size) || size <= 0)
    throw new BucketFailure(`${serverOf(url)} does not say how long the database for ${ecosystem} is`);
  if (size > MAX_DATABASE_BYTES)
    throw new BucketFailure(
      `the database for ${ecosystem} has ${size} bytes; at most ${MAX_DATABASE_BYTES} are fetched`,
    );
  const md5 = md5Of(answer);
  const modified = new Date(answer.headers.get("last-modified") ?? Number.NaN);
  return {
    url,
    size,
    ...(md5 === undefined ? {} : { md5 }),
    ...(Number.isNaN(modified.getTime()) ? {} : { modified }),
  };
}

/**
 * Fetches what `askBucket` described to `path`, in pieces, so that memory stays small; there is a file at `path` only when all of it
 * is there and its digest is right. Its time is the database's. Throws `BucketFailure`.
 */
export async function fetchDatabase(options: BucketOptions, object: BucketObject, path: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rm(part, { force: true });
  const file = await open(part, "wx", 0o600);
  try {
    await fetchPieces(options, object, file).finally(() => file.close());
    verify(part, object);
    if (object.modified !== undefined) await utimes(part, object.modified, object.modified);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Whether the file is, byte for byte, what the bucket has now. Without a digest nobody can tell. */
export function isCurrent(file: RandomAccessFile, { size, md5 }: BucketObject): boolean {
  return md5 !== undefined && file.size === size && file.digest("md5", "base64") === md5;
}

/** What may be stored and passed on compressed would have other bytes than its digest says. */
const PLAIN = { "accept-encoding": "identity" };

async function fetchPieces(options: BucketOptions, object: BucketObject, file: FileHandle): Promise<void> {
  const until = Date.now() + DOWNLOAD_MS;
  let next = 0;
  const lane = async (): Promise<void> => {
    try {
      while (next < object.size) {
        const from = next;
        next = Math.min(object.size, from + PIECE_BYTES);
        if (Date.now() > until)
          throw new BucketFailure(`${serverOf(object.url)} is too slow: given up after ${DOWNLOAD_MS / 1000} s`);
        const bytes = await fetchPiece(options, object, from, next);
        await writeAll(file, bytes, from);
      }
    } finally {
      next = object.size; // Where one lane fails, the others end.
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const each of ended) if (each.status === "rejected") throw each.reason;
}

async function fetchPiece(options: BucketOptions, object: BucketObject, from: number, to: number): Promise<Uint8Array> {
  const whole = from === 0 && to === object.size;
  const answer = await ask(options, {
    method: "GET",
    url: object.url,
    headers: whole ? PLAIN : { ...PLAIN, range: `bytes=${from}-${to - 1}` },
    maxBytes: to - from,
    timeoutMs: options.timeouts?.piece ?? PIECE_MS,
  });
  const server = serverOf(object.url);
  if (answer.status !== (whole ? 200 : 206)) throw new BucketFailure(`${server} answered with status ${answer.status}`);
  const range = answer.headers.get("content-range");
  if (!whole && range !== `bytes ${from}-${to - 1}/${object.size}`)
    throw new BucketFailure(
      `${server} answered with another part than was asked for: the database may just have changed`,
    );
  const md5 = md5Of(answer);
  if (md5 !== undefined && object.md5 !== undefined && md5 !== object.md5)
    throw new BucketFailure(`the database at ${server} changed while it was fetched`);
  if (answer.body.length !== to - from)
    throw new BucketFailure(`${server} sent ${answer.body.length} bytes where ${to - from} were asked for`);
  return answer.body;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

function verify(path: string, object: BucketObject): void {
  const file = new RandomAccessFile(path);
  try {
    if (object.md5 !== undefined && !isCurrent(file, object))
      throw new BucketFailure(`what ${serverOf(object.url)} sent has another digest than it says`);
  } finally {
    file.close();
  }
}

/** Again after a pause where the server or the line had a bad moment. */
async function ask(options: BucketOptions, request: HttpRequest): Promise<HttpAnswer> {
  const pause = options.timeouts?.pause ?? PAUSE_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await options.http.request(request);
      if (attempt === ATTEMPTS || !(answer.status === 429 || answer.status >= 500)) return answer;
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (attempt === ATTEMPTS || !PASSING.has(error.kind)) throw new BucketFailure(error.message, { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, pause * 2 ** (attempt - 1)));
  }
}

/** Failures that may be over in a moment. A timeout is not asked again: it has taken its time. */
const PASSING: ReadonlySet<string> = new Set(["connection", "truncated", "dns"]);

/** From `x-goog-hash: crc32c=..., md5=...` (https://cloud.google.com/storage/docs/xml-api/reference-headers). */
function md5Of(answer: HttpAnswer): string | undefined {
  return /(?:^|[\s,])md5=([A-Za-z0-9+/]{22}==)(?:[\s,]|$)/.exec(answer.headers.get("x-goog-hash") ?? "")?.[1];
}
