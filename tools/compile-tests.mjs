import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** Compiles sources and tests to a temporary directory, so that long runs need no jest. Gives the directory and its end. */
export function compileTests() {
  const directory = mkdtempSync(join(tmpdir(), "model-assay-tests-"));
  const how = ["--noEmit", "false", "--noEmitOnError", "false", "--outDir", directory, "--module", "commonjs"];
  const options = ["--moduleResolution", "bundler", "--verbatimModuleSyntax", "false"];
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, ...how, ...options, "-p", join(ROOT, "tsconfig.json")], { stdio: "inherit" });
  symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
  return { directory, root: ROOT, remove: () => rmSync(directory, { recursive: true }) };
}
