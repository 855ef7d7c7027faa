import { serverOf, type HttpAnswer } from "../core/http";
import { askSmall, refusal } from "./asking";
import { checkedListing, narrowed, tooMany } from "./listing";
import {
  MAX_SOURCE_FILES,
  SourceFailure,
  type Asking,
  type ModelSource,
  type SourceFile,
  type SourceListing,
} from "./model-source";
import { addressPath, contentOf } from "./ranged-content";
import { isCommit, type SourceAddress } from "./source-address";

/** Bytes of one answer of the API: a page of a thousand files has some 300 kB. CWE-770. */
const MAX_ANSWER_BYTES = 16 * 1024 ** 2;
/** Pages of one listing. CWE-835. */
const MAX_PAGES = 1_000;

export interface HubOptions extends Asking {
  /** Origin, and path if any, without a slash at the end. */
  readonly endpoint: string;
  /** Goes to the endpoint's origin only. */
  readonly token?: string;
}

/**
 * The Hugging Face hub (https://huggingface.co/docs/hub/api). Content in Git LFS or Xet has its SHA-256 in the listing;
 * smaller files have the SHA-1 that git gives a blob.
 */
export class HubSource implements ModelSource {
  readonly keepsRevisions = true;
  private readonly server: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly options: HubOptions,
    private readonly source: Extract<SourceAddress, { kind: "hub" }>,
  ) {
    this.server = serverOf(options.endpoint);
    this.headers = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
  }

  async resolve(revision?: string): Promise<SourceListing> {
    const commit = await this.commitOf(revision ?? this.source.revision ?? "main");
    const all = checkedListing(this.server, await this.tree(commit), { revision: commit, notices: [] });
    return checkedListing(this.server, narrowed(this.server, all.files, this.source.only), all);
  }

  async tip(): Promise<string> {
    return this.commitOf(this.source.revision ?? "main");
  }

  open(file: SourceFile): AsyncIterable<Uint8Array> {
    const { size, path, from } = file;
    return contentOf(this.options, {
      url: from,
      what: path,
      headers: this.headers,
      ...(size === undefined ? {} : { size }),
    });
  }

  private async commitOf(revision: string): Promise<string> {
    const url = `${this.api()}/revision/${encodeURIComponent(revision)}?expand=sha`;
    const answer = await this.get(url);
    if (answer.status !== 200) throw this.refused(answer, url, revision);
    const { sha } = record(parsed(answer, this.server));
    if (typeof sha !== "string" || !isCommit(sha)) throw this.lie("no commit");
    if (isCommit(revision) && sha !== revision) throw this.lie("another commit than was asked for");
    return sha;
  }

  private async tree(commit: string): Promise<readonly SourceFile[]> {
    const files: SourceFile[] = [];
    const first = `${this.api()}/tree/${commit}?recursive=true&expand=false`;
    let next: string | undefined = first;
    for (let page = 0; next !== undefined; page++) {
      if (page === MAX_PAGES) throw tooMany(this.server);
      const answer = await this.get(next);
      if (answer.status !== 200) throw this.refused(answer, next, commit);
      const entries = parsed(answer, this.server);
      if (!Array.isArray(entries)) throw this.lie("no list of files");
      for (const entry of entries) this.add(files, record(entry), commit);
      if (files.length > MAX_SOURCE_FILES) throw tooMany(this.server);
      next = this.nextPage(answer, next);
    }
    return files;
  }

  /** `{type, path, size, oid, lfs: {oid, size}}`; directories are listed too. */
  private add(files: SourceFile[], entry: Readonly<Record<string, unknown>>, commit: string): void {
    const { type, path, size, oid } = entry;
    if (type === "directory") return;
    if (type !== "file" || typeof path !== "string") throw this.lie("an entry that is no file");
    const lfs = entry["lfs"] === undefined || entry["lfs"] === null ? undefined : record(entry["lfs"]);
    const bytes = lfs === undefined ? size : (lfs["size"] ?? size);
    if (typeof bytes !== "number") throw this.lie(`no size of ${path.slice(0, 100)}`);
    const sha256 = lfs?.["oid"];
    if (lfs !== undefined && (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)))
      throw this.lie(`no SHA-256 of ${path.slice(0, 100)}, which is in Git LFS`);
    const blob = lfs === undefined && typeof oid === "string" && /^[0-9a-f]{40}$/.test(oid) ? oid : undefined;
    const from = `${this.options.endpoint}/${this.source.model}/resolve/${commit}/${addressPath(path)}`;
    files.push({
      path,
      size: bytes,
      from,
      ...(typeof sha256 === "string" ? { sha256 } : {}),
      ...(blob === undefined ? {} : { gitBlob: blob }),
    });
  }

  /** By the `Link` header (RFC 8288); a page elsewhere is not asked, since the token would go with the question. */
  private nextPage(answer: HttpAnswer, at: string): string | undefined {
    const found = /<([^<>]{1,4096})>;\s*rel="?next"?/.exec(answer.headers.get("link")?.slice(0, 8192) ?? "")?.[1];
    if (found === undefined) return undefined;
    const next = URL.canParse(found, at) ? new URL(found, at) : undefined;
    if (next === undefined || next.origin !== new URL(at).origin) throw this.lie("a next page on another server");
    if (next.href === at) throw this.lie("a page that is followed by itself");
    return next.href;
  }

  private get(url: string): Promise<HttpAnswer> {
    return askSmall(this.options, { method: "GET", url, headers: this.headers, maxBytes: MAX_ANSWER_BYTES });
  }

  private api(): string {
    return `${this.options.endpoint}/api/models/${this.source.model}`;
  }

  private refused(answer: HttpAnswer, url: string, revision: string): SourceFailure {
    const code = answer.headers.get("x-error-code");
    const { model } = this.source;
    if (code === "RevisionNotFound")
      return new SourceFailure(`${model} has no revision ${revision} at ${this.server}`, "gone");
    if (answer.status === 401 || answer.status === 403) {
      const why =
        code === "GatedRepo" ? "is gated: accept its terms, and give" : "is gated, private or not there: give";
      return new SourceFailure(
        `${model} at ${this.server} ${why} a token in HF_TOKEN (status ${answer.status})`,
        "refused",
      );
    }
    return refusal(answer, url, `${model} at ${revision}`);
  }

  private lie(what: string): SourceFailure {
    return new SourceFailure(`${this.server} answered with ${what} for ${this.source.model}`, "lies");
  }
}

function parsed(answer: HttpAnswer, server: string): unknown {
  try {
    return JSON.parse(Buffer.from(answer.body).toString("utf8")) as unknown;
  } catch {
    throw new SourceFailure(`${server} answered with what is no JSON`, "lies");
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
