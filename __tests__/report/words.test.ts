import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT, rulePage } from "../../src/core/project";
import type { RunReport } from "../../src/core/report";
import { createReporters } from "../../src/report";
import { breakCommands, inertLine } from "../../src/report/escape-command";
import { markdownProse } from "../../src/report/escape-markdown";
import { renderProgress } from "../../src/report/progress";
import { byteSize, count, duration, list } from "../../src/report/quantities";
import { sarifUri } from "../../src/report/sarif-text";
import { countsLine, headline } from "../../src/report/verdict-words";
import { columns, wrap } from "../../src/report/wrap";
import { failing, readReport, render } from "./fixtures";

test("the project's name and version are those of package.json", () => {
  const { name, version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as typeof PROJECT;
  expect([PROJECT.name, PROJECT.version]).toEqual([name, version]);
  expect(rulePage("MA-PKL-001")).toBe(`${PROJECT.homepage}/blob/main/docs/rules/MA-PKL-001.md`);
});

test("each reporter has an id of its own", () => {
  expect(createReporters([]).map(({ id }) => id)).toEqual([
    ...["text", "json", "sarif", "markdown", "annotations", "github", "junit"],
  ]);
});

test("sizes", () => {
  expect([0, 999, 1000, 1234, 99_949, 999_499, 999_500, 6.2e9, 1.2e18].map(byteSize)).toEqual([
    ...["0 B", "999 B", "1.0 kB", "1.2 kB", "99.9 kB", "999 kB", "1.0 MB", "6.2 GB", "1200 PB"],
  ]);
});

test("times", () => {
  expect([0, 41.6, 999, 3412, 59_940, 125_000].map(duration)).toEqual([
    ...["0 ms", "42 ms", "999 ms", "3.4 s", "59.9 s", "2 min 5 s"],
  ]);
});

test("counts and lists", () => {
  expect([count(1, "file"), count(0, "file"), count(12_345, "entry", "entries")]).toEqual([
    ...["1 file", "0 files", "12,345 entries"],
  ]);
  expect([list([]), list(["a"]), list(["a", "b"]), list(["a", "b", "c"])]).toEqual(["", "a", "a and b", "a, b and c"]);
});

test("a verdict in one sentence", () => {
  const pass = readReport("pass");
  expect(headline({ ...pass, decision: { ...pass.decision, failOn: "never" } })).toBe(
    "Passed: 1 model file was checked. Findings do not fail the job, because fail-on is never.",
  );
  expect(headline({ ...pass, summary: { ...pass.summary, scanned: 0, notScanned: 1 } })).toContain(
    "1 model file could not be read",
  );
  expect(headline(readReport("pass-nothing"))).toBe(
    "Passed: this change brings no model files, and no lockfiles to audit.",
  );
  expect(headline(readReport("incomplete-warn"))).toContain("The job goes on, because on-incomplete is warn.");
});

test("the threshold for flaws of packages is told where it is another one", () => {
  const [pass, fail] = [readReport("pass"), readReport("fail")];
  const with_ = (report: typeof pass, decision: object) =>
    headline({ ...report, decision: { ...report.decision, ...decision } });
  expect(with_(pass, { dependenciesFailOn: "critical" })).toBe(
    "Passed: 1 model file was checked, and nothing was found that stops it. The gate stops at high and above, and at critical and above for flaws of packages.",
  );
  expect(with_(pass, { failOn: "never", dependenciesFailOn: "high" })).toMatch(
    / The gate stops at nothing, and at high and above for flaws of packages\.$/,
  );
  expect(with_(fail, { dependenciesFailOn: "never" })).toMatch(
    / stops at high and above, and at nothing for flaws of packages\.$/,
  );
  expect(with_(fail, { dependenciesFailOn: "high" })).toMatch(/ The gate stops at high and above\.$/);
  expect(with_(pass, { dependenciesFailOn: "high" })).toBe(headline(pass));
});

test("an incomplete run is an error, or a warning where the policy says so", () => {
  expect(render("annotations", readReport("incomplete"))).toMatch(/^::error title=/);
  expect(render("annotations", readReport("incomplete-warn"))).toMatch(/^::warning title=/);
});

test("what is scanned and not scanned is always said", () => {
  for (const id of ["text", "markdown"])
    expect(render(id, readReport("pass-nothing"))).toContain("Scanned 0, not scanned 0.");
});

test("how much was read is said where something was, and how long it took where something was looked at", () => {
  const last = (name: string, rest: object = {}): string => {
    const report = readReport(name);
    return countsLine({ ...report, summary: { ...report.summary, ...rest } })
      .split(". ")
      .at(-1)!;
  };
  expect([last("pass-nothing"), last("packages"), last("pass", { bytes: 0, durationMs: 8 })]).toEqual([
    ...["No findings.", "Took 412 ms.", "0 B in 8 ms."],
  ]);
  expect(last("incomplete-warn")).toBe("Took 3.4 s.");
});

test("lines that the runner would act on are broken visibly, others are left", () => {
  expect(
    ["::error::a", "  ::error::a", "a ::error::", "##[error]a", "x ###[a]", "# [a]", "a:b"].map(breakCommands),
  ).toEqual([
    ...["\\u{3a}:error::a", "  \\u{3a}:error::a", "a ::error::", "#\\u{23}[error]a", "x ##\\u{23}[a]", "# [a]", "a:b"],
  ]);
  expect(inertLine("\u3000::a")).toBe("\\u{3000}::a");
});

test("backticks in our sentences are code, also where they do not match", () => {
  expect(markdownProse("run `a <b>` now")).toBe("run <code>a &lt;b&gt;</code> now");
  expect(markdownProse("`a` and ` b")).toBe("<code>a</code> and &#96; b");
});

test("paths are relative references", () => {
  expect(["a b/c:d.pt", "//host/x", "/abs", "ü/%41.pt", "\\xff.pt"].map(sarifUri)).toEqual([
    ...["a%20b/c%3Ad.pt", "host/x", "abs", "%C3%BC/%2541.pt", "%5Cxff.pt"],
  ]);
});

test("a finding in a file of text has its line, one in a model its offset", () => {
  const at = (location: object): unknown => {
    const report = failing({ location: { path: "a", inside: [], ...location } });
    const log = JSON.parse(render("sarif", report)) as { runs: [{ results: [Result] }] };
    return log.runs[0].results[0].locations[0].physicalLocation.region;
  };
  expect(at({ line: 3 })).toEqual({ startLine: 3, startColumn: 1, endLine: 3, endColumn: 2 });
  expect(at({ offset: 65 })).toEqual({ byteOffset: 65 });
  expect(at({ offset: 65, inside: ["b"] })).toBeUndefined();
});

interface Result {
  locations: [{ physicalLocation: { region?: object } }];
}

test("lines are broken at spaces, and wide characters count twice", () => {
  expect(wrap("aaa bbb ccc", 7)).toEqual(["aaa bbb", "ccc"]);
  expect(wrap("a toolongword b", 5)).toEqual(["a", "toolongword", "b"]);
  expect(wrap("", 5)).toEqual([""]);
  expect([columns("abc"), columns("模型"), columns("e\u0301")]).toEqual([3, 4, 1]);
});

test("progress", () => {
  const state = { filesDone: 3, files: 12, bytesDone: 250e6, bytes: 1e9, elapsedMs: 500 };
  expect(renderProgress(state)).toBe("[######------------------] 25% 3/12 files, 250 MB of 1.0 GB, 500 MB/s");
  expect(renderProgress({ filesDone: 0, files: 0, bytesDone: 0, bytes: 0, elapsedMs: 0 })).toContain("100% 0/0 files");
  const left = (elapsedMs: number, bytesDone: number): string | undefined =>
    /, ([^,]*) left$/.exec(renderProgress({ ...state, elapsedMs, bytesDone }))?.[1];
  expect([left(10_000, 250e6), left(100_000, 250e6), left(2000, 999e6)]).toEqual(["30 s", "5 min 0 s", "1 s"]);
  // Too early for a rate, and nothing left.
  expect([left(900, 250e6), left(10_000, 10e6), left(10_000, 1e9)]).toEqual([undefined, undefined, undefined]);
});

describe("a pass says what was checked of the packages, and what was not", () => {
  const say = (scanned: number, packages: Partial<RunReport["summary"]["packages"]>) => {
    const report = readReport("pass");
    const all = { clean: 0, vulnerable: 0, unchecked: 0, ...packages };
    return headline({ ...report, summary: { ...report.summary, scanned, lockfiles: 1, packages: all } });
  };

  test.each<[number, Partial<RunReport["summary"]["packages"]>, string]>([
    [0, { clean: 3 }, "Passed: 3 packages were checked,"],
    [0, { clean: 1 }, "Passed: 1 package was checked,"],
    [0, { unchecked: 882 }, "Passed: 0 packages were checked; 882 packages could not be,"],
    [2, { clean: 3, unchecked: 1 }, "Passed: 2 model files and 3 packages were checked; 1 package could not be,"],
    [1, {}, "Passed: 1 model file was checked,"],
  ])("%i files, %j: %s", (scanned, packages, words) => expect(say(scanned, packages)).toContain(words));
});
