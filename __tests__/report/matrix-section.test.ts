import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../src/core/finding";
import type { RunReport } from "../../src/core/report";
import type { CellState } from "../../src/report/html/page-data";
import { pageOf } from "../../src/report/html/page-of";
import { matrixMarkdown } from "../../src/report/matrix-section";
import { failing, readBom, readReport, render } from "./fixtures";

const WORDS: Readonly<Record<CellState, string>> = {
  pass: "✅ pass",
  fail: "❌ fail",
  unknown: "❔ unknown",
  waived: "⚪ waived",
  none: "n/a",
};
const REPORT = readReport("matrix");
const BOM = readBom("matrix")!;
const sha256 = "0".repeat(64);
const artifact = (path: string) => ({ path, format: "pickle", size: 1, members: 0, sha256 });
/** What a scan of these files says, with the first finding of a failing report at each of `failed`. */
function scanned(paths: readonly string[], failed: readonly Partial<Finding>[] = []): RunReport {
  const base = failing({});
  const findings = failed.map((each, i): Finding => ({ ...base.findings[0]!, id: `f${i}`, ...each }));
  const decision = { ...base.decision, blocking: findings.map(({ id }) => id) };
  return { ...base, artifacts: paths.map(artifact), findings, decision };
}
const at = (path: string) => ({ path, inside: [] });

/** A bill of materials with a model for each path, whose only file is of that name. */
function bill(paths: readonly string[], rest: (path: string) => object = () => ({})): string {
  const components = paths.map((path) => ({
    type: "machine-learning-model",
    name: path,
    "bom-ref": path,
    properties: [{ name: "model-assay:path", value: path }],
    ...rest(path),
  }));
  return JSON.stringify({ bomFormat: "CycloneDX", components });
}
const known = {
  licenses: [{ license: { id: "MIT" } }],
  externalReferences: [{ type: "distribution", url: "https://models.example/m" }],
};

/** The table as texts, row by row, and what stands below it. */
function section(report: RunReport, bom?: string) {
  const [table = "", ...rest] = matrixMarkdown(report, bom);
  const text = (html: string): string => html.replace(/<[^>]*>/g, "");
  const rows = table.split("\n").filter((line) => line.startsWith("<tr>"));
  const cells = (row: string): string[] => row.split(/<\/t[dh]>/).map(text);
  return { rows: rows.map((row) => cells(row).slice(0, -1)), below: text(rest.join("\n")) };
}

