import type { Finding } from "../../../src/core/finding";
import type { BomRecord, PackageRecord, RunReport } from "../../../src/core/report";
import { checkOf, CHECKS } from "../../../src/report/matrix/checks";
import { pageOf } from "../../../src/report/html/page-of";
import type { PageData } from "../../../src/report/html/page-data";
import { failing, readReport } from "../fixtures";
import { bomText } from "./bom-text";

const page = (report: RunReport, bom?: string): PageData => pageOf(report, (id) => id, bom);
const at = (path: string, inside: string[] = [], offset?: number) => ({
  path,
  inside,
  ...(offset === undefined ? {} : { offset }),
});
const artifact = (path: string) => ({ path, format: "pickle", size: 1, members: 0, sha256: "0".repeat(64) });
const pkg = (rest: Partial<PackageRecord>): PackageRecord => ({
  purl: "pkg:pypi/torch@2.3.0",
  name: "torch",
  lockfile: "uv.lock",
  status: "clean",
  advisories: [],
  ...rest,
});
const BOM = readReport("bom").bom as BomRecord;

/** The cells of one row, by check. */
function row(data: PageData, name: string): Record<string, string> {
  const found = data.matrix.rows.find((each) => each.name === name)!;
  return Object.fromEntries(CHECKS.map(({ id }, i) => [id, found.cells[i]!.state]));
}

/** A report with these findings, each with what a test wants. */
function reportOf(changes: readonly Partial<Finding>[], rest: Partial<RunReport> = {}): RunReport {
  const base = failing({});
  const findings = changes.map((each, i): Finding => ({ ...base.findings[0]!, id: `f${i}`, ...each }));
  const blocking = findings.filter((each) => !each.waived && !each.baseline && each.severity === "critical");
  return { ...base, findings, decision: { ...base.decision, blocking: blocking.map(({ id }) => id) }, ...rest };
}

