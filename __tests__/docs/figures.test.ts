import { statSync } from "node:fs";
import { join } from "node:path";
import { FORMAT_IDS } from "../../src/formats/ids";
import { LOCKFILES } from "../../src/lockfiles";
import { RULES } from "../../src/rules";
import { read, ROOT } from "./pages";

type Row = readonly string[];

/** The cells of the first table below a heading; of the page's first one without a heading. Emphasis is left out. */
function tableOf(page: string, heading?: string): Row[] {
  const text = heading === undefined ? page : page.slice(page.indexOf(`\n${heading}\n`) + 1);
  const [table] = /(?:^\|.*\n)+/m.exec(text) ?? [""];
  const rows = table.trim().split("\n");
  return rows.filter((_, i) => i !== 1).map((row) => row.split("|").slice(1, -1).map((cell) => cell.replace(/\*\*/g, "").trim()));
}

/** A cell of a result without its multiple of our time: `8.32 s · 27× · 958 MB`. */
const withoutMultiple = (cell: string): string => cell.replace(/ · [\d.]+×/, "");

const comparison = read("docs/comparison.md");
const results = read("bench/results.md");

/** Cells by tool and heading. */
function cellsOf(rows: readonly Row[]): Map<string, string> {
  const [headings = [], ...tools] = rows;
  return new Map(tools.flatMap(([tool, ...cells]) => cells.map((cell, i) => [`${tool}, ${headings[i + 1]}`, cell])));
}

test("the README and the comparison have the speeds that the bench measured", () => {
  const measured = cellsOf(tableOf(results));
  const [, part = ""] = /<!-- generated:bench -->([^]*?)<!-- \/generated -->/.exec(read("README.md")) ?? [];
  const shown = cellsOf(tableOf(part));
  const compared = cellsOf(tableOf(comparison, "## Speed"));
  expect(compared.size).toBeGreaterThan(15);
  expect([...shown]).toEqual([...shown.keys()].map((key) => [key, measured.get(key)]));
  expect([...compared]).toEqual([...compared.keys()].map((key) => [key, withoutMultiple(measured.get(key) ?? "")]));
});

test("the comparison has the versions and the day of those figures", () => {
  const named = [...(/^Versions: (.*?);/m.exec(comparison)?.[1] ?? "").matchAll(/([\w-]+) ([\d.]+)/g)];
  expect(named.map(([, tool, version]) => `- ${tool}: ${version}`).filter((line) => !results.includes(line))).toEqual([]);
  const [, day] = /; (\d{4}-\d\d-\d\d),/.exec(comparison) ?? [];
  expect(results).toContain(`largest process. ${day},`);
});

test("the comparison has the times of signing that the bench measured", () => {
  const page = read("bench/results-sign.md");
  const measured = new Map(tableOf(page).map(([tool, sign = "", verify = ""]) => [tool, [sign, verify].map(withoutMultiple)]));
  const [, ...told] = tableOf(comparison, "## Signing");
  expect(told.length).toBe(2);
  const versions = told.map(([tool = ""]) => tool.split(" ") as [string, string?]);
  expect(told).toEqual(told.map(([tool], i) => [tool, ...(measured.get(versions[i]![0]) ?? [])]));
  for (const [tool, version] of versions) if (version !== undefined) expect(page).toContain(`- ${tool}: ${version}`);
});

test("the changes count rules, formats, lockfiles and names as they are", () => {
  const changes = read("CHANGELOG.md");
  const { modules } = JSON.parse(read("src/rules/pickle/globals/known-safe.json")) as {
    modules: Record<string, Record<string, string[]>>;
  };
  const names = Object.values(modules).flatMap((uses) => Object.values(uses).flat()).length;
  expect(changes).toContain(`${RULES.length} rules, each with a page in \`docs/rules/\``);
  expect(changes).toContain(`${FORMAT_IDS.length} formats, each with a page in \`docs/formats/\``);
  expect(changes).toContain(`${LOCKFILES.length} syntaxes, each with a page in \`docs/lockfiles/\``);
  expect(changes).toContain(`${names.toLocaleString("en-US")} names of real libraries`);
});

test("the report's script and style stay below what the architecture says", () => {
  const [, told] = /whose own script and style stay below (\d+) kB/.exec(read("docs/architecture.md")) ?? [];
  expect(statSync(join(ROOT, "src/report/html/page-assets.ts")).size).toBeLessThan(Number(told) * 1000);
});

test("the command line's entry stays below what the architecture says", () => {
  const [, told] = /stays below (\d+) kB \(`dist\.test\.ts`\)/.exec(read("docs/architecture.md")) ?? [];
  expect(read("__tests__/dist.test.ts")).toContain(`"cli.js": ${told}_000,`);
});
