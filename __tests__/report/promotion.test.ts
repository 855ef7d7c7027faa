import { CHECKS } from "../../src/core/promotion";
import { promotionAnnotations, PROMOTION_FORMATS, renderPromotion } from "../../src/report/promotion";
import { changed } from "../support/statements";
import { promotionReport, stopped } from "./promotion-report";

describe("what a reviewer reads", () => {
  test.each([
    [promotionReport(), "Passed: chat may be promoted. 8 checks passed."],
    [stopped({ approvals: "fail", provenance: "unknown" }), "Failed: chat must not be promoted. 1 check failed: approvals."],
    [stopped({ bom: "unknown", approvals: "unknown" }), "Incomplete: chat must not be promoted yet. 2 checks could not be made: approvals, bom."],
    [promotionReport("chat", { stage: "ingestion" }), "Passed: chat may be taken in. 8 checks passed."],
    [promotionReport("chat", { stage: "training" }), "Passed: chat may be trained with. 8 checks passed."],
    [promotionReport("chat", { stage: "deployment" }), "Passed: chat may be deployed. 8 checks passed."],
  ])("the verdict comes first", (report, words) => {
    expect(renderPromotion(report, "text").split("\n")[0]).toBe(words);
    const [title, blank, first] = renderPromotion(report, "markdown").split("\n");
    const shown = first?.replaceAll("&#58;", ":");
    expect([blank, shown]).toEqual(["", expect.stringContaining(`<p><strong>${words}</strong>`)]);
    expect(title).toMatch(/^## (✅|❌|⚠️) Model Assay, \w+: (passed|failed|incomplete)$/);
  }); // prettier-ignore

  test("then every check, in the order in which they are made, with what was seen and what to do", () => {
    const report = stopped({ approvals: "fail", bom: "unknown", rules: "not-required" });
    const text = renderPromotion(report, "text");
    const order = CHECKS.map((id) => text.indexOf(`(${id})\n`));
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(text).toContain("  FAILED: Approvals (approvals)\n      seen: chat\n      why: chat: ask for it\n");
    expect(text).toContain("  NOT KNOWN: Bill of materials (bom)\n");
    expect(text).toContain("  not asked for: Rules of the policy (rules)\n");
    const page = renderPromotion(report, "markdown");
    expect(page).toContain("❌ failed</td><td valign=\"top\">chat</td><td valign=\"top\">chat&#58; ask for it</td>");
    expect(page.indexOf("<table>")).toBeLessThan(page.indexOf("### "));
  }); // prettier-ignore

  test("then signers, build, approvals, and findings, the worst first and without the waived ones", () => {
    const text = renderPromotion(promotionReport(), "text");
    const headings = ["Signed by", "Refused", "Build", "Approvals", "Findings", "Good to know"];
    const at = headings.map((heading) => text.indexOf(`\n\n${heading}\n`));
    expect(at.every((each) => each > 0)).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(text).toContain(`  the key ${"d".repeat(64)}: a signature of the file\n      at a time that nobody vouches for, in no log\n`);
    expect(text).toContain("  chat, review of the pull request, in chat, of chat at 2026-11-20T10:00:00Z; counts: yes\n");
    expect(text).toContain("  chat, approval of the deployment, environment chat, role chat, of chat; counts: no: chat\n");
    expect(text.slice(text.indexOf("\nFindings")).match(/^ {2}(critical|high|low) /gm)).toEqual(["  critical ", "  low "]);
    const page = renderPromotion(promotionReport(), "markdown");
    expect(page).toContain("<p>1 finding is waived.</p>");
    expect(page).not.toContain("<strong>high</strong>");
  }); // prettier-ignore

  test("nothing stands there of what there is nothing of", () => {
    const none = { accepted: [], refused: [], approvals: [], findings: [], notices: [] };
    const bare = changed(promotionReport("chat", none), ["build"], undefined);
    for (const format of ["text", "markdown"] as const)
      expect(renderPromotion(bare, format)).not.toMatch(/Signed by|Refused|Build\n|Approvals\n|Findings\n|Good to know/);
  }); // prettier-ignore

  test("JSON is the report", () => {
    expect(JSON.parse(renderPromotion(promotionReport(), "json"))).toEqual(promotionReport());
  });
});

describe("annotations", () => {
  test("one error for each check that stops it, and none for a pass", () => {
    expect(promotionAnnotations(promotionReport())).toBe("");
    expect(promotionAnnotations(stopped({ approvals: "fail", bom: "unknown", rules: "not-required" }))).toBe(
      "::error title=Model Assay%2C promotion%3A Approvals failed::chat: ask for it\n" +
        "::error title=Model Assay%2C promotion%3A Bill of materials not known::chat: ask for it\n",
    );
  });

  test("of hundreds of problems ten are shown, and one without any still is an error", () => {
    const of = (problems: string[]) =>
      promotionReport("chat", { verdict: "fail", checks: [{ id: "bom", status: "fail", evidence: [], problems }] });
    expect(promotionAnnotations(of(Array<string>(300).fill("x")))).toMatch(/x%0A290 more in the job summary\.\n$/);
    expect(promotionAnnotations(of([]))).toMatch(/::Model Assay, promotion: Bill of materials failed\n$/);
  });
});

const HOSTILE = [
  "::error file=a::pwned", " \t\u3000::set-output name=x::y", "a\n::add-mask::a\r\n::debug::b", "a ##[error]pwned", "a #\u00ad#[error]b",
  "%0A::error::pwned", "a,line=1::b", "a | b \\| c", "a `b` ```c```", "a\n\n# heading\n\n- item",
  "<script>alert(1)</script></td></table>", '"><a href="javascript:alert(1)">x</a>', "[a](https://evil.example) ![b](https://evil.example/x.png)",
  "@octocat @github/security #1 GH-1", "\u001b[31mred\u001b[0m \u001b]0;t\u0007", "model\u202egpj.exe \u2066a", "o\u200bs \ufeff", "a\u2028::error::b\u0085d",
  "a\ud800b", `a${"\u0301".repeat(40)}`, "a\u0000b", "x".repeat(100_000), "",
]; // prettier-ignore
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/u;

describe.each(HOSTILE)("text from the input stays text: %j", (name) => {
  const reports = [promotionReport(name), stopped({ approvals: "fail", bom: "unknown" }, name)];

  test.each(PROMOTION_FORMATS)("as %s", (format) => {
    for (const report of reports) {
      const output = renderPromotion(report, format);
      // The mark of an incomplete check is followed by a selector of its picture.
      for (const line of output.replaceAll("⚠️", "").split("\n")) expect(line).not.toMatch(UNSEEN);
      expect(output).not.toContain("##[");
      expect(output).not.toMatch(/^\s*::/m);
    }
  });

  test("as Markdown, no tag and no block is the input's", () => {
    const output = renderPromotion(reports[1]!, "markdown");
    const tags = [...output.matchAll(/<(\/?[a-z!][^\s>]*)/gi)].map(([, tag]) => tag!.replace("/", ""));
    expect(tags.filter((tag) => !/^(a|br|code|li|p|strong|sub|table|td|th|tr|ul)$/.test(tag))).toEqual([]);
    expect([...output.matchAll(/href="(?!https:\/\/github\.com\/model-assay\/)/g)]).toEqual([]);
    const clean = renderPromotion(stopped({ approvals: "fail", bom: "unknown" }), "markdown");
    expect(output.split("\n\n").length).toBe(clean.split("\n\n").length);
  });

  test("as annotations, one line each", () => {
    const lines = promotionAnnotations(reports[1]!).split("\n");
    expect(lines).toHaveLength(3);
    for (const line of lines.slice(0, 2)) {
      expect(line).toMatch(/^::error title=[^:,]*::/);
      expect(line.slice(2)).not.toMatch(/\s::|##\[/);
      expect(line).not.toMatch(UNSEEN);
    }
  });
});

test("thousands of everything fit into a job summary, and no problem is left out of the text", () => {
  const long = "y".repeat(5000);
  const many = <T>(one: T): T[] => Array<T>(5000).fill(one);
  const base = stopped({ approvals: "fail" }, long);
  const report = {
    ...base,
    checks: base.checks.map((each) => ({ ...each, evidence: many(long), problems: each.status === "fail" ? many("z") : [] })),
    accepted: many(base.accepted[1]!),
    refused: many(base.refused[0]!),
    approvals: many(base.approvals[1]!),
    findings: many(base.findings[0]!),
    notices: many(long),
  }; // prettier-ignore
  expect(Buffer.byteLength(renderPromotion(report, "markdown"))).toBeLessThan(1024 ** 2);
  expect(renderPromotion(report, "text").match(/^ {6}why: z$/gm)).toHaveLength(5000);
});