describe("the matrix", () => {
  test("a finding stands in the row of its model, by file and by directory, and in its check", () => {
    const data = page(
      reportOf(
        [
          { location: at("models/chat/deep/x.pkl"), rule: "MA-PKL-001" },
          { location: at("models/bare.pkl"), rule: "MA-SIG-001" },
          { location: at("elsewhere.py"), rule: "MA-LDR-001" },
        ],
        { bom: BOM, artifacts: [artifact("models/chat/model.safetensors"), artifact("models/bare.pkl")] },
      ),
      bomText(),
    );
    expect(row(data, "models/chat")).toMatchObject({ content: "fail", license: "pass", origin: "pass" });
    expect(row(data, "models/bare.pkl")).toMatchObject({ content: "pass", signature: "fail", license: "unknown" });
    expect(row(data, "Everything else")).toMatchObject({ content: "fail", signature: "none" });
    expect(data.findings.map(({ row: index, check }) => [data.matrix.rows[index!]!.name, check])).toEqual([
      ["models/chat", "content"],
      ["models/bare.pkl", "signature"],
      ["Everything else", "content"],
    ]);
  });

  test("what was not scanned is unknown, also where a waiver hides the finding", () => {
    const waived = { by: "ada", reason: "old" };
    const location = at("models/bare.pkl");
    const notScanned = { reason: "not-fetched" as const, detail: "a pointer" };
    const data = page(
      reportOf([{ location, rule: "MA-SYS-004", waived }], {
        artifacts: [{ ...artifact("models/bare.pkl"), notScanned }],
      }),
    );
    expect(row(data, "models/bare.pkl")["content"]).toBe("unknown");
  });

  test("waived, old, and what is below the threshold", () => {
    const artifacts = ["a", "b", "c", "d"].map(artifact);
    const data = page(
      reportOf(
        [
          { location: at("a"), waived: { by: "ada", reason: "old" } },
          { location: at("b"), baseline: true },
          { location: at("c"), severity: "low" },
          { location: at("d"), severity: "low", waived: { by: "ada", reason: "old" } },
        ],
        { artifacts },
      ),
    );
    expect(["a", "b", "c", "d"].map((name) => row(data, name)["content"])).toEqual([
      "waived",
      "waived",
      "pass",
      "pass",
    ]);
    expect(data.matrix.rows[2]!.cells[0]!.words).toBe("1 finding below what the gate stops at");
  });

  test("nothing is a pass that nobody looked at", () => {
    const data = page(readReport("pass"));
    const { cells } = data.matrix.rows[0]!;
    expect(cells.map(({ state }) => state)).toEqual([
      "pass",
      "unknown",
      "unknown",
      "unknown",
      "unknown",
      "none",
      "none",
    ]);
    const unchanged = page(reportOf([], { artifacts: [], bom: BOM }), bomText());
    expect(row(unchanged, "models/chat")["content"]).toBe("none");
  });

  test("a name that the bill of materials writes otherwise keeps its findings; two such names are unknown", () => {
    const path = "models/model-\u202egpj.pkl";
    const written = JSON.stringify("models/model-\ufffdgpj.pkl");
    const bom = bomText().replace('"models/bare.pkl"', written).replace('"models/chat"', written);
    const data = page(reportOf([{ location: at(path) }], { bom: BOM, artifacts: [artifact(path)] }), bom);
    const states = data.matrix.rows.map(({ cells }) => cells[0]!.state);
    expect(states).toEqual(["fail", "unknown"]);
  });

  test("so does one with white space that it writes otherwise", () => {
    const path = "models/two  words.pkl";
    const bom = bomText().replace('"models/bare.pkl"', '"models/two words.pkl"');
    const data = page(reportOf([{ location: at(path) }], { bom: BOM, artifacts: [artifact(path)] }), bom);
    expect(row(data, "models/two words.pkl")["content"]).toBe("fail");
  });

  test("a finding below the threshold in code beside a model that the change leaves alone makes it no pass", () => {
    const location = at("models/chat/code.py");
    const data = page(
      reportOf([{ location, severity: "low", rule: "MA-LDR-001" }], { artifacts: [], bom: BOM }),
      bomText(),
    );
    const { cells } = data.matrix.rows.find(({ name }) => name === "models/chat")!;
    expect(cells[0]).toEqual({
      state: "none",
      words: "1 finding below what the gate stops at; the model itself is not part of what this run decides about",
    });
  });

  test("in a run over the whole tree a model of which nothing was scanned is unknown", () => {
    const report = reportOf([], { artifacts: [], bom: BOM });
    const data = page({ ...report, selection: { ...report.selection, mode: "tree" } }, bomText());
    expect(row(data, "models/chat")["content"]).toBe("unknown");
  });

  test("signatures", () => {
    const signed = { status: "signed" as const, signers: ["acme/ci"], bundles: [] };
    const unsigned = { status: "not-signed" as const, signers: [], bundles: [], detail: "there is none" };
    const signatures = [
      { model: "models/chat", ...signed },
      { model: "models/bare.pkl", ...unsigned },
    ];
    const data = page(reportOf([], { bom: BOM, signatures }), bomText());
    expect(row(data, "models/chat")["signature"]).toBe("pass");
    expect(row(data, "models/bare.pkl")["signature"]).toBe("unknown");
  });

  test("lockfiles: a package that could not be checked is no pass", () => {
    const packages = [pkg({}), pkg({ lockfile: "b.lock", status: "unchecked", reason: "no-database" })];
    const data = page(reportOf([], { packages }));
    expect([row(data, "uv.lock")["dependencies"], row(data, "b.lock")["dependencies"]]).toEqual(["pass", "unknown"]);
  });

  test("2,000 rows; the findings of the others stand under the rest", () => {
    const artifacts = Array.from({ length: 2100 }, (_, i) => artifact(`m${i}`));
    const data = page(reportOf([{ location: at("m2050") }], { artifacts }));
    expect([data.matrix.rows.length, data.matrix.leftOut]).toEqual([2001, 100]);
    expect(data.matrix.rows[data.findings[0]!.row!]!.name).toBe("Everything else");
  });

  test.each([
    ["MA-PKL-001", "content"],
    ["MA-HUB-007", "origin"],
    ["MA-BOM-002", "license"],
    ["MA-BOM-006", "evidence"],
    ["MA-SIG-002", "signature"],
    ["MA-SYS-008", "dependencies"],
    ["MA-SYS-001", "content"],
    ["MA-POL-006", "policy"],
    ["MA-NEW-001", "content"],
  ] as const)("%s is about %s", (rule, check) => expect(checkOf(rule)).toBe(check));
});

