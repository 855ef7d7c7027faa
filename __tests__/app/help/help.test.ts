import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../../../src/app/arguments";
import { COMMANDS, type CommandName } from "../../../src/app/command-names";
import { helpFor } from "../../../src/app/help/command-help";
import { OPTION_WORDS } from "../../../src/app/help/option-words";
import { PAGES } from "../../../src/app/help/pages";
import { nearest } from "../../../src/app/nearest";
import { OPTIONS } from "../../../src/app/options";
import { ConfigurationError } from "../../../src/core/host";
import { PROMOTION_FORMATS } from "../../../src/report/promotion";
import { EXPLANATION_FORMATS } from "../../../src/report/explanation";
import { createReporters, HTML } from "../../../src/report";

const ROOT = join(__dirname, "../../..");

describe("the general page", () => {
  const lines = helpFor(undefined).trimEnd().split("\n");

  test("is one screen", () => {
    expect(lines.length).toBeLessThanOrEqual(42);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  test.each(COMMANDS)("names %s, and so does the README", (name) => {
    expect(lines.join("\n")).toContain(`model-assay ${name}`);
    const row = new RegExp(`^\\|.*\`${name}\\b`, "m");
    expect([name, name === "help" || row.test(readFileSync(join(ROOT, "README.md"), "utf8"))]).toEqual([name, true]);
  });
});

describe.each(COMMANDS)("the page of %s", (name) => {
  const page = PAGES[name];
  const text = helpFor(name);

  test("has its usage, a line of words, and an example at least", () => {
    if (name !== "help") for (const usage of page.usage) expect(text).toContain(`  model-assay ${usage}\n`);
    expect(page.says).not.toMatch(/\.$|^[A-Z](?!ycloneDX)/);
    expect(page.examples.length).toBeGreaterThan(0);
  });

  test("lists each option once, and no other", () => {
    expect(new Set(page.options).size).toBe(page.options.length);
    if (name === "help") return;
    const listed = [...text.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, option]) => option!);
    expect(listed.sort()).toEqual([...page.options, "help"].sort());
  });

  test("has examples that the parser takes, of this command and with its own options", () => {
    for (const [, line] of page.examples) {
      const words = line.split(/ [<>] /)[0]!.match(/"[^"]*"|\S+/g)!;
      expect(words[0]).toBe(name);
      expect(() => readArguments(words.map((word) => word.replaceAll('"', "")))).not.toThrow();
      const used = words.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
      expect(used.filter((option) => !(page.options as readonly string[]).includes(option))).toEqual([]);
    }
  });

  test("leads to a page that is there", () => {
    if (page.page !== undefined) expect(existsSync(join(ROOT, page.page.split("#")[0]!))).toBe(true);
  });

  test("says what format takes where it takes one", () => {
    expect(page.options.includes("format")).toBe(page.formats !== undefined);
  });
});

test("every option stands on a page, and has words", () => {
  const all = Object.keys(OPTIONS) as (keyof typeof OPTIONS)[];
  const told = new Set([...COMMANDS.flatMap((name) => [...PAGES[name].options]), "help", "version"]);
  expect(all.filter((option) => !told.has(option))).toEqual([]);
  expect(Object.keys(OPTION_WORDS).sort()).toEqual(all.sort());
  for (const option of all)
    expect([option, OPTION_WORDS[option].value !== undefined]).toEqual([option, OPTIONS[option].type === "string"]);
});

test("the formats are those that there are", () => {
  const formats = (name: CommandName): string[] => [...(PAGES[name].formats ?? [])].sort();
  const reports = [...createReporters([]).map(({ id }) => id), HTML].filter((id) => id !== "annotations");
  for (const name of ["gate", "scan", "audit"] as const) expect(formats(name)).toEqual(reports.sort());
  expect(formats("promote")).toEqual([...PROMOTION_FORMATS].sort());
  expect(formats("explain")).toEqual([...EXPLANATION_FORMATS].sort());
});

test("another command than there is", () => {
  expect(() => helpFor("gaet")).toThrow(ConfigurationError);
  expect(() => helpFor("gaet")).toThrow('there is no command "gaet". Did you mean gate? See: model-assay --help');
  expect(() => helpFor("constructor")).toThrow('there is no command "constructor". See: model-assay --help');
});

test.each([
  ["scna", "scan"],
  ["polcy", "policy"],
  ["lokc", "lock"],
  ["prom", "promote"],
  ["xyz", undefined],
  ["deploy-everything", undefined],
  ["a".repeat(100_000), undefined],
])("%.20s is nearest to %s", (word, meant) => {
  expect(nearest(word, COMMANDS)).toBe(meant);
});
