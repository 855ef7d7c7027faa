import type { HttpClient } from "../core/http";

/** A file as a source lists it. */
export interface SourceFile {
  /** Relative to the model; `refusedName` has no objection. */
  readonly path: string;
  /** Bytes, as the source says; absent where it does not. */
  readonly size?: number;
  /** Lower-case hex, as the source says. */
  readonly sha256?: string;
  /** Git's name of the content: SHA-1 (or SHA-256) of `blob <size>` and the content. Lower-case hex. */
  readonly gitBlob?: string;
  /** What `open` takes: an address, or a name that only the source knows. */
  readonly from: string;
}

/** What a source has. */
export interface SourceListing {
  /** Full commit, or what the source has instead; absent where it has nothing. */
  readonly revision?: string;
  /** Sorted by path, in code-point order. */
  readonly files: readonly SourceFile[];
  /** What was left out, in words: links, submodules. */
  readonly notices: readonly string[];
}

/** One place that a model comes from. Every method throws `SourceFailure`, and `HttpFailure` never. */
export interface ModelSource {
  /** Whether it can be asked for what it had at a revision. */
  readonly keepsRevisions: boolean;
  /** What it has: at `revision` where that is given and it keeps revisions, else at what its address says. */
  resolve(revision?: string): Promise<SourceListing>;
  /** The content of a listed file, in order, in pieces that hold until the next. */
  open(file: SourceFile): AsyncIterable<Uint8Array>;
  /** The revision that the address means now, without a listing. */
  tip(): Promise<string | undefined>;
  /** Removes what was kept for it. */
  close?(): void;
}

/** Why a source did not answer as it should, in words that hold no credentials. `gone`: it has no such thing. */
export class SourceFailure extends Error {
  override readonly name = "SourceFailure";
  constructor(
    message: string,
    readonly kind: "gone" | "refused" | "unreachable" | "lies" = "unreachable",
  ) {
    super(message);
  }
}

/** What sources that are asked over HTTP share. */
export interface Asking {
  readonly http: HttpClient;
  /** Milliseconds of one request, and of the pause before it is repeated. */
  readonly timeoutMs?: number;
  readonly pauseMs?: number;
}

/** Files of one source. The largest models have some thousands. CWE-770. */
export const MAX_SOURCE_FILES = 100_000;
