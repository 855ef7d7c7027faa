import type { RunReport } from "../../src/core/report";
import { manyFindings, readReport, render } from "./fixtures";

const N = 10_000;
/** What the section of what was signed may take behind a summary (`attestation.ts`). */
const SIGNED = 61_000;
/** The costliest text: each character becomes two dozen bytes. */
const COSTLY = "\u{e0041}@#`".repeat(4000);

function expensive(): RunReport {
  const location = { path: COSTLY, inside: Array.from({ length: 12 }, () => COSTLY), offset: 1 };
  const report = manyFindings(3000, (i) => ({
    message: `${i}${COSTLY}`,
    evidence: COSTLY,
    remedy: COSTLY,
    location,
    ...(i % 3 === 0 ? { waived: { by: COSTLY, reason: COSTLY } } : i % 3 === 1 ? { baseline: true } : {}),
  }));
  const third = (rest: number): string[] => report.findings.filter((_, i) => i % 3 === rest).map(({ id }) => id);
  const artifact = { path: COSTLY, format: COSTLY, size: 1, members: 0 };
  return {
    ...report,
    decision: {
      ...report.decision,
      blocking: third(2),
      waived: third(0),
      old: third(1),
      missing: Array(999).fill(COSTLY),
    },
    artifacts: [
      ...Array.from({ length: 3000 }, () => ({ ...artifact, sha256: "0".repeat(64) })),
      ...Array.from({ length: 3000 }, () => ({
        ...artifact,
        notScanned: { reason: "empty" as const, detail: COSTLY },
      })),
    ],
    notices: Array(999).fill(COSTLY),
  };
}

describe("ten thousand findings", () => {
  const report = manyFindings(N, (i) => ({ severity: i === N - 1 ? "critical" : "high" }));

  test("ten annotations, the worst first, then a count", () => {
    const lines = render("annotations", report).trimEnd().split("\n");
    expect(lines).toHaveLength(11);
    expect(lines[0]).toContain(`finding ${N - 1}`);
    expect(lines.filter((line) => line.startsWith("::error "))).toHaveLength(10);
    expect(lines[10]).toBe("::notice title=Model Assay::9,990 more findings are in the job summary and in the report.");
  });

  test("a summary that is counted out", () => {
    const summary = render("markdown", report);
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 ** 2);
    expect(summary).toContain("9,800 more rows are in the report.");
  });

  test("SARIF with the 5,000 worst", () => {
    const log = JSON.parse(render("sarif", report)) as { runs: [{ results: { properties: { severity: string } }[] }] };
    expect(log.runs[0].results).toHaveLength(5000);
    expect(log.runs[0].results.filter(({ properties }) => properties.severity === "critical")).toHaveLength(1);
  });

  test("JSON with all of them", () => {
    expect((JSON.parse(render("json", report)) as RunReport).findings).toHaveLength(N);
  });
});

test("ten notices leave the tenth to the count", () => {
  const report = manyFindings(40, () => ({ severity: "info" }));
  const lines = render("annotations", { ...report, decision: { ...report.decision, blocking: [] } })
    .trimEnd()
    .split("\n");
  expect(lines).toHaveLength(10);
  expect(lines.every((line) => line.startsWith("::notice "))).toBe(true);
  expect(lines[9]).toContain("31 more findings");
});

test("the costliest text on every row keeps within GitHub's sizes", () => {
  const report = expensive();
  const model = { type: "machine-learning-model", properties: [{ name: "model-assay:path", value: COSTLY }] };
  const bom = JSON.stringify({ components: Array(200).fill(model) });
  const signatures = [{ model: COSTLY, status: "signed" as const, signers: Array(9).fill(COSTLY), bundles: [] }];
  const summary = render("markdown", { ...report, selection: { ...report.selection, mode: "tree" }, signatures }, bom);
  expect(summary).toContain("### Models and checks");
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 ** 2 - SIGNED);
  expect(Buffer.byteLength(render("markdown", report))).toBeLessThan(1024 ** 2);
  for (const line of render("annotations", report).split("\n")) expect(Buffer.byteLength(line)).toBeLessThan(64 * 1024);
});

test("a run without findings has neither annotations nor empty sections", () => {
  expect(render("annotations", readReport("pass"))).toBe("");
  expect(render("markdown", readReport("pass-nothing"))).not.toContain("###");
});
