import { rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ncc from "@vercel/ncc";
import { minify } from "terser";
import { licenses } from "./licenses.mjs";
import { rulePages } from "./rule-pages.mjs";

/**
 * What runs: the two actions, the command line, and the threads that scan, digest and ask rules in Rego. ncc copies a worker raw, so it is
 * an entry.
 */
export const ENTRIES = ["action", "verify", "cli", "worker", "hash-worker", "rego-worker"];

/** What lies beside them as it is: the Rego engine, which `tools/rego/build.sh` makes, and the licences of what is in it. */
const COPIED = {
  "rego.wasm": "tools/rego/rego.wasm",
  "rego.wasm.licenses.txt": "tools/rego/rego.wasm.licenses.txt",
};

/**
 * What most runs do not need, by how the sources ask for it with `require`. Each is a file of its own beside the
 * entries, which share it: V8 looks through all of a file before it runs the first line of it. What is pure data
 * becomes JSON, which is read three times as fast as a program that says the same. What is `made` exports functions that are
 * made while it loads: the build loads it, and the bundle has the text of the functions. What has a `data` is made by that, from files
 * that are no sources.
 */
export const LAZY = {
  yaml: { file: "yaml.js", from: "node_modules/yaml/dist/index.js" },
  "@lezer/python": { file: "python-parser.js", from: "node_modules/@lezer/python/dist/index.cjs" },
  "./actions-cache-module": { file: "actions-cache.js", from: "src/host/actions-cache-module.ts" },
  "js-yaml": { file: "js-yaml.js", from: "node_modules/js-yaml/dist/js-yaml.cjs.js" },
  saxes: { file: "saxes.js", from: "node_modules/saxes/saxes.js" },
  "smol-toml": { file: "smol-toml.js", from: "node_modules/smol-toml/dist/index.cjs" },
  undici: { file: "undici.js", from: "node_modules/undici/index.js" },
  "./validator-1.6": { file: "bom-1.6-validator.js", from: "src/bom/validator-1.6.ts", made: true },
  "./validator-1.7": { file: "bom-1.7-validator.js", from: "src/bom/validator-1.7.ts", made: true },
  "./evidence-validator": { file: "evidence-validator.js", from: "src/policy/rego/evidence-validator.ts", made: true },
  "./framework-table": { file: "frameworks.json", from: "src/frameworks/framework-table.ts" },
  "./rule-pages": { file: "rule-pages.json", data: rulePages },
  "./table": { file: "known-globals.json", from: "src/rules/pickle/globals/table.ts" },
};

/**
 * What a file of `LAZY` asks for and ncc bundles wrongly: the ES module makes its own `require` of `import.meta.url`, which
 * the bundle resolves to itself. Its CommonJS variant does not.
 */
const APART = {
  "@azure/storage-common": {
    from: "node_modules/@azure/storage-common/dist/commonjs/index.js",
    file: "azure-storage-common.js",
  },
};
const FILES = { ...LAZY, ...APART };

/** The source of an entry, where it has another name: `src/verify/` is a room. */
const SOURCES = { verify: "verify-action" };

const OPTIONS = {
  cache: false,
  minify: true,
  target: "es2023",
  transpileOnly: true,
  quiet: true,
  sourceMap: false,
  externals: Object.fromEntries(Object.entries(FILES).map(([request, { file }]) => [request, `./${file}`])),
};

/** Bundles every entry of the checkout at `root` into `outDir`; the same sources give the same bytes anywhere. */
export async function bundle(root, outDir) {
  rmSync(outDir, { recursive: true, force: true });
  const put = (name, source) => write(join(outDir, name), clean(source.toString(), root));
  for (const entry of ENTRIES) {
    const { code, assets } = await ncc(join(root, "src", `${SOURCES[entry] ?? entry}.ts`), {
      ...OPTIONS,
      filename: `${entry}.js`,
    });
    await put(`${entry}.js`, code);
    for (const [name, asset] of Object.entries(assets))
      if (!name.endsWith(".d.ts")) await put(name, await small(name, asset.source));
  }
  for (const { file, from, made, data } of Object.values(FILES)) {
    if (data) {
      await put(file, JSON.stringify(data(root)));
      continue;
    }
    const { code } = await ncc(join(root, from), { ...OPTIONS, filename: file });
    if (made) await put(file, await small(file, textOf(exportsOf(code))));
    else await put(file, file.endsWith(".json") ? JSON.stringify(exportsOf(code)) : code);
  }
  for (const [name, from] of Object.entries(COPIED)) await write(join(outDir, name), await readFile(join(root, from)));
  await write(join(outDir, "licenses.txt"), licenses(root));
  await put("package.json", `${JSON.stringify({ type: "commonjs" }, null, 2)}\n`);
}

/** ncc minifies the entry and leaves its chunks as they are: twice the text for V8 to look through. */
async function small(name, source) {
  if (!name.endsWith(".js")) return source;
  const { code } = await minify(source.toString(), {
    ecma: 2020,
    compress: true,
    mangle: true,
    format: { comments: "some" },
  });
  return code;
}

/** A module that exports these functions. */
function textOf(functions) {
  return Object.entries(functions)
    .map(([name, made]) => `exports.${name}=${made.toString()};`)
    .join("\n");
}

/** What a bundled module exports. */
function exportsOf(code) {
  const module = { exports: {} };
  new Function("module", "exports", "require", "__dirname", code)(
    module,
    module.exports,
    createRequire(import.meta.url),
    ".",
  );
  return module.exports;
}

/**
 * Paths of the machine that builds must not be in what it builds. And a text is half as long in memory, and read
 * faster, if all of it is ASCII.
 */
function clean(text, root) {
  if (text.includes(root)) throw new Error(`the bundle names the directory it was built in (${root})`);
  if (/\\[^\0-\x7f]/.test(text)) throw new Error("the bundle has a letter behind a backslash that cannot be escaped");
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

async function write(path, content) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

export const ROOT = dirname(dirname(dirname(new URL(import.meta.url).pathname)));
