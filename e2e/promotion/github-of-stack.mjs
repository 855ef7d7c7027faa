/** The tests' GitHub server in the namespace of the stack, whose GitHub passes everything but attestations on to it. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PORT = 7050;
const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), "github.mjs");

export class GitHubOfStack {
  /** What the stack has to know when it starts. */
  static environment = { API_UPSTREAM: `http://127.0.0.1:${PORT}` };

  constructor(stack, directory) {
    this.stack = stack;
    this.facts = join(directory, "github-facts.json");
    this.knows({});
  }

  /** What it answers from now on: facts as `github-approvals.mjs` describes them. */
  knows(facts) {
    writeFileSync(this.facts, JSON.stringify(facts));
  }

  async start() {
    const [program, ...before] = this.stack.launcher;
    this.child = spawn(program, [...before, process.execPath, PROGRAM, this.facts, String(PORT)], {
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    await new Promise((ready, failed) => {
      createInterface({ input: this.child.stdout }).once("line", ready);
      this.child.once("exit", (code) => failed(new Error(`the GitHub server ended with ${code}`)));
    });
  }

  stop() {
    if (this.child?.pid === undefined || this.child.exitCode !== null) return;
    process.kill(-this.child.pid);
  }
}
