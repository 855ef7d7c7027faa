import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const IDENTITY = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** A real git repository in a temporary directory, removed by `removeRepos`. */
export class TestRepo {
  constructor(readonly root: string) {}

  static create(): TestRepo {
    const repo = new TestRepo(temporaryDirectory());
    repo.git("init", "-q", "-b", "main");
    repo.git("config", "commit.gpgsign", "false");
    return repo;
  }

  git(...args: string[]): string {
    return execFileSync("git", args, {
      cwd: this.root,
      env: { ...process.env, ...IDENTITY },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  /** Writes files; a name may be bytes, content of a link is `{ link: target }`. */
  write(files: Record<string, string | Uint8Array | { link: string }>): this {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.root, name);
      mkdirSync(dirname(path), { recursive: true });
      rmSync(path, { force: true });
      if (typeof content === "object" && "link" in content) symlinkSync(content.link, path);
      else writeFileSync(path, content);
    }
    return this;
  }

  writeRaw(name: Buffer, content: string): this {
    writeFileSync(Buffer.concat([Buffer.from(`${this.root}/`), name]), content);
    return this;
  }

  remove(...names: string[]): this {
    for (const name of names) rmSync(join(this.root, name), { recursive: true });
    return this;
  }

  /** Commits everything on disk; returns the commit. */
  commit(message = "change"): string {
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "--no-verify", "-m", message);
    return this.head();
  }

  head(): string {
    return this.git("rev-parse", "HEAD");
  }

  /** What GitHub does for a pull request: a merge of `branch` into `into`, checked out detached. */
  mergeCommit(into: string, branch: string): string {
    this.git("checkout", "-q", "--detach", into);
    this.git("merge", "-q", "--no-ff", "-m", "merge", branch);
    return this.head();
  }

  /** What actions/checkout does: this commit alone, at a depth. */
  checkout(commit: string, depth?: number): TestRepo {
    const clone = new TestRepo(temporaryDirectory());
    clone.git("init", "-q", "-b", "main");
    clone.git("remote", "add", "origin", `file://${this.root}`);
    this.git("config", "uploadpack.allowAnySHA1InWant", "true");
    clone.git("fetch", "-q", "--no-tags", ...(depth === undefined ? [] : [`--depth=${depth}`]), "origin", commit);
    clone.git("checkout", "-q", "--detach", commit);
    return clone;
  }
}

export function temporaryDirectory(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "model-assay-test-")));
  created.push(path);
  return path;
}

const created: string[] = [];

export function removeRepos(): void {
  for (const path of created.splice(0)) rmSync(path, { recursive: true, force: true });
}