describe("what to do", () => {
  test("each remedy once, with its number, and no more than five", () => {
    const changes = Array.from({ length: 9 }, (_, i) => ({ remedy: `do ${Math.min(i, 6)}` }));
    const { steps } = page(reportOf(changes));
    expect(steps.map(({ remedy, count }) => [remedy, count])).toEqual([
      ...[0, 1, 2, 3, 4].map((i) => [`do ${i}`, 1]),
      ["2 more things to do, with the findings below", 0],
    ]);
  });
});

describe("pickles", () => {
  test("the lines of one pickle in the order of its bytes, with the dangerous name marked", () => {
    const location = (offset: number) => at("a.pt", ["archive/data.pkl"], offset);
    const { pickles } = page(
      reportOf([
        { location: location(200), evidence: "acme.Net()", severity: "high" },
        { location: location(65), evidence: "os.system('id')" },
        { location: at("b.pkl"), evidence: "import posix.system" },
        { location: at("c.lock"), rule: "MA-DEP-001", evidence: "CVSS 9.8" },
      ]),
    );
    expect(pickles.map(({ where }) => where)).toEqual(["a.pt > archive/data.pkl", "b.pkl"]);
    const marked = pickles
      .flatMap(({ lines }) => lines)
      .map(({ offset, code, mark }) => [offset, code.slice(...mark!)]);
    expect(marked).toEqual([
      ["0x41", "os.system"],
      ["0xc8", "acme.Net"],
      ["", "posix.system"],
    ]);
  });

  test("what is no plain name has no mark, and takes no time to tell", () => {
    const evidence = `${"a.".repeat(2000)}!`;
    const { findings } = page(failing({ evidence }));
    expect(findings[0]!.mark).toBeUndefined();
  });
});

describe("the graph", () => {
  const packages = [pkg({ status: "vulnerable", advisories: ["GHSA-x"] })];
  const { nodes } = page(reportOf([], { bom: BOM, packages }), bomText()).bom!;
  const names = nodes.map(({ name }) => name);

  test("goes from the repository to models, data, code, packages and images; an edge to nobody is left out", () => {
    const edges = nodes.flatMap(({ name, to }) => to.map((index) => `${name} -> ${names[index]}`)).sort();
    expect(edges).toEqual([
      "chat -> a base",
      "chat -> chat",
      "chat -> chat",
      "chat -> chat",
      "chat -> models/chat/code.py",
      "chat -> torch",
      "torch -> left",
    ]);
    expect(new Set(nodes.map(({ kind }) => kind))).toEqual(
      new Set(["repository", "model", "data", "code", "package", "image"]),
    );
  });

  test("what is wrong with a node stands first", () => {
    expect(nodes[0]).toMatchObject({ name: "torch", tone: "bad", note: "vulnerable: GHSA-x" });
  });
});

test("the bill of materials: components with their files, licences and digests, without where each field was read", () => {
  const { entries } = page(reportOf([], { bom: BOM }), bomText()).bom!;
  expect(entries[0]).toMatchObject({ name: "chat", licenses: ["Apache-2.0", "chat", "chat"] });
  expect(entries[0]!.files[0]!.hashes).toEqual([["SHA-256", "ab".repeat(32)]]);
  expect(entries[0]!.details.map(([label]) => label)).toEqual([
    "description",
    "distribution",
    "path",
    "origin:revision",
    "seen in",
  ]);
});
