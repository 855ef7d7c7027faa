import { createHash } from "node:crypto";
import type * as Saxes from "saxes";
import { serverOf } from "../core/http";
import { askSmall, refusal } from "./asking";
import { checkedListing, tooMany } from "./listing";
import {
  MAX_SOURCE_FILES,
  SourceFailure,
  type Asking,
  type ModelSource,
  type SourceFile,
  type SourceListing,
} from "./model-source";
import { addressPath, contentOf } from "./ranged-content";

/** Loaded on first use. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const saxes = (): typeof Saxes => require("saxes") as typeof Saxes;

/** Bytes of one page of a listing: a thousand keys of 1,024 bytes, with what is said of each. CWE-770. */
const MAX_PAGE_BYTES = 8 * 1024 ** 2;
/** Pages of one listing. CWE-835. */
const MAX_PAGES = 1_000;
/** Elements inside each other; a listing has four. CWE-674. */
const MAX_DEPTH = 16;
/** Characters of one value. CWE-770. */
const MAX_VALUE = 4096;

export interface S3Options extends Asking {
  /** Of a server that speaks S3's language, asked by path (`AWS_ENDPOINT_URL`); absent it is Amazon's. */
  readonly endpoint?: string;
  readonly region?: string;
}

/**
 * A public prefix of a bucket, listed by ListObjectsV2 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html)
 * without credentials. What stands for a revision is the digest of the keys, sizes and ETags that it lists.
 */
export class S3Source implements ModelSource {
  readonly keepsRevisions = false;
  private readonly base: string;

  constructor(
    private readonly options: S3Options,
    private readonly bucket: string,
    private readonly prefix: string,
  ) {
    this.base = baseOf(options, bucket);
  }

  async resolve(): Promise<SourceListing> {
    const objects = await this.objects();
    const digest = createHash("sha256");
    for (const { key, size, etag } of objects) digest.update(JSON.stringify([key, size, etag]));
    const files = objects.map((object) => this.file(object));
    if (files.length === 0) throw new SourceFailure(`s3://${this.bucket} has nothing at ${this.prefix}`, "gone");
    return checkedListing(`s3://${this.bucket}`, files, {
      revision: `listing-sha256:${digest.digest("hex")}`,
      notices: [],
    });
  }

  async tip(): Promise<string | undefined> {
    return (await this.resolve()).revision;
  }

  open({ from, path, size }: SourceFile): AsyncIterable<Uint8Array> {
    return contentOf(this.options, { url: from, what: path, ...(size === undefined ? {} : { size }) });
  }

  /** The prefix is a directory, or one object. `model` does not mean `model-2/x`, though S3 lists that too. */
  private async objects(): Promise<readonly S3Object[]> {
    const directory = this.prefix === "" || this.prefix.endsWith("/") ? this.prefix : `${this.prefix}/`;
    const all = await this.list();
    const single = all.find(({ key }) => key === this.prefix && !key.endsWith("/"));
    if (single !== undefined) return [single];
    return all.filter(({ key }) => key.startsWith(directory) && !key.endsWith("/"));
  }

  private file({ key, size }: S3Object): SourceFile {
    const cut = key === this.prefix ? key.lastIndexOf("/") + 1 : this.prefix.replace(/\/?$/, "/").length;
    const path = key.slice(this.prefix === "" ? 0 : cut);
    return { path, size, from: `${this.base}/${addressPath(key)}` };
  }

  private async list(): Promise<readonly S3Object[]> {
    const objects: S3Object[] = [];
    const tokens = new Set<string>();
    let token: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const query = new URLSearchParams({ "list-type": "2", prefix: this.prefix });
      if (token !== undefined) query.set("continuation-token", token);
      const listing = await this.page(`${this.base}/?${query.toString()}`);
      objects.push(...listing.objects);
      if (objects.length > MAX_SOURCE_FILES) throw tooMany(`s3://${this.bucket}`);
      if (!listing.truncated) return objects;
      token = listing.token;
      if (token === undefined || tokens.has(token)) break;
      tokens.add(token);
    }
    throw new SourceFailure(`${serverOf(this.base)} gives a listing without an end`, "lies");
  }

  private async page(url: string): Promise<S3Page> {
    const answer = await askSmall(this.options, { method: "GET", url, maxBytes: MAX_PAGE_BYTES });
    const region = answer.headers.get("x-amz-bucket-region");
    if (answer.status === 301 && region !== undefined && /^[a-z0-9-]{1,40}$/.test(region))
      throw new SourceFailure(`s3://${this.bucket} is in another region: set AWS_REGION=${region}`, "refused");
    if (answer.status !== 200) throw refusal(answer, url, `s3://${this.bucket}`);
    return readListing(Buffer.from(answer.body).toString("utf8"), serverOf(url));
  }
}

/** Amazon's certificates do not cover names with dots before the service's. */
function baseOf({ endpoint, region }: S3Options, bucket: string): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, "")}/${bucket}`;
  const host = region === undefined ? "s3.amazonaws.com" : `s3.${region}.amazonaws.com`;
  return bucket.includes(".") ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

interface S3Object {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

interface S3Page {
  readonly objects: readonly S3Object[];
  readonly truncated: boolean;
  readonly token?: string;
}

/** Reads a `ListBucketResult`. No entity is expanded but the five of XML. Throws `SourceFailure`. */
export function readListing(text: string, server: string): S3Page {
  const wrong = (why: string) => new SourceFailure(`${server} answered with no listing: ${why}`, "lies");
  const path: string[] = [];
  const objects: S3Object[] = [];
  const page = new Map<string, string>();
  let object = new Map<string, string>();
  let value = "";
  const parser = new (saxes().SaxesParser)({ xmlns: false });
  parser.on("error", () => {
    throw wrong("it is no XML");
  });
  parser.on("doctype", () => {
    throw wrong("it declares a type");
  });
  parser.on("opentagstart", ({ name }) => {
    path.push(name.slice(0, 100));
    value = "";
    if (path.length > MAX_DEPTH) throw wrong("too many elements inside each other");
    if (path.length === 1 && name !== "ListBucketResult") throw wrong("it is something else");
    if (path.length === 2 && name === "Contents") object = new Map();
  });
  const take = (more: string) => {
    value += more;
    if (value.length > MAX_VALUE) throw wrong("a value is too long");
  };
  parser.on("text", take);
  parser.on("cdata", take);
  parser.on("closetag", () => {
    const name = path.pop()!;
    if (path.length === 1 && name === "Contents") objects.push(objectOf(object, wrong));
    else if (path.length === 1) page.set(name, value);
    else if (path.length === 2 && path[1] === "Contents") object.set(name, value);
    value = "";
  });
  parser.write(text).close();
  const token = page.get("NextContinuationToken");
  return { objects, truncated: page.get("IsTruncated")?.trim() === "true", ...(token === undefined ? {} : { token }) };
}

function objectOf(values: ReadonlyMap<string, string>, wrong: (why: string) => SourceFailure): S3Object {
  const [key, size] = [values.get("Key"), values.get("Size")];
  if (key === undefined || size === undefined || !/^\d{1,15}$/.test(size.trim()))
    throw wrong("an object has no key or size");
  return { key, size: Number(size), etag: values.get("ETag") ?? "" };
}
