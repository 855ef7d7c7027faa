import { splitNul } from "./path-bytes";

export type Env = Readonly<Record<string, string | undefined>>;

/** A git command that failed, with what git said (credentials removed). */
export class GitError extends Error {
  override readonly name = "GitError";
  constructor(
    readonly command: string,
    readonly said: string,
  ) {
    super(`git ${command}: ${said}`);
  }
}

export interface GitOptions {
  /** Milliseconds until git is ended. */
  readonly timeout?: number;
  /** Bytes of output that are taken; more is an error. */
  readonly maxBytes?: number;
  readonly input?: Uint8Array;
  /** Discards what git prints: a download that is only wanted in git's own store. */
  readonly discard?: boolean;
  /** An open file that takes what git prints, in place of memory. */
  readonly output?: number;
  /** Configuration for this command only; never visible in the process list. */
  readonly config?: readonly (readonly [string, string])[];
}

/** A listing of a million long paths has about 200 MB. CWE-770. */
const MAX_OUTPUT_BYTES = 512 * 1024 ** 2;
const LOCAL_TIMEOUT_MS = 120_000;

/**
 * What a repository, a hook or a caller could set to make git run something, look elsewhere or wait.
 * It goes through the environment, because `safe.directory` counts only there and child processes see it.
 */
const SAFE_CONFIG: readonly (readonly [string, string])[] = [
  ["core.fsmonitor", "false"],
  ["core.hooksPath", "/dev/null"],
  ["core.untrackedCache", "false"],
  ["safe.bareRepository", "explicit"],
  ["protocol.ext.allow", "never"],
  ["submodule.recurse", "false"],
  ["fetch.recurseSubmodules", "false"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["advice.detachedHead", "false"],
];

/** Set for hooks by git itself, or by hand: they would point us at another repository or index. */
const DROPPED =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|EXTERNAL_DIFF|DIFF_OPTS|(GLOB|NOGLOB|ICASE)_PATHSPECS|SHALLOW_FILE|GRAFT_FILE|REPLACE_REF_BASE|TRACE.*|LFS_SKIP_SMUDGE)$/;

/** Runs git in one work tree, without a shell, bounded in time and output, never asking anyone. */
export class Git {
  constructor(
    /** Root of the work tree, absolute. */
    readonly root: string,
    private readonly env: Env,
    /** True on a runner, where a container's user is often not the one who owns the checkout. */
    private readonly trusted: boolean,
  ) {}

  bytes(args: readonly string[], options: GitOptions = {}): Buffer {
    const { spawnSync } = process.getBuiltinModule("node:child_process"); // only here: most scans ask git nothing
    const result = spawnSync("git", [...args], {
      cwd: this.root,
      env: this.environment(options.config ?? []),
      input: options.input ?? Buffer.alloc(0),
      stdio: ["pipe", options.discard ? "ignore" : (options.output ?? "pipe"), "pipe"],
      maxBuffer: options.maxBytes ?? MAX_OUTPUT_BYTES,
      timeout: options.timeout ?? LOCAL_TIMEOUT_MS,
      killSignal: "SIGKILL",
      windowsHide: true,
    });
    if (result.error) throw new GitError(String(args[0]), explain(result.error, options.timeout ?? LOCAL_TIMEOUT_MS));
    if (result.status !== 0) throw new GitError(String(args[0]), withoutCredentials(String(result.stderr)));
    return result.stdout ?? Buffer.alloc(0);
  }

  text(args: readonly string[], options: GitOptions = {}): string {
    return this.bytes(args, options).toString("utf8").trim();
  }

  /** Output of a command with `-z`, as the bytes that git knows. */
  names(args: readonly string[], options: GitOptions = {}): Buffer[] {
    return splitNul(this.bytes(args, options));
  }

  /** The text, or nothing where git refuses: for questions whose answer may be no. */
  ask(args: readonly string[]): string | undefined {
    try {
      return this.text(args);
    } catch (error) {
      if (error instanceof GitError) return undefined;
      throw error;
    }
  }

  /** A file as a commit has it; undefined where it has none, or one larger than `maxBytes`, or a link. */
  show(commit: string, path: string | Uint8Array, maxBytes: number): Buffer | undefined {
    const blob = this.blobOf(commit, path, maxBytes);
    return blob === undefined ? undefined : this.bytes(["cat-file", "blob", blob], { maxBytes: maxBytes + 1 });
  }

  /** Whether `show` has something to show; nothing of it is read. */
  has(commit: string, path: string | Uint8Array, maxBytes: number): boolean {
    return this.blobOf(commit, path, maxBytes) !== undefined;
  }

  private blobOf(commit: string, path: string | Uint8Array, maxBytes: number): string | undefined {
    const name = typeof path === "string" ? path : Buffer.from(path).toString("utf8");
    const listed = this.ask(["ls-tree", "-l", "-z", "--full-tree", commit, "--", name]);
    const entry = /^100(?:644|755) blob ([0-9a-f]+) +([0-9]+)\t/.exec(listed ?? "");
    return !entry || Number(entry[2]) > maxBytes ? undefined : entry[1];
  }

  private environment(extra: readonly (readonly [string, string])[]): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = {};
    for (const [key, value] of Object.entries(this.env)) if (!DROPPED.test(key)) env[key] = value;
    const inherited = Number(this.env["GIT_CONFIG_COUNT"] ?? 0) || 0;
    const config = [...SAFE_CONFIG, ...(this.trusted ? ([["safe.directory", this.root]] as const) : []), ...extra];
    config.forEach(([key, value], i) => {
      env[`GIT_CONFIG_KEY_${inherited + i}`] = key;
      env[`GIT_CONFIG_VALUE_${inherited + i}`] = value;
    });
    return {
      ...env,
      GIT_CONFIG_COUNT: String(inherited + config.length),
      GIT_TERMINAL_PROMPT: "0",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_LITERAL_PATHSPECS: "1",
      GIT_NO_REPLACE_OBJECTS: "1",
      GCM_INTERACTIVE: "never",
      LC_ALL: "C",
    };
  }
}

function explain(error: Error & { code?: string }, timeout: number): string {
  if (error.code === "ENOENT") return "git is not installed, or not on the PATH";
  if (error.code === "ETIMEDOUT") return `no answer within ${timeout / 1000} s`;
  if (error.code === "ENOBUFS") return "more output than is taken";
  return error.message;
}

/** An address may carry a token, and reports are kept where nothing masks it. */
function withoutCredentials(text: string): string {
  const clean = text.replace(/\/\/[^/@\s]{1,500}@/g, "//***@").trim();
  return clean.length > 600 ? `${clean.slice(0, 600)}…` : clean || "failed without a word";
}
