import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTextReporter } from "../../src/report/text";
import { GOLDEN, readBom, readReport, render, reportNames, rules } from "./fixtures";

/** `UPDATE_GOLDEN=1 npx jest report` writes the outputs anew; the diff is then for people to read. */
const update = process.env["UPDATE_GOLDEN"] === "1";

const OUTPUTS: readonly [extension: string, reporter: string][] = [
  ["md", "markdown"],
  ["txt", "text"],
  // Not `.sarif`: Prettier would take it for JSON and lay it out anew.
  ["sarif.golden", "sarif"],
  ["annotations", "annotations"],
  ["junit", "junit"],
  ["comment.md", "comment"],
];

function expectGolden(file: string, actual: string): void {
  const path = join(GOLDEN, file);
  if (update) writeFileSync(path, actual);
  expect(existsSync(path)).toBe(true);
  expect(actual).toBe(readFileSync(path, "utf8"));
}

describe.each(reportNames)("the report %s", (name) => {
  test.each(OUTPUTS)("as .%s", (extension, reporter) => {
    expectGolden(`${name}.${extension}`, render(reporter, readReport(name), readBom(name)));
  });

  test("as JSON says the same", () => {
    expect(JSON.parse(render("json", readReport(name)))).toEqual(readReport(name));
  });
});

test("the text in colour, in a narrow terminal", () => {
  const reporter = createTextReporter(rules, { colour: true, width: 60 });
  expectGolden("fail.colour.txt", reporter.render(readReport("fail")));
});

test("the quiet text", () => {
  const reporter = createTextReporter(rules, { colour: false, quiet: true });
  expectGolden("fail.quiet.txt", reporter.render(readReport("fail")));
  expect(reporter.render(readReport("pass")).split("\n")).toHaveLength(2);
});
