import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What one of CPython's unpicklers did with a stream: what it asked `find_class` for, and how it ended. */
export interface Reading {
  /** `null`: a name that a call computed. */
  readonly names: readonly (readonly [module: string, name: string] | null)[];
  readonly end: string;
}

export interface Oracle {
  readonly py: Reading;
  readonly c: Reading;
  /** The stream's value where it is text. */
  readonly text: string | null;
}

/** Asks Python once for all samples. `undefined` where there is no `python3`. */
export async function askPython(
  samples: Iterable<Uint8Array>,
  root = join(__dirname, "../.."),
): Promise<Oracle[] | undefined> {
  const child = spawn("python3", ["-I", "-W", "ignore", join(root, "tools/differential/oracle.py")], {
    stdio: ["pipe", "pipe", "ignore"], // CPython itself complains of what some samples make it do
  });
  const failed = once(child, "error").then(() => undefined);
  const answers = collect(child.stdout);
  child.stdin.on("error", () => undefined); // the child is gone; its missing answers tell
  for (const sample of samples) {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(sample.length);
    if (!child.stdin.write(Buffer.concat([head, sample]))) await Promise.race([once(child.stdin, "drain"), failed]);
    if (child.exitCode !== null) break;
  }
  child.stdin.end();
  return Promise.race([answers, failed]);
}

async function collect(stdout: NodeJS.ReadableStream): Promise<Oracle[]> {
  const answers: Oracle[] = [];
  for await (const line of createInterface({ input: stdout })) answers.push(JSON.parse(line) as Oracle);
  return answers;
}
