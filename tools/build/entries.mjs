import { rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import ncc from "@vercel/ncc";

/** What runs: the action, the command line, and the thread that scans. ncc copies a worker raw, so it is an entry. */
export const ENTRIES = ["action", "cli", "worker"];

/** Bundles every entry of the checkout at `root` into `outDir`; the same sources give the same bytes anywhere. */
export async function bundle(root, outDir) {
  rmSync(outDir, { recursive: true, force: true });
  for (const entry of ENTRIES) {
    const { code, assets } = await ncc(join(root, "src", `${entry}.ts`), {
      filename: `${entry}.js`,
      cache: false,
      minify: true,
      target: "es2023",
      transpileOnly: true,
      quiet: true,
      sourceMap: false,
    });
    await write(join(outDir, `${entry}.js`), clean(code, root));
    for (const [name, asset] of Object.entries(assets)) {
      if (name.endsWith(".d.ts")) continue;
      await write(join(outDir, name), clean(asset.source, root));
    }
  }
  await write(join(outDir, "package.json"), `${JSON.stringify({ type: "commonjs" }, null, 2)}\n`);
}

/** Paths of the machine that builds must not be in what it builds. */
function clean(source, root) {
  const text = source.toString();
  if (text.includes(root)) throw new Error(`the bundle names the directory it was built in (${root})`);
  return text;
}

async function write(path, content) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

export const ROOT = dirname(dirname(dirname(new URL(import.meta.url).pathname)));
