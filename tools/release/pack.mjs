// Packs what people install: `node tools/release/pack.mjs [FOLDER]` writes model-assay-<version>.tgz there and prints its name.
// dist/ has every library inside, so the manifest of the package names none: `npx` fetches one file, and no lockfile of ours is resolved
// anew on somebody's machine. The manifest of the sources stays the truth of what was bundled, for audits and our own bill of materials.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** What only those who build need. */
const BUILD_ONLY = ["private", "scripts", "dependencies", "devDependencies", "optionalDependencies", "overrides"];
/** What npm packs beside `files`. */
const ALWAYS = ["README.md", "LICENSE"];

function packageManifest() {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  for (const key of BUILD_ONLY) delete manifest[key];
  return manifest;
}

const target = resolve(process.argv[2] ?? ".");
const stage = mkdtempSync(join(tmpdir(), "model-assay-pack-"));
try {
  const manifest = packageManifest();
  for (const path of [...manifest.files, ...ALWAYS]) cpSync(join(ROOT, path), join(stage, path), { recursive: true });
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", target];
  process.stdout.write(execFileSync("npm", args, { cwd: stage, encoding: "utf8" }));
} finally {
  rmSync(stage, { recursive: true, force: true });
}
