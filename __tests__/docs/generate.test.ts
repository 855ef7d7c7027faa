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
  const run = spawnSync(process.execPath, [script, ...args, "--root", root, "--rules", RULES], { encoding: "utf8" });
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

describe("docs/frameworks.md", () => {
  const item = { id: "X 1", title: "Things are safe", url: "https://example.org/x#1" };
  const table = {
    FRAMEWORKS: [
      { id: "x", name: "X", publisher: "Someone", version: "1 (2020)", url: "https://example.org/x", items: [item] },
    ],
    GROUPS: [{ because: "find things", rules: ["MA-PKL-002", "MA-PKL-001"], supports: { x: ["X 1"] } }],
    CHECKS: [{ name: "Check", summary: "checks things", page: "bom.md", supports: { x: ["X 1"] } }],
  };
  const withTable = (...args: string[]) => {
    writeFileSync(join(root, "table.json"), JSON.stringify(table));
    return generate("--frameworks", join(root, "table.json"), ...args);
  };

  beforeEach(() => writeFileSync(join(root, "docs/frameworks.md"), EMPTY("frameworks")));

  test("says for each item which rules and checks support it, and why", () => {
    expect(withTable()).toEqual({ code: 0, output: "8 written.\n" });
    const page = read("docs/frameworks.md");
    expect(page).toContain("## [X](https://example.org/x)\n\nEdition: 1 (2020). Published by Someone.");
    expect(page).toContain(
      "| [X 1](https://example.org/x#1) | Things are safe | *Check*, [MA-PKL-001](rules/MA-PKL-001.md), [MA-PKL-002](rules/MA-PKL-002.md) |",
    );
    expect(page).toContain("| They find things. | [MA-PKL-002](rules/MA-PKL-002.md) unlisted-global,");
    expect(page).toContain("| [Check](bom.md) | Checks things. | X 1 |");
    expect(withTable("--check").code).toBe(0);
  });

  test("needs what is built", () => {
    const { code, output } = generate("--check");
    expect(code).toBe(1);
    expect(output).toContain("dist/frameworks.json is missing: run `npm run build`.");
  });

  test("a rule's page has a line of what it supports", () => {
    const rules = JSON.parse(readFileSync(RULES, "utf8")) as object[];
    const supports = [{ framework: "x", name: "X", version: "1", items: [item, { ...item, id: "X 2" }] }];
    writeFileSync(join(root, "rules.json"), JSON.stringify(rules.map((rule) => ({ ...rule, supports }))));
    withTable("--rules", join(root, "rules.json"));
    expect(read("docs/rules/MA-PKL-001.md")).toMatch(/ \|$[^]*^Supports \(\[what that means\]\(\.\.\/frameworks\.md\)\): X X 1, X 2\.$/m);
  });
});
