import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const MAKE = `const ncc = require("@vercel/ncc"); ncc(process.argv[1], { cache: false, quiet: true, transpileOnly: true, target: "es2023" })
  .then(({ code }) => require("node:fs").writeFileSync(process.argv[2], code));`;

/** The bundled worker with the module beside it, as they lie in dist/. */
export function buildRegoWorker(): { readonly workerPath: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), "rego-worker-"));
  const workerPath = join(directory, "rego-worker.js");
  execFileSync(process.execPath, ["-e", MAKE, join(ROOT, "src/rego-worker.ts"), workerPath], {
    cwd: ROOT,
    stdio: "ignore",
  });
  copyFileSync(join(ROOT, "tools/rego/rego.wasm"), join(directory, "rego.wasm"));
  return { workerPath, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