test("a job summary has the order of the HTML report", () => {
  const main = readFileSync(join(__dirname, "../../src/report/html/page/main.ts"), "utf8");
  const parts: Readonly<Record<string, RegExp>> = {
    showSteps: /^### Could not be checked$/m,
    showMatrix: /^### Models and checks$/m,
    showFindings: /^### What stops the gate$/m,
    showSkipped: /^### Not scanned$/m,
    showBom: /^### Bill of materials$/m,
    showBasis: /^### Good to know$/m,
  };
  const order = [...main.slice(main.indexOf("function showPage")).matchAll(/\b(show\w+)\(data/g)].map(
    ([, name]) => name!,
  );
  const missing = [...REPORT.decision.missing, "the database is not here"];
  const report = { ...REPORT, decision: { ...REPORT.decision, missing }, notices: ["a notice"] };
  const summary = render("markdown", report, BOM);
  const inSummary = order.flatMap((name) => (parts[name] === undefined ? [] : [summary.search(parts[name])]));
  expect(inSummary).toHaveLength(Object.keys(parts).length);
  expect(inSummary).toEqual([...inSummary].sort((a, b) => a - b));
  expect(inSummary).not.toContain(-1);
});

test("each state is that of the HTML report; a model that the change leaves alone has no row, and is no pass", () => {
  const { checks, rows } = pageOf(REPORT, (id) => id, BOM).matrix;
  const page = rows.map(({ name, cells }) => [name, ...cells.map(({ state }) => WORDS[state])]);
  const { rows: shown, below } = section(REPORT, BOM);
  expect(shown).toEqual([
    ["Model", ...checks.map(({ title }) => title)],
    ...page.filter(([name]) => name !== "models/archive"),
  ]);
  expect(below).toContain("No row for 1 model of which no file is part of this run: nothing is said of it.");
  expect(below).toContain("Licence, 2 rows: no licence is named");
});

test("a model that the change leaves alone has a row where something was found", () => {
  const report = scanned([], [{ rule: "MA-SIG-002", location: at("a") }]);
  const { rows } = section(report, bill(["a", "b"]));
  expect(rows.map(([name]) => name)).toEqual(["Model", "a"]);
});

describe("what says nothing new is left out", () => {
  test("one model that passes, in whatever was asked", () => {
    expect(
      matrixMarkdown(
        scanned(["a"]),
        bill(["a"], () => known),
      ),
    ).toEqual([]);
    expect(
      section(
        scanned(["a", "b"]),
        bill(["a", "b"], () => known),
      ).rows,
    ).toHaveLength(3);
  });

  test("a single check for each row: findings and lists of files say it", () => {
    expect(matrixMarkdown(scanned(["a", "b"], [{ location: at("a") }]))).toEqual([]);
    expect(matrixMarkdown(readReport("packages"))).toEqual([]);
  });

  test("nothing, where there is nothing", () => expect(matrixMarkdown(readReport("pass-nothing"))).toEqual([]));
});

test("one model of which something is not known has its row", () => {
  const { rows, below } = section(scanned(["a"]), bill(["a"]));
  expect(rows).toEqual([
    ["Model", "Content", "Origin", "Licence", "Evidence"],
    ["a", "✅ pass", "❔ unknown", "❔ unknown", "✅ pass"],
  ]);
  expect(below).toContain("Unknown for all: Signature (signatures were not looked at).");
});

test("checks that nobody asked about have no column, and a line says that they are unknown", () => {
  const report = scanned(["a", "b"], [{ location: at("a") }, { rule: "MA-SIG-002", location: at("a") }]);
  const { rows, below } = section(report);
  expect(rows).toEqual([
    ["Model", "Content", "Signature"],
    ["a", "❌ fail", "❌ fail"],
    ["b", "✅ pass", "❔ unknown"],
  ]);
  expect(below).toContain(
    "Unknown for all: Origin, Licence and Evidence (there is no bill of materials in this report).",
  );
});

describe("many models", () => {
  const paths = Array.from({ length: 1000 }, (_, i) => `models/m${i}`);
  const unknown = ["models/m40", "models/m990"];
  const bom = bill(paths, (path) => (unknown.includes(path) ? {} : known));

  test("twenty rows, failures first, then unknowns, and how the others stand", () => {
    const failed = Array.from({ length: 21 }, (_, i) => ({ location: at(`models/m${i * 40 + 100}`) }));
    const few = section(scanned(paths, failed.slice(0, 2)), bom);
    expect(few.rows.slice(1, 6).map(([name]) => name)).toEqual([
      ...["models/m100", "models/m140", "models/m40", "models/m990", "models/m0"],
    ]);
    expect(few.rows).toHaveLength(21);
    expect(few.below).toContain("980 more rows are in the HTML report: 980 with nothing to look at.");
    const many = section(scanned(paths, failed), bom);
    expect(many.below).toContain(
      "980 more rows are in the HTML report: 1 with a failure, 2 with something unknown and 977 with nothing to look at.",
    );
  });

  test("beyond the matrix's own limit they are counted", () => {
    const all = Array.from({ length: 2100 }, (_, i) => `m${i}`);
    const { rows, below } = section(scanned(all, [{ location: at("m2050") }]), bill(all));
    expect(rows[1]![0]).toBe("Everything else");
    expect(below).toContain("100 more have no row, and what was found there stands under everything else.");
  });

  test("names that cost the most still have their row, in bounds", () => {
    const costly = Array.from({ length: 30 }, (_, i) => `${i}${"\ue000".repeat(2000)}`);
    const detail = "\ue000@#".repeat(1000);
    const signatures = costly.map((model, i) => ({
      model,
      status: "unknown" as const,
      signers: [],
      bundles: [],
      detail: `${i}${detail}`,
    }));
    const text = matrixMarkdown({ ...scanned(costly), signatures }, bill(costly)).join("\n");
    expect(Buffer.byteLength(text)).toBeLessThan(66_000);
    expect(text.match(/^<tr><td/gm)).toHaveLength(20);
    expect(text).toContain("10 more rows are in the HTML report");
  });
});
