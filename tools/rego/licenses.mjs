// node tools/rego/licenses.mjs [--check]: writes rego.wasm.licenses.txt, the licences of the crates that are in rego.wasm, or says
// whether it is what this makes. Where a crate may be had under MIT, MIT's text stands there, which has the names of its authors.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const HERE = dirname(new URL(import.meta.url).pathname);
const OUT = join(HERE, "rego.wasm.licenses.txt");
const ASKED = ["metadata", "--locked", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"];
const { packages, resolve } = JSON.parse(
  execFileSync("cargo", ASKED, { cwd: HERE, encoding: "utf8", maxBuffer: 64 * 1024 ** 2 }),
);
const byId = new Map(packages.map((each) => [each.id, each]));
const nodes = new Map(resolve.nodes.map((each) => [each.id, each]));

/** What is linked: what only runs while it is built, as macros do, is not in the module. */
function linked(id, found = new Set()) {
  const crate = byId.get(id);
  if (found.has(id) || crate.targets.some(({ kind }) => kind.includes("proc-macro"))) return found;
  found.add(id);
  for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps)
    if (kinds.some(({ kind }) => kind === null)) linked(pkg, found);
  return found;
}

function textsOf({ manifest_path: manifest }) {
  const names = readdirSync(dirname(manifest)).filter((name) => /^(licen[sc]e|notice)/i.test(name));
  const wanted = names.includes("LICENSE-MIT") ? names.filter((name) => !/APACHE/.test(name)) : names;
  return wanted.sort().map((name) =>
    readFileSync(join(dirname(manifest), name), "utf8")
      .replaceAll("\r\n", "\n")
      .trim(),
  );
}

const crates = [...linked(resolve.root)]
  .map((id) => byId.get(id))
  .filter(({ source }) => source !== null)
  .sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
const byText = new Map();
for (const crate of crates)
  for (const text of textsOf(crate)) byText.set(text, [...(byText.get(text) ?? []), `${crate.name} ${crate.version}`]);
const list = crates.map(({ name, version, license, authors, repository }) =>
  [`${name} ${version}: ${license}`, repository, ...authors.map((each) => each.replace(/ *<.*>/, ""))]
    .filter(Boolean)
    .join("; "),
);
const parts = [...byText].map(([text, names]) => `${"=".repeat(80)}\n${names.join(", ")}\n\n${text}\n`);
const made = `rego.wasm contains these works, under the licences that follow.\n\n${list.join("\n")}\n\n${parts.join("\n")}`;

if (!process.argv.includes("--check")) writeFileSync(OUT, made);
else if (readFileSync(OUT, "utf8") !== made) {
  console.error("tools/rego/rego.wasm.licenses.txt is not what its crates say. Run: tools/rego/build.sh");
  process.exitCode = 1;
}
