/** The real Sigstore on loopback (`sigstore-local`): Fulcio, Rekor v2, a timestamp authority, and a small GitHub. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const START_MS = 180_000;
const COMMAND_MS = 120_000;
const MAX_OUTPUT_BYTES = 64 * 1024 ** 2;

/** What a command did. */
/** @typedef {{ status: number, output: string }} Ran */

export class Stack {
  /**
   * Starts one of its own. `claims`: what ID tokens say of the run, over what the stack says itself.
   * @param {string} directory of `local-sigstore.sh`
   * @param {string} state where it keeps its files
   * @param {Record<string, string>} more what its own programs find in their environment
   */
  constructor(directory, state, claims, more = {}) {
    this.script = join(directory, "local-sigstore.sh");
    if (!existsSync(this.script)) throw new Error(`${this.script} is not there. Name it: --stack DIR`);
    this.state = state;
    const env = { ...process.env, STATE: state, CLAIMS: JSON.stringify(claims), ...more };
    const started = spawnSync(this.script, ["start"], { env, encoding: "utf8", timeout: START_MS, stdio: "pipe" });
    if (started.status !== 0) throw new Error(`the stack did not start:\n${started.stdout}${started.stderr}`);
    this.job = readEnvironment(readFileSync(join(state, "fake-github.env"), "utf8"));
  }

  /** The issuer of the ID tokens. */
  get issuer() {
    return this.job.OIDC_ISSUER;
  }

  /** What its services were built from: name and version. */
  get versions() {
    const build = readFileSync(join(dirname(this.script), "build.sh"), "utf8");
    const found = build.matchAll(/github\.com\/sigstore\/(?!cosign)([\w-]+)\S*@v([\d.]+)/g);
    return [...found].map(([, name, version]) => [name, version]);
  }

  file(name) {
    return join(this.state, name);
  }

  /** The start of a command line that runs the rest of it where the stack is. */
  get launcher() {
    return ["env", `STATE=${this.state}`, this.script, "exec"];
  }

  /** Runs a command where the stack is. */
  run(command, { cwd, env } = {}) {
    const [program, ...before] = this.launcher;
    const ran = spawnSync(program, [...before, ...command], {
      cwd,
      // Python's clients break their lines at the width of the terminal.
      env: { ...process.env, COLUMNS: "1000", ...env },
      encoding: "utf8",
      timeout: COMMAND_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
    });
    return { status: ran.status ?? -1, output: `${ran.stdout}${ran.stderr}${ran.error ?? ""}` };
  }

  /** A new ID token, as the job would get it. */
  token(audience = "sigstore") {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = this.job;
    const { output } = this.run([
      "curl",
      "-sS",
      "-H",
      `authorization: bearer ${bearer}`,
      `${url}&audience=${audience}`,
    ]);
    return JSON.parse(output).value;
  }

  stop() {
    spawnSync(this.script, ["stop"], { env: { ...process.env, STATE: this.state }, stdio: "ignore" });
  }
}

/** Lines of `export NAME=VALUE`, the value quoted or not. */
function readEnvironment(text) {
  const found = [...text.matchAll(/^export (\w+)=(?:'([^']*)'|(\S*))$/gm)];
  return Object.fromEntries(found.map(([, name, quoted, plain]) => [name, quoted ?? plain]));
}
