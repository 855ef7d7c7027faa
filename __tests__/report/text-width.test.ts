import type { RunReport } from "../../src/core/report";
import { createTextReporter } from "../../src/report/text";
import { columns } from "../../src/report/wrap";
import { failing, readReport, reportNames, rules } from "./fixtures";

const WIDTHS = [40, 80, 120];
const linesOf = (report: RunReport, width: number): string[] =>
  createTextReporter(rules, { colour: false, width }).render(report).trimEnd().split("\n");

describe.each(WIDTHS)("in %i columns", (width) => {
  test.each(reportNames)("%s: a line that is wider is one word, which begins at the left", (name) => {
    const report = readReport(name);
    const lines = linesOf(report, width);
    // A finding's heading is rule and id, which people copy together.
    const headings = /^ {0,2}(critical|high|medium|low|info) MA-/;
    // A colon that a break brought to the front is escaped after it.
    const wide = (line: string): boolean => columns(line.replace(/^( *)\\u\{3a\}/, "$1:")) > width;
    for (const line of lines.filter((each) => wide(each) && !headings.test(each)))
      expect(line).toMatch(/^ {0,6}[^ ]+$/);
  });
});

test("the verdict comes first, whatever the width", () => {
  for (const width of WIDTHS) expect(linesOf(readReport("fail"), width)[0]).toMatch(/^Failed: 1 critical/);
});

test("what fits stands beside its label; what does not has a line of its own, and its end is aligned again", () => {
  const path = `models/${"x".repeat(80)}.pkl`;
  const at = (each: string): string[] =>
    linesOf(failing({ location: { path: each, inside: [], offset: 2 } }), 80).slice(3, 7);
  expect(at("models/a.pkl")).toContain("  where   models/a.pkl @ 0x2");
  const lines = at(path);
  const first = lines.indexOf("  where");
  expect(lines.slice(first, first + 3)).toEqual(["  where", `  ${path}`, "          @ 0x2"]);
});

test("where no width is known, as in a log, nothing is broken", () => {
  const text = createTextReporter(rules, { colour: false }).render(readReport("fail"));
  expect(text).toMatch(/^ {2}more {4}https:.*MA-PKL-001\.md$/m);
  expect(text).toMatch(/^Scanned .* in 3\.4 s\.$/m);
});
