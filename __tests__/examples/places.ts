import { spawn } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DIST, type Ended } from "../support/command";
import { temporaryDirectory, TestRepo } from "../support/repo";

const ADDRESS = "https://github.com/model-assay/model-assay";

/**
 * A directory that is the home of whoever runs an example: git takes our repository, with the bundle at tag `v0.1.0`, from here, and
 * `node` is the one that runs the tests.
 */
export function homeWithGate(): string {
  const gate = TestRepo.create();
  cpSync(DIST, join(gate.root, "dist"), { recursive: true });
  gate.commit("the bundle");
  gate.git("tag", "v0.1.0");
  const home = temporaryDirectory();
  writeFileSync(
    join(home, ".gitconfig"),
    `[url "file://${gate.root}"]\n\tinsteadOf = ${ADDRESS}\n[safe]\n\tdirectory = *\n`,
  );
  return home;
}

/** Runs a script that an example holds, in an environment that has nothing but what is given. */
export function runScript(
  shell: readonly [string, ...string[]],
  script: string,
  { cwd, home, env }: { cwd: string; home: string; env: Readonly<Record<string, string>> },
): Promise<Ended> {
  const [program, ...options] = shell;
  const path = [...(env["PATH"] === undefined ? [] : [env["PATH"]]), process.execPath.replace(/\/[^/]+$/, ""), process.env["PATH"]];
  const all = { HOME: home, GIT_CONFIG_NOSYSTEM: "1", NODE_NO_WARNINGS: "1", ...env, PATH: path.join(":") };
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...options, script], { cwd, env: all, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
