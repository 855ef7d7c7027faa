import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong; tests change it between requests. */
export interface BucketFaults {
  /** Only for requests of this method. */
  only?: "HEAD" | "GET";
  /** Instead of an answer, and for how many requests. */
  status?: number;
  times?: number;
  /** The digest to name, `""` for none. */
  digest?: string;
  /** Bytes of a body after which the connection ends. */
  truncate?: number;
  /** Another content than the digest says. */
  corrupt?: boolean;
  /** No answer at all. */
  hang?: boolean;
  /** The content after the first question. */
  swap?: Buffer;
  /** Ranges are not known. */
  noRanges?: boolean;
}

interface StoredObject {
  content: Buffer;
  md5: string;
  readonly modified: Date;
}

/** A bucket of Google Cloud Storage on loopback, as far as `host/osv-bucket.ts` asks it: objects, ranges, digests. */
export class Bucket {
  base = "";
  readonly requests: string[] = [];
  readonly faults: BucketFaults = {};
  private readonly objects = new Map<string, StoredObject>();
  private readonly server = createServer((request, response) => {
    const range = request.headers.range === undefined ? "" : ` ${request.headers.range}`;
    this.requests.push(`${request.method} ${request.url}${range}`);
    this.answer(request, response);
  });

  static async start(): Promise<Bucket> {
    const bucket = new Bucket();
    await new Promise<void>((resolve) => bucket.server.listen(0, "127.0.0.1", resolve));
    bucket.base = `http://127.0.0.1:${(bucket.server.address() as AddressInfo).port}`;
    return bucket;
  }

  /** `path` as `/PyPI/all.zip`. */
  set(path: string, content: Buffer): void {
    this.objects.set(path, { content, md5: md5Of(content), modified: new Date("2026-11-20T06:30:00Z") });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { only, ...all } = this.faults;
    const faults = only === undefined || only === request.method ? all : {};
    if (faults.hang === true) return;
    if (faults.status !== undefined && (this.faults.times === undefined || this.faults.times-- > 0))
      return void response.writeHead(faults.status, { location: "http://127.0.0.1:9/" }).end("no");
    const object = this.objects.get(decodeURIComponent(request.url!));
    if (object === undefined) return void response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
    const { content, modified } = object;
    const range = faults.noRanges === true ? null : /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    const from = range === null ? 0 : Number(range[1]);
    const to = range === null ? content.length : Math.min(content.length, Number(range[2]) + 1);
    const digest = faults.digest ?? object.md5;
    const body = Buffer.from(content.subarray(from, to));
    if (faults.corrupt === true) body[body.length >> 1]! ^= 1;
    response.writeHead(range === null ? 200 : 206, {
      ...(digest === "" ? {} : { "x-goog-hash": ["crc32c=AAAAAA==", `md5=${digest}`] }),
      ...(range === null ? {} : { "content-range": `bytes ${from}-${to - 1}/${content.length}` }),
      "content-length": body.length,
      "last-modified": modified.toUTCString(),
    });
    const { swap } = this.faults;
    if (swap !== undefined && request.method === "HEAD") Object.assign(object, { content: swap, md5: md5Of(swap) });
    if (request.method === "HEAD") response.end();
    else if (faults.truncate === undefined) response.end(body);
    else response.write(body.subarray(0, faults.truncate), () => response.destroy());
  }
}

function md5Of(content: Buffer): string {
  return createHash("md5").update(content).digest("base64");
}
