/** A real-looking OSV for one scenario: the loopback server of the tests, as a process of its own. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SERVER = join(dirname(dirname(fileURLToPath(import.meta.url))), "__tests__", "support", "osv-server.mjs");

/** Starts it with `records`; `close` ends it. */
export async function startAdvisories(records, directory) {
  const file = join(directory, "advisories.json");
  writeFileSync(file, JSON.stringify(records));
  const env = { ...process.env, OSV_SERVER_STDIN: "1" };
  const child = spawn(process.execPath, [SERVER, "--records", file], { stdio: ["pipe", "pipe", "inherit"], env });
  const url = await new Promise((found, failed) => {
    createInterface({ input: child.stdout }).once("line", found);
    child.once("exit", (code) => failed(new Error(`the OSV server ended with ${code}`)));
  });
  return { url, close: () => new Promise((done) => child.once("exit", done) && child.kill()) };
}
