import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A request as the server saw it. */
export interface HubSeen {
  readonly port: "hub" | "content";
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
  readonly range?: string;
}

/** `hub-server.mjs` as a process of its own: jest runs no ES modules. */
export interface HubProcess {
  readonly url: string;
  readonly content: string;
  /** Changes what it answers from now on; see `hub-server.mjs`. */
  steer(settings: Readonly<Record<string, unknown>>): Promise<void>;
  seen(): Promise<readonly HubSeen[]>;
  close(): Promise<void>;
}

export async function startHub(): Promise<HubProcess> {
  const child = spawn(process.execPath, [join(__dirname, "hub-server.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, HUB_SERVER_STDIN: "1" },
  });
  const first = await new Promise<string>((found, failed) => {
    createInterface({ input: child.stdout }).once("line", found);
    child.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
  });
  const { url, content } = JSON.parse(first) as { url: string; content: string };
  return {
    url,
    content,
    steer: async (settings) => {
      const answer = await fetch(`${url}/_steer`, { method: "POST", body: JSON.stringify(settings) });
      if (!answer.ok) throw new Error(`the server cannot be steered: ${answer.status}`);
    },
    seen: async () => (await (await fetch(`${url}/_seen`)).json()) as readonly HubSeen[],
    close: () =>
      new Promise((done) => {
        child.once("exit", () => done());
        child.kill();
      }),
  };
}
