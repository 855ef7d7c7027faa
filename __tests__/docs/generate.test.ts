import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const RULES = join(ROOT, "__tests__/golden/report/rules.json");
const EMPTY = (name: string): string => `<!-- generated:${name} -->\n<!-- /generated -->\n`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "docs-"));
  mkdirSync(join(root, "docs/rules"), { recursive: true });
  cpSync(join(ROOT, "action.yml"), join(root, "action.yml"));
  writeFileSync(join(root, "README.md"), `# A\n\n${EMPTY("inputs")}\ntext\n\n${EMPTY("outputs")}`);
  writeFileSync(join(root, "docs/rules/README.md"), EMPTY("rules"));
  writeFileSync(join(root, "docs/severities.md"), EMPTY("severities"));
  for (const { id } of JSON.parse(readFileSync(RULES, "utf8")) as { id: string }[])
    writeFileSync(join(root, `docs/rules/${id}.md`), `# ${id}\n\n## What it finds\n`);
});

afterEach(() => rmSync(root, { recursive: true }));

function generate(...args: string[]): { code: number | null; output: string } {
  const script = join(ROOT, "tools/docs/generate.mjs");
  const run = spawnSync(process.execPath, [script, "--root", root, "--rules", RULES, ...args], { encoding: "utf8" });
  return { code: run.status, output: run.stdout + run.stderr };
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");

test("it fills the pages, and leaves them alone the second time", () => {
  expect(generate("--check")).toMatchObject({ code: 1, output: expect.stringContaining("README.md is out of date") });
  expect(generate()).toEqual({ code: 0, output: "7 written.\n" });
  expect(generate("--check")).toEqual({ code: 0, output: "The docs are up to date.\n" });
  expect(generate()).toEqual({ code: 0, output: "0 written.\n" });
  expect(read("README.md")).toContain("| `fail-on` |");
  expect(read("README.md")).toContain("text");
  expect(read("docs/rules/README.md")).toContain("[MA-PKL-001](MA-PKL-001.md) | `dangerous-global` | critical |");
  expect(read("docs/rules/MA-PKL-001.md")).toMatch(/^# MA-PKL-001\n\n<!-- generated:rule -->\n\n\| Id [^]*## What it finds\n$/);
});

test("it names a page that is missing, and one of no rule", () => {
  rmSync(join(root, "docs/rules/MA-PKL-001.md"));
  writeFileSync(join(root, "docs/rules/MA-OLD-001.md"), "# old\n");
  const { code, output } = generate("--check");
  expect(code).toBe(1);
  expect(output).toContain("docs/rules/MA-PKL-001.md is missing.");
  expect(output).toContain("docs/rules/MA-OLD-001.md is a page of no rule.");
});

test("it names a page that lost its place", () => {
  writeFileSync(join(root, "README.md"), "# A\n");
  expect(generate("--check").output).toContain("README.md has no place for <!-- generated:inputs -->");
});
