import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
}

/** `github-server.mjs` as a process of its own: jest runs no ES modules. */
export interface GitHubProcess {
  readonly url: string;
  /** What it knows from now on; see `github-approvals.mjs`. */
  knows(facts: object): Promise<void>;
  /** Requests since the last call. */
  seen(): Promise<readonly SeenRequest[]>;
  close(): Promise<void>;
}

export async function startGitHubProcess(): Promise<GitHubProcess> {
  const child = spawn(process.execPath, [join(__dirname, "github-steered.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the server has ended");
    return value;
  };
  const url = await next();
  const tell = async (what: object): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(what)}\n`);
    return JSON.parse(await next());
  };
  return {
    url,
    knows: async (facts) => void (await tell({ facts })),
    seen: async () => (await tell({ seen: true })) as readonly SeenRequest[],
    close: () =>
      new Promise((closed) => {
        child.once("exit", () => closed());
        child.kill();
      }),
  };
}
