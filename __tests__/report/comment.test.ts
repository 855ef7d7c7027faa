import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Finding } from "../../src/core/finding";
import type { RunReport } from "../../src/core/report";
import { failing, manyFindings, readReport, render, reportNames } from "./fixtures";
import { NASTY, everywhere } from "./nasty";

interface Page {
  readonly elements: readonly string[];
  readonly text: string;
  /** Outside of code. */
  readonly prose: string;
  readonly comments: readonly string[];
}

/** As a GFM reader shows them: real CommonMark and HTML readers, not our own idea of them. */
function rendered(texts: readonly string[]): Page[] {
  const script = join(__dirname, "../support/render-gfm.mjs");
  const out = execFileSync(process.execPath, [script], { input: JSON.stringify(texts), maxBuffer: 1024 ** 3 });
  return JSON.parse(out.toString()) as Page[];
}

const comment = (report: RunReport): string => render("comment", report);
const MAX_CHARACTERS = 65_536;

const OURS =
  /^(h2|h3|p|strong|sub|ul|li|table|tbody|code|br|details|summary|tr|t[dh]( v?align=(top|left))?|span title=\d+ bytes|a href=https:\/\/github\.com\/model-assay\/[\w/.-]+)$/;

/** Line ends are ours, and so is the space without width that stops a mention. */
const UNSEEN = /(?![\n\u200b])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;

