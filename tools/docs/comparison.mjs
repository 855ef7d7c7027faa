// What docs/comparison.md quotes of the bench: the README's table and that of bench/results-sign.md, without what is compared to us.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Rows that measure the machine, and are no tool that looks at models. */
const MEASURES = new Set(["cat", "sha256sum", "openssl dgst -sha256"]);

/** The generated parts of the page by name; undefined where nothing was measured. Names in `problems` what a page of results lacks. */
export function comparison(root, problems) {
  const pages = ["bench/results.md", "bench/results-sign.md"].map((path) => join(root, path));
  if (!pages.every((path) => existsSync(path))) return undefined;
  const [results, signing] = pages.map((path) => readFileSync(path, "utf8"));
  const [, day, machine, system, node] =
    /largest process\. (\S+), (\d+ cores \([^)]*\)), \d+ GiB, (.*?), Node ([\d.]+);/.exec(results) ?? [];
  if (day === undefined) problems.push("bench/results.md does not say on what it was measured.");
  return {
    "bench-versions": `Versions: ${[...versions(results)].map((each) => each.join(" ")).join(", ")}; ${day}, ${machine}, ${system}, Node ${node}.`,
    "bench-speed": table(headline(root), new Map()),
    "bench-signing": table(signing, versions(signing), 3).replace(/ 2 GB with a key/g, ""),
  };
}

/** Tools with their versions, ours first. */
function versions(page) {
  const [, list = ""] = /## Versions\n\n([^]*?)\n\n/.exec(page) ?? [];
  const all = [...list.matchAll(/^- (.*?): (.*)$/gm)].map(([, tool, version]) => [tool, version]);
  return new Map(all.filter(([tool]) => !MEASURES.has(tool)));
}

/** What `bench/run.py --write` put into the README: the cases that are shown first, of all that were measured. */
function headline(root) {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  return readme.slice(readme.indexOf("<!-- generated:bench -->"));
}

/** The first table of a page, or its first columns; tools other than ours with the version that is known. */
function table(page, known, columns = Infinity) {
  const [text = ""] = /(?:^\|.*\n)+/m.exec(page) ?? [];
  const rows = text
    .trim()
    .split("\n")
    .map((row) => row.split("|").slice(1, -1).slice(0, columns))
    .map((cells) => cells.map((cell) => cell.trim().replace(/\*\*| · [\d.]+×/g, "")));
  return rows
    .filter(([tool]) => !MEASURES.has(tool))
    .map(([tool, ...cells]) => [tool === "model-assay" ? tool : [tool, known.get(tool)].filter(Boolean).join(" "), ...cells])
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
