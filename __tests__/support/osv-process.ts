import { spawn } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `osv-server.mjs` as a process of its own: jest runs no ES modules. */
export interface OsvProcess {
  readonly url: string;
  /** Changes what it answers from now on; see `osv-server.mjs`. */
  steer(settings: Readonly<Record<string, unknown>>): Promise<void>;
  seen(): Promise<readonly Seen[]>;
  close(): Promise<void>;
}

export async function startOsv(...args: readonly string[]): Promise<OsvProcess> {
  const child = spawn(process.execPath, [join(__dirname, "osv-server.mjs"), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, OSV_SERVER_STDIN: "1" },
  });
  const url = await new Promise<string>((found, failed) => {
    createInterface({ input: child.stdout }).once("line", found);
    child.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
  });
  return {
    url,
    steer: async (settings) => {
      const answer = await fetch(`${url}/_steer`, { method: "POST", body: JSON.stringify(settings) });
      if (!answer.ok) throw new Error(`the server cannot be steered: ${answer.status}`);
    },
    seen: async () => (await (await fetch(`${url}/_seen`)).json()) as readonly Seen[],
    close: () =>
      new Promise((done) => {
        child.once("exit", () => done());
        child.kill();
      }),
  };
}

/** An address of loopback where nobody listens. */
export async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${port}`;
}
