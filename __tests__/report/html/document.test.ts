import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BomRecord, RunReport } from "../../../src/core/report";
import { rulePage } from "../../../src/core/project";
import { createHtmlReporter } from "../../../src/report";
import { htmlReporter } from "../../../src/report/html";
import { embedJson } from "../../../src/report/html/embed-json";
import { advisoryPage, rulePage as pageOfRule } from "../../../src/report/html/page/addresses";
import type { PageData } from "../../../src/report/html/page-data";
import { manyFindings, readReport, reportNames, rules } from "../fixtures";
import { everywhere, NASTY } from "../nasty";
import { bomText } from "./bom-text";

const ROOT = join(__dirname, "../../..");
const SCRIPTS = /<script( type="application\/json" id="report")?>([^]*?)<\/script>/g;

const render = (report: RunReport, bom?: string): string => htmlReporter(rules).render(report, bom);

/** The file in its parts, as a reader of HTML takes it apart: a script ends at the first `</script`. */
function parts(html: string): { shell: string; json: string; script: string; style: string; data: PageData } {
  const scripts = [...html.matchAll(SCRIPTS)];
  expect(scripts).toHaveLength(2);
  const [[, , json], [, , script]] = scripts as unknown as [string[], string[]];
  const style = /<style>([^]*?)<\/style>/.exec(html)![1]!;
  const data = JSON.parse(json!) as PageData;
  return { shell: html.replace(json!, ""), json: json!, script: script!, style, data };
}

const withBom = (report: RunReport, name: string): RunReport => ({
  ...report,
  bom: {
    ...(readReport("bom").bom as BomRecord),
    changes: [{ kind: "model-added", path: name, name }],
  },
});

/** Every text of a value. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) yield* textsOf(each);
}

describe("what the page lets happen", () => {
  const html = render(readReport("fail"), bomText());
  const { script, style } = parts(html);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!.split("; ");
  const digest = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

  test("its own script and style sheet, by their digests, and nothing else", () => {
    expect(policy).toEqual([
      "default-src 'none'",
      `script-src '${digest(script)}'`,
      `style-src '${digest(style)}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  test("the policy stands before everything that it is about", () => {
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<style>"));
    expect(html.match(/<(link|img|iframe|object|embed|base|form|svg)\b|\s(on\w+|style|src)=/g)).toBeNull();
  });

  test("the page's code makes no markup of text, runs no text, and asks nobody", () => {
    const folder = join(ROOT, "src/report/html/page");
    const sources = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    expect(sources.length).toBeGreaterThan(5);
    for (const name of sources)
      expect(readFileSync(join(folder, name), "utf8")).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\b|new Function|fetch\(|XMLHttp|WebSocket|sendBeacon|import\(|localStorage|cookie/,
      );
  });
});

describe.each(NASTY)("%s", (_, text) => {
  const name = text === "" ? "plain" : text;
  const hostile = render(withBom(everywhere(text), name), bomText(name));

  test("stands in the JSON and nowhere else", () => {
    const plain = render(withBom(everywhere("plain"), "plain"), bomText());
    const { shell, json } = parts(hostile);
    expect(shell).toBe(parts(plain).shell);
    expect(json).toMatch(/^[ -~]*$/);
    expect(json).not.toMatch(/[<>&]|##\[/);
    expect(hostile.split("\n").filter((line) => /^\s*::/.test(line))).toEqual([]);
  });

  test("is shown for what it is", () => {
    for (const shown of textsOf(parts(hostile).data))
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/u);
  });
});

describe("the JSON in the page", () => {
  test.each(["</script>", "<!--<script>", "\u2028\u2029", "##[error]a", "\ud800", "é😀", "&lt;"])(
    "%j reads back",
    (text) => {
      const json = embedJson({ [text]: [text] });
      expect(json).toMatch(/^[ -~]*$/);
      expect(JSON.parse(json)).toEqual({ [text]: [text] });
      expect(json).not.toMatch(/<|##\[/);
    },
  );
});

describe("what is in it", () => {
  test.each(reportNames)("%s: every finding, the verdict, and the policy", (name) => {
    const report = readReport(name);
    const { data, shell } = parts(render(report));
    expect(data.findings.map(({ id }) => id).sort()).toEqual(report.findings.map(({ id }) => id).sort());
    expect(data.verdict).toBe(report.verdict);
    expect(shell).toContain(`<header class="verdict ${report.verdict}">`);
    expect(data.bom).toBeUndefined();
  });

  test("20,000 findings, the worst first; the others are counted", () => {
    const { data } = parts(render(manyFindings(20_010, (i) => ({ severity: i === 20_009 ? "critical" : "low" }))));
    expect([data.findings.length, data.findingsLeftOut, data.findings[0]!.severity]).toEqual([20_000, 10, "critical"]);
  });

  test("long texts are cut, and all of them together too", () => {
    const long = "<".repeat(9000);
    const report = manyFindings(2000, () => ({ message: long, evidence: long, remedy: long }));
    const html = render(report);
    expect(html.length).toBeLessThan(22_000_000);
    const { data } = parts(html);
    expect(data.findings.length + data.findingsLeftOut).toBe(2000);
    expect(data.findingsLeftOut).toBeGreaterThan(0);
    expect(data.findings[0]!.message).toHaveLength(1000);
  });

  test("the reporter is loaded when it is asked for, and gives the same", async () => {
    const report = readReport("fail");
    expect((await createHtmlReporter(rules)).render(report, bomText())).toBe(render(report, bomText()));
  });
});

test("rules are linked where rules are explained, whatever a rule is called", () => {
  expect(pageOfRule("MA-PKL-001")).toBe(rulePage("MA-PKL-001"));
  expect(advisoryPage("a/../b?c#d")).toBe("https://osv.dev/vulnerability/a%2F..%2Fb%3Fc%23d");
});

describe("the files of the page", () => {
  test("page-assets.ts is what page/ makes", () => {
    execFileSync(process.execPath, [join(ROOT, "tools/report/page.mjs"), "--check"], { stdio: "pipe" });
  });

  test("page/ holds its types", () => {
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "--noEmit", "-p", join(ROOT, "src/report/html/page")], { stdio: "pipe" });
  }, 180_000);
});
