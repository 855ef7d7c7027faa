import { checkedListing, narrowed } from "./listing";
import { SourceFailure, type ModelSource, type SourceFile, type SourceListing } from "./model-source";
import { isCommit, type SourceAddress } from "./source-address";

/** What a git source asks of git. Every method throws `SourceFailure`. */
export interface RemoteGit {
  /** Fetches one commit with its files; `revision` is a branch, a tag or a commit, absent the remote's own choice. */
  fetch(url: string, revision: string | undefined): string;
  /** The commit that a branch or tag is now. */
  tip(url: string, revision: string | undefined): string | undefined;
  /** All entries of a fetched commit, in git's order. */
  tree(commit: string): readonly GitEntry[];
  /** Content of a blob of a fetched commit. */
  blob(oid: string, maxBytes: number): Uint8Array;
  /** A pointer of Git LFS, where the bytes are one. */
  pointer(bytes: Uint8Array): { readonly oid: string; readonly size: number } | undefined;
  close(): void;
}

export interface GitEntry {
  /** `100644`, `100755`, `120000` (a link), `160000` (another repository). */
  readonly mode: string;
  readonly oid: string;
  /** Bytes; absent where git says none. */
  readonly size?: number;
  readonly path: string;
}

/** Bytes of one blob, which is held in memory: git itself is slow with larger ones, and hosts refuse them. CWE-770. */
const MAX_BLOB_BYTES = 512 * 1024 ** 2;
/** A pointer of Git LFS is shorter than this. */
const MAX_POINTER_BYTES = 1024;

/** A repository of git. Files in Git LFS have the digest and size that their pointers say; their content is not fetched here. */
export class GitSource implements ModelSource {
  readonly keepsRevisions = true;

  constructor(
    private readonly git: RemoteGit,
    private readonly source: Extract<SourceAddress, { kind: "git" }>,
  ) {}

  async resolve(revision?: string): Promise<SourceListing> {
    await Promise.resolve();
    const { url, only } = this.source;
    const commit = this.git.fetch(url, revision ?? this.source.revision);
    if (!isCommit(commit)) throw new SourceFailure("git answered with no commit", "lies");
    const notices: string[] = [];
    const files: SourceFile[] = [];
    for (const entry of this.git.tree(commit)) {
      if (entry.mode === "120000") notices.push(`${entry.path} is a link and was left out`);
      else if (entry.mode === "160000") notices.push(`${entry.path} is another repository and was left out`);
      else files.push(this.file(entry));
    }
    const server = serverOf(url);
    const all = checkedListing(server, files, { revision: commit, notices });
    return checkedListing(server, narrowed(server, all.files, only), all);
  }

  tip(): Promise<string | undefined> {
    const { url, revision } = this.source;
    return Promise.resolve().then(() => (isCommit(revision) ? revision : this.git.tip(url, revision)));
  }

  async *open(file: SourceFile): AsyncGenerator<Uint8Array> {
    if (file.sha256 !== undefined)
      throw new SourceFailure(`${file.path} is in Git LFS, which is not asked here: fetch it with git lfs`, "refused");
    yield await Promise.resolve(this.git.blob(file.from, MAX_BLOB_BYTES));
  }

  close(): void {
    this.git.close();
  }

  private file({ path, oid, size }: GitEntry): SourceFile {
    const pointer =
      size !== undefined && size < MAX_POINTER_BYTES
        ? this.git.pointer(this.git.blob(oid, MAX_POINTER_BYTES))
        : undefined;
    if (pointer !== undefined) return { path, from: oid, size: pointer.size, sha256: pointer.oid };
    return { path, from: oid, gitBlob: oid, ...(size === undefined ? {} : { size }) };
  }
}

function serverOf(url: string): string {
  return new URL(url).host || "the repository";
}
