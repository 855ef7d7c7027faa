import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Git, GitError, type Env } from "./git";
import { parsePointer } from "./lfs-pointer";
import { displayPath } from "./path-bytes";

/** Milliseconds that a fetch may take. CWE-400. */
const FETCH_MS = 600_000;
/** Milliseconds of a question to the remote. */
const QUESTION_MS = 60_000;
/** Bytes of a listing: a hundred thousand files of long names, and not many more. CWE-770. */
const MAX_LISTING_BYTES = 64 * 1024 ** 2;

/** Nothing but https, plain http and files where the address itself says so; no hooks, filters or maintenance. */
function configFor(url: string): readonly (readonly [string, string])[] {
  const scheme = new URL(url).protocol.slice(0, -1);
  return [
    ["protocol.allow", "never"],
    [`protocol.${scheme}.allow`, "always"],
    ["http.followRedirects", "initial"],
    ["fetch.fsckObjects", "true"],
    ["transfer.fsckObjects", "true"],
    ["init.defaultBranch", "main"],
  ];
}

export interface RemoteGitEntry {
  readonly mode: string;
  readonly oid: string;
  readonly size?: number;
  readonly path: string;
}

/** A bare repository of its own in a temporary directory, into which commits of other repositories are fetched. */
export class RemoteGitRepository {
  private repository: Git | undefined;

  /** `failed` makes the error that callers know of git's words. */
  constructor(
    private readonly env: Env,
    private readonly failed: (words: string) => Error,
    private readonly timeoutMs?: number,
  ) {}

  fetch(url: string, revision: string | undefined): string {
    return this.run((git) => {
      const options = { config: configFor(url), timeout: this.timeoutMs ?? FETCH_MS };
      git.text(
        ["fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-commit-graph", url, revision ?? "HEAD"],
        options,
      );
      return git.text(["rev-parse", "--verify", "FETCH_HEAD^{commit}"]);
    });
  }

  tip(url: string, revision: string | undefined): string | undefined {
    return this.run((git) => {
      const wanted =
        revision === undefined
          ? ["HEAD"]
          : [`refs/heads/${revision}`, `refs/tags/${revision}`, `refs/tags/${revision}^{}`];
      const options = { config: configFor(url), timeout: this.timeoutMs ?? QUESTION_MS, maxBytes: 1024 * 1024 };
      const lines = git.text(["ls-remote", url, ...wanted], options).split("\n");
      const found = new Map(lines.map((line) => line.split("\t")).map(([oid = "", name = ""]) => [name, oid]));
      return wanted
        .map((name) => found.get(name))
        .filter((oid) => oid !== undefined)
        .at(revision === undefined || found.has(wanted[0]!) ? 0 : -1);
    });
  }

  tree(commit: string): readonly RemoteGitEntry[] {
    return this.run((git) =>
      git.names(["ls-tree", "-r", "-l", "-z", "--full-tree", commit], { maxBytes: MAX_LISTING_BYTES }).map((line) => {
        const tab = line.indexOf(0x09);
        const [mode = "", , oid = "", size = ""] = line.subarray(0, tab).toString("latin1").split(/ +/);
        const path = displayPath(line.subarray(tab + 1));
        return { mode, oid, path, ...(/^\d+$/.test(size) ? { size: Number(size) } : {}) };
      }),
    );
  }

  blob(oid: string, maxBytes: number): Uint8Array {
    return this.run((git) => git.bytes(["cat-file", "blob", oid], { maxBytes: maxBytes + 1 }));
  }

  pointer(bytes: Uint8Array) {
    return parsePointer(bytes);
  }

  close(): void {
    if (this.repository !== undefined) rmSync(this.repository.root, { recursive: true, force: true });
    this.repository = undefined;
  }

  private run<T>(what: (git: Git) => T): T {
    try {
      return what((this.repository ??= this.make()));
    } catch (error) {
      throw error instanceof GitError ? this.failed(`git: ${error.said.split("\n").at(-1)!}`) : error;
    }
  }

  private make(): Git {
    const root = mkdtempSync(join(tmpdir(), "model-assay-git-"));
    // A bare repository is used only where it is named (`safe.bareRepository`), so it lies in a `.git`.
    const git = new Git(root, this.env, true);
    git.text(["init", "--quiet", "--template="]);
    return git;
  }
}
