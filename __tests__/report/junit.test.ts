import { SaxesParser } from "saxes";
import type { RunReport } from "../../src/core/report";
import { escapeTerminal } from "../../src/report/escape-terminal";
import { failing, manyFindings, readReport, render, reportNames } from "./fixtures";
import { everywhere, NASTY } from "./nasty";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Which elements may stand in which, and the attributes that each has to have (xunit-plugin, `junit-10.xsd`). */
const STRUCTURE: Readonly<Record<string, { readonly in: string; readonly has: readonly string[] }>> = {
  testsuites: { in: "", has: ["name", "tests", "failures", "errors", "time"] },
  testsuite: { in: "testsuites", has: ["name", "tests", "failures", "errors", "skipped"] },
  testcase: { in: "testsuite", has: ["classname", "name"] },
  failure: { in: "testcase", has: ["type", "message"] },
  error: { in: "testcase", has: ["type", "message"] },
  skipped: { in: "testcase", has: ["message"] },
  "system-out": { in: "testcase", has: [] },
};

/** Parses it strictly and holds it to the structure: a wrong character, name, order or count throws. */
function parse(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const stack = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: "" };
    expect([name, STRUCTURE[name]?.in]).toEqual([name, stack.at(-1)!.name]);
    expect(Object.keys(element.attributes).sort()).toEqual([...STRUCTURE[name]!.has].sort());
    stack.at(-1)!.children.push(element);
    stack.push(element);
  });
  parser.on("text", (text) => (stack.at(-1)!.text += text));
  parser.on("closetag", () => void stack.pop());
  parser.write(xml).close();
  const [suites] = root.children;
  for (const counted of [suites!, ...suites!.children]) checkCounts(counted);
  return suites!;
}

function casesOf(element: Element): Element[] {
  return element.name === "testcase" ? [element] : element.children.flatMap(casesOf);
}

function checkCounts(element: Element): void {
  const cases = casesOf(element);
  const having = (name: string) => cases.filter(({ children }) => children.some((each) => each.name === name)).length;
  const { tests, failures, errors, skipped } = element.attributes;
  expect([tests, failures, errors].map(Number)).toEqual([cases.length, having("failure"), having("error")]);
  // The schema has no place for it on the outermost element.
  if (element.name === "testsuite") expect(Number(skipped)).toBe(having("skipped"));
  for (const { children } of cases)
    expect(children.filter(({ name }) => name !== "system-out").length).toBeLessThanOrEqual(1);
}

const junit = (report: RunReport): Element => parse(render("junit", report));
const caseAt = (report: RunReport, path: string): Element | undefined =>
  casesOf(junit(report)).find(({ attributes }) => attributes["name"] === path);

test.each(reportNames)("the report %s: every model and lockfile is a test case", (name) => {
  const report = readReport(name);
  const names = casesOf(junit(report)).map(({ attributes }) => attributes["name"]);
  expect(new Set(names).size).toBe(names.length);
  for (const { path } of report.artifacts) expect(names).toContain(escapeTerminal(path));
  for (const { lockfile } of report.packages) expect(names).toContain(escapeTerminal(lockfile));
  for (const { location } of report.findings) expect(names).toContain(escapeTerminal(location.path));
});

describe("a file's findings", () => {
  test("that stop are one failure, named by the first and telling all", () => {
    const report = failing({});
    const [first] = report.findings;
    const second = { ...first!, id: "second", message: "and another" };
    const both = {
      ...report,
      findings: [first!, second],
      decision: { ...report.decision, blocking: [first!.id, "second"] },
    };
    const [failure, ...more] = caseAt(both, first!.location.path)!.children;
    expect(more).toEqual([]);
    expect(failure!.attributes["type"]).toBe(first!.rule);
    expect(failure!.attributes["message"]).toMatch(/\(and 1 more\)$/);
    expect(failure!.text).toContain("and another");
  });

  test("that do not stop, or are waived, or old, are output", () => {
    const report = failing({ waived: { by: "ana", reason: "read it" } });
    const passed = { ...report, verdict: "pass" as const, decision: { ...report.decision, blocking: [] } };
    const found = caseAt(passed, report.findings[0]!.location.path)!;
    expect(found.children.map(({ name }) => name)).toEqual(["system-out"]);
    expect(found.children[0]!.text).toContain("waived: by ana: read it");
  });
});

describe("what could not be looked at", () => {
  const skipped = { reason: "not-fetched", detail: "Git LFS" } as const;
  const base = readReport("pass");
  const report: RunReport = {
    ...base,
    verdict: "incomplete",
    decision: { ...base.decision, missing: ["models/x.pt: Git LFS"], onIncomplete: "fail" },
    artifacts: [{ path: "models/x.pt", format: "unknown", size: 1, members: 0, notScanned: skipped }],
  };
  const gate = "everything that was selected could be checked";

  test("is skipped, and an error of the run where that is no pass", () => {
    expect(caseAt(report, "models/x.pt")!.children[0]).toMatchObject({ name: "skipped" });
    expect(caseAt(report, gate)!.children[0]).toMatchObject({
      name: "error",
      text: expect.stringContaining("Git LFS"),
    });
  });

  test("is no error where on-incomplete is warn, and still no pass", () => {
    const warned = { ...report, decision: { ...report.decision, onIncomplete: "warn" as const } };
    expect(caseAt(warned, gate)!.children[0]).toMatchObject({ name: "skipped" });
  });

  test("does not hide what was found in the same file", () => {
    const found = { ...failing({ location: { path: "models/x.pt", inside: [] } }), artifacts: report.artifacts };
    expect(caseAt(found, "models/x.pt")!.children.map(({ name }) => name)).toEqual(["failure", "system-out"]);
  });
});

describe.each(NASTY)("%s", (_, text) => {
  test("is text", () => {
    const xml = render("junit", everywhere(text));
    parse(xml);
    for (const line of xml.split("\n"))
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]|^\s*::|##\[/u);
  });
});

test("5,000 findings in one file are cut, in 5,000 files they are not", () => {
  const one = render("junit", manyFindings(5000));
  expect(one.length).toBeLessThan(200_000);
  expect(one).toContain("more findings: see the JSON report");
  const many = junit(manyFindings(5000, (i) => ({ location: { path: `m/${i}.pt`, inside: [] } })));
  expect(Number(many.attributes["failures"])).toBe(5000);
});

test("github is another name of annotations", () => {
  const report = readReport("fail");
  expect(render("github", report)).toBe(render("annotations", report));
});
