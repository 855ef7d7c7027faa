/** Repositories for the scenarios: an origin with history, and the checkout that actions/checkout would make of it. */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const IDENTITY = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** What the checkout calls its remote; git reads it from the origin's directory. */
export const ADDRESS = "https://github.com/example/models";

export class Repository {
  constructor(root) {
    this.root = root;
    mkdirSync(root, { recursive: true });
    this.git("init", "-q", "-b", "main");
    this.git("config", "uploadpack.allowAnySHA1InWant", "true");
  }

  git(...args) {
    const env = { ...process.env, ...IDENTITY };
    return execFileSync("git", args, {
      cwd: this.root,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  /** Writes files and removes those whose content is `null`. */
  write(files) {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.root, name);
      if (content === null) {
        rmSync(path);
        continue;
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }

  commit(files, message = "change") {
    this.write(files);
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", message);
    return this.git("rev-parse", "HEAD");
  }

  /** A commit of a new branch from `from`; main stays where it is. */
  branch(name, from, files) {
    this.git("checkout", "-q", "-b", name, from);
    const head = this.commit(files, name);
    this.git("checkout", "-q", "main");
    return head;
  }

  /** The merge commit that GitHub makes for a pull request or a merge group. */
  merge(head) {
    this.git("checkout", "-q", "--detach", "main");
    this.git("merge", "-q", "--no-ff", "-m", "merge", head);
    const commit = this.git("rev-parse", "HEAD");
    this.git("checkout", "-q", "main");
    this.git("update-ref", "refs/pull/1/merge", commit);
    return commit;
  }

  /** Puts an object where git-lfs looks for it on a server that is a directory. */
  storeLfs(content) {
    const oid = createHash("sha256").update(content).digest("hex");
    this.write({ [join(".git", "lfs", "objects", oid.slice(0, 2), oid.slice(2, 4), oid)]: content });
  }

  /** One commit in a new directory, at a depth, as actions/checkout leaves it. */
  checkout(root, commit, depth) {
    const clone = new Repository(root);
    clone.git("remote", "add", "origin", ADDRESS);
    clone.git("config", `url.file://${this.root}.insteadOf`, ADDRESS);
    clone.git("fetch", "-q", "--no-tags", ...(depth === 0 ? [] : [`--depth=${depth}`]), "origin", commit);
    // As actions/checkout names it; without any ref act, which copies no empty directories, would break the copy.
    clone.git("update-ref", "refs/remotes/pull/1/merge", commit);
    clone.git("checkout", "-q", "--detach", commit);
    return clone;
  }
}
