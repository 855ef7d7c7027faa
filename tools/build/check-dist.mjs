// npm run check:dist: is the committed dist/ what the sources build, byte for byte, and small enough?
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle, ROOT } from "./entries.mjs";

/** Every run of the action downloads dist/. */
const MAX_BYTES = 15 * 1024 * 1024;

const fresh = mkdtempSync(join(tmpdir(), "model-assay-dist-"));
try {
  await bundle(ROOT, fresh);
  const committed = files(join(ROOT, "dist"));
  const built = files(fresh);
  const names = [...new Set([...committed.keys(), ...built.keys()])].sort();
  const different = names.filter((name) => !committed.get(name)?.equals(built.get(name) ?? Buffer.alloc(0)));
  const size = [...built.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  for (const name of different) console.error(`dist/${name} is not what the sources build. Run: npm run build`);
  if (size > MAX_BYTES) console.error(`dist/ has ${size} bytes, more than ${MAX_BYTES}`);
  console.log(`dist/: ${names.length} files, ${size} bytes, ${different.length} different`);
  process.exitCode = different.length > 0 || size > MAX_BYTES ? 1 : 0;
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function files(directory) {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    found.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(directory.length + 1), readFileSync(path)];
    }),
  );
}
