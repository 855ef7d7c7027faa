import { execFile } from "node:child_process";
import { join, resolve as resolvePath } from "node:path";

/** What is tested: the committed bundle, or another build of it. */
export const DIST = process.env["MODEL_ASSAY_DIST"] ?? join(__dirname, "../../dist");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Uint8Array;
}

const NO_NETWORK = `--require ${JSON.stringify(join(__dirname, "no-network.cjs"))}`;

/** Runs an entry of dist/, or another file, as a user would, in an environment that is not a workflow's, and waits for its end. */
export function start(entry: string, args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  const { cwd = process.cwd(), env = {}, input } = options;
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(GITHUB_|INPUT_|RUNNER_|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  const environment = { ...Object.fromEntries(clean), NODE_NO_WARNINGS: "1", NODE_OPTIONS: NO_NETWORK, ...env };
  return new Promise((resolve) => {
    const limits = { timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };
    const done = (error: (Error & { code?: unknown }) | null, stdout: string, stderr: string) =>
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : -1, stdout, stderr });
    const child = execFile(
      process.execPath,
      [resolvePath(DIST, entry), ...args],
      { cwd, env: environment, ...limits },
      done,
    );
    child.stdin!.end(input ?? "");
  });
}