describe("what hostile text becomes, as a reader shows it", () => {
  const pages = rendered(NASTY.map(([, text]) => comment(everywhere(text))));
  const plain = rendered([comment(everywhere("plain"))])[0]!;

  test.each(NASTY.map(([what], i) => [what, pages[i]!] as const))("%s", (_, { elements, text, prose, comments }) => {
    expect(elements.filter((element) => !OURS.test(element))).toEqual([]);
    expect(comments).toEqual([]);
    const shape = (all: readonly string[]): string[] => all.filter((each) => !/^(code|br)/.test(each));
    // A row that is too long as text is counted in place of being shown.
    if (!text.includes("more row is in the report")) expect(shape(elements)).toEqual(shape(plain.elements));
    expect(text).not.toMatch(UNSEEN);
    // What GitHub's filters look for, which see the finished page.
    expect(prose).not.toMatch(/@[\w-]|(?<![\w&])#\d|:\/\/|\bGH-\d|www\.|:[\w+-]+:|\b[0-9a-f]{7,}\b/i);
  });

  test("the text itself is still there", () => {
    const shown = rendered([comment(failing({ message: "<b>a</b> **c** @octocat", evidence: "`d` ::error::e" }))])[0]!;
    expect(shown.text.replaceAll("\u200b", "")).toContain("<b>a</b> **c** @octocat");
    expect(shown.text).toContain("`d` ::error::e");
  });
});

describe("the words", () => {
  test("verdict first, then three lines for each finding that stops, then the rest folded", () => {
    const text = comment(readReport("fail"));
    expect(text).toMatch(/^## ❌ Model Assay: failed\n\n<p><strong>Failed: /);
    const [first] = readReport("fail").findings as [Finding];
    const block = text.split("\n\n").find((each) => each.includes("os.system"))!;
    expect(block.split("\n")).toEqual([
      expect.stringMatching(/^<p><strong>critical<\/strong>: <code>models\/sentiment.pt<\/code> &gt; <code>archive\/data.pkl<\/code>, byte 0x41: calls os.system/),
      expect.stringMatching(/^<strong>Why<\/strong>: A pickle imports a callable that runs code.* \(<a href=".*MA-PKL-001.md">MA-PKL-001 dangerous-global<\/a>, <code>[0-9a-f]{12}<\/code>\)\. Seen: <code>/),
      expect.stringMatching(/^<strong>Fix<\/strong>: Do not load this file\..*<\/p>$/),
    ]); // prettier-ignore
    expect(first.location.path).toBe("models/sentiment.pt");
    const open = text.replace(/<details>.*?<\/details>/gs, "");
    expect(open).not.toContain("<table>");
    expect(text).toContain("<details><summary>Findings that do not stop the gate: ");
  });

  test.each(reportNames)("%s: blocks of ours only, and what is said is what the summary says", (name) => {
    const report = readReport(name);
    const text = comment(report);
    for (const block of text.trimEnd().split("\n\n")) expect(block).toMatch(/^(#{2,3} |<(p|ul|details)>)/);
    expect(render("markdown", report)).toContain(text.split("\n")[2]);
  });

  test("what is not known stands open, and the files folded", () => {
    const text = comment(readReport("incomplete"));
    expect(text).toMatch(/^## ⚠️ Model Assay: incomplete/);
    expect(text).toMatch(/### Could not be checked\n\n<ul>\n<li>models\/large\.pt/);
    expect(text).toContain("<details><summary>Not scanned: 2 files</summary>");
  });

  test("a rule that is on no list has its message, and its id as the link", () => {
    const text = comment(failing({ rule: "MA-XXX-999" }));
    expect(text).toMatch(
      /<strong>Why<\/strong>: \(<a href=".*MA-XXX-999.md">MA-XXX-999<\/a>, <code>[0-9a-f]{12}<\/code>\)\./,
    );
  });

  test("vulnerable packages with their fixed version", () => {
    const report = readReport("pass");
    const vulnerable = {
      ...{ purl: "pkg:pypi/torch@2.5.1", name: "torch", version: "2.5.1", lockfile: "requirements.txt", line: 3 },
      ...{
        status: "vulnerable" as const,
        advisories: ["GHSA-1", "GHSA-2", "G-3", "G-4", "G-5", "G-6"],
        fixed: "2.6.0",
      },
    };
    const text = comment({ ...report, packages: [vulnerable] });
    expect(text).toContain("<details><summary>Vulnerable packages: 1</summary>");
    expect(text).toContain("<code>G-5</code><br>1 more</td>");
    expect(text).toMatch(/<code>2\.6\.0<\/code><\/td><td valign="top"><code>requirements\.txt<\/code>, line 3/);
  });

  test("the difference of the bills of materials", () => {
    expect(comment(readReport("bom"))).toMatch(/<details><summary>Bill of materials: \d+ changes?<\/summary>/);
  });
});

describe("the size", () => {
  test("5,000 findings: ten open, some folded, the rest counted", () => {
    const text = comment(manyFindings(5000));
    expect(text.length).toBeLessThan(MAX_CHARACTERS - 1000);
    expect(text.match(/<strong>Why<\/strong>/g)).toHaveLength(10);
    expect(text).toContain("<summary>4,990 more findings that stop the gate</summary>");
    expect(text).toMatch(/4,\d{3} more rows are in the report\./);
  });

  test.each([
    ["astral and unseen", "\u{e0041}@#`".repeat(4000)],
    ["emoji", "😀".repeat(4000)],
    ["three bytes", "\u4e2d".repeat(4000)],
    ["brackets", "<[&".repeat(4000)],
    ["at signs", "@".repeat(4000)],
    ["a few words, so that every part is filled to its end", "a few words"],
  ])("texts of %s in every place", (_, text) => {
    const one = everywhere(text);
    const many = manyFindings(800, (i) => ({
      ...{ message: `${i}${text}`, evidence: text, remedy: text },
      location: { path: text, inside: Array.from({ length: 12 }, () => text), offset: 1 },
      ...(i % 4 === 0 ? { waived: { by: text, reason: text } } : i % 4 === 1 ? { baseline: true } : {}),
    }));
    const blocking = many.findings.filter((_finding, i) => i % 4 === 2).map(({ id }) => id);
    const fill = <T>(all: readonly T[]): T[] => Array.from({ length: 400 }, (_, i) => all[i % all.length]!);
    const pkg = { purl: text, name: text, version: text, fixed: text, lockfile: text, advisories: fill([text]) };
    const counts = { models: 1, datasets: 0, containers: 0, packages: 0, missing: 0, coverage: [] };
    const report = {
      ...one,
      findings: many.findings,
      decision: { ...one.decision, blocking, missing: fill([text]) },
      artifacts: fill(one.artifacts),
      packages: fill([{ ...pkg, status: "vulnerable" as const }]),
      bom: { ...counts, changes: fill([{ kind: "model-added" as const, path: text, name: text }]) },
    };
    const made = comment(report);
    expect(made.length).toBeLessThan(MAX_CHARACTERS - 1000);
    expect(Buffer.byteLength(made)).toBeLessThan(262_144);
    // The first finding is shown, however long its texts.
    expect(made).toContain("<strong>Why</strong>");
  });
});
