import type { Finding } from "../../src/core/finding";
import type { ArtifactRecord, PackageRecord, RunReport } from "../../src/core/report";
import { readBomDocument } from "../../src/report/bom-document";
import { groupedFindings } from "../../src/report/groups";
import { pageOf } from "../../src/report/html/page-of";
import { matrixOf } from "../../src/report/matrix/matrix-of";
import { failing, readReport } from "./fixtures";

/** What a pull request can do so that a cell says more than is known. */

const artifact = (path: string, rest: Partial<ArtifactRecord> = {}): ArtifactRecord => ({
  ...{ path, format: "pickle", size: 1, members: 0, sha256: "0".repeat(64) },
  ...rest,
});
const notScanned = { reason: "not-fetched", detail: "a pointer" } as const;
const pkg = (lockfile: string, rest: Partial<PackageRecord> = {}): PackageRecord => ({
  ...{ purl: "pkg:pypi/torch@2.3.0", name: "torch", lockfile, status: "clean", advisories: [], ...rest },
});

interface Model {
  readonly path: string;
  readonly files?: readonly string[];
  readonly license?: string;
}

/** A bill of materials that knows everything of its models. */
function bill(models: readonly Model[]): string {
  const components = models.map(({ path, files = [], license = "MIT" }, i) => ({
    ...{ type: "machine-learning-model", name: path, "bom-ref": `m${i}` },
    properties: [
      { name: "model-assay:path", value: path },
      { name: "model-assay:origin:revision", value: "a".repeat(40) },
    ],
    licenses: [{ license: { name: license } }],
    components: files.map((name) => ({ type: "file", name })),
  }));
  return JSON.stringify({ bomFormat: "CycloneDX", components });
}

/** A run that found this. */
function runOf(findings: readonly Partial<Finding>[], rest: Partial<RunReport> = {}): RunReport {
  const base = failing({});
  const all = findings.map((each, i): Finding => ({ ...base.findings[0]!, id: `f${i}`, ...each }));
  const blocking = all.filter(({ severity }) => severity === "critical").map(({ id }) => id);
  return { ...base, artifacts: [], findings: all, decision: { ...base.decision, blocking }, ...rest };
}
const at = (path: string) => ({ path, inside: [] });

/** Each row: its name, and the states that are asked for. */
function states(report: RunReport, bom: string | undefined, ...checks: readonly string[]): string[][] {
  const document = bom === undefined ? undefined : readBomDocument(bom);
  const { matrix } = matrixOf(report, groupedFindings(report), document);
  const columns = checks.map((check) => matrix.checks.findIndex(({ id }) => id === check));
  return matrix.rows.map(({ name, cells }) => [name, ...columns.map((i) => cells[i]!.state)]);
}

describe("packages", () => {
  const flaw = { rule: "MA-DEP-001" as const, severity: "critical" as const };

  test("a lockfile in a model's directory is its own row's, also where the model lists it", () => {
    const lockfile = "net/requirements.txt";
    const bom = bill([{ path: "net", files: [lockfile] }]);
    const unchecked = runOf([], { packages: [pkg(lockfile, { status: "unchecked" })], artifacts: [artifact("net/a.pt")] });
    expect(states(unchecked, bom, "dependencies")).toEqual([["net", "none"], [lockfile, "unknown"]]);
    const flawed = runOf([{ ...flaw, location: at(lockfile) }], { packages: [pkg(lockfile)] });
    expect(states(flawed, bom, "dependencies")).toEqual([["net", "none"], [lockfile, "fail"]]);
  }); // prettier-ignore

  test("a flaw in a file that lockfiles include stands in the row of each of them", () => {
    const included = { file: "base.txt", status: "vulnerable" as const };
    const packages = [pkg("dev.txt", included), pkg("prod.txt", included), pkg("other.txt")];
    const report = runOf([{ ...flaw, location: at("base.txt") }], { packages });
    expect(states(report, undefined, "dependencies")).toEqual([["dev.txt", "fail"], ["other.txt", "pass"], ["prod.txt", "fail"]]);
    expect(pageOf(report, (id) => id).findings.map(({ row }) => row)).toEqual([0]);
  }); // prettier-ignore
});

test.each<[string, Partial<Finding>]>([
  ["too small to stop the gate", { severity: "medium" }],
  ["waived", { severity: "high", waived: { by: "ana", reason: "r" } }],
])("packages of a lockfile that could not be read whole are not known, %s", (_, how) => {
  const report = runOf([{ rule: "MA-SYS-008", location: at("uv.lock"), ...how }], { packages: [pkg("uv.lock")] });
  expect(states(report, undefined, "dependencies")).toEqual([["uv.lock", "unknown"]]);
});

describe("what has no row of its own", () => {
  test("is not known where it was not scanned, whatever small things were found beside it", () => {
    const skipped = [artifact("net/a.pt"), artifact("loose.pkl", { notScanned })];
    const bom = bill([{ path: "net" }]);
    const found = runOf([{ severity: "low", location: at("x.py") }], { artifacts: skipped });
    const expected = [["net", "pass"], ["Everything else", "unknown"]]; // prettier-ignore
    expect(states(found, bom, "content")).toEqual(expected);
    expect(states(runOf([], { artifacts: skipped }), bom, "content")).toEqual(expected);
    expect(states(runOf([], { artifacts: [artifact("net/a.pt")] }), bom, "content")).toEqual([["net", "pass"]]);
  });

  test("of models and lockfiles beyond the limit, too", () => {
    const all = Array.from({ length: 2001 }, (_, i) => `m${i}`);
    const low = { severity: "low", location: at("x.py") } as const;
    const artifacts = all.map((path, i) => artifact(path, i === 2000 ? { notScanned } : {}));
    const packages = [pkg("uv.lock", { status: "unchecked" })];
    const rest = states(runOf([low], { artifacts, packages }), undefined, "content", "dependencies");
    expect(rest).toHaveLength(2001);
    expect(rest[2000]).toEqual(["Everything else", "unknown", "unknown"]);
  });
});

describe("names that the bill of materials writes alike", () => {
  const checks = ["content", "origin", "license", "evidence", "signature"];
  const unknown = checks.map(() => "unknown");
  const long = "d/".repeat(210);

  test.each([
    ["with a mark that turns the text", "net\ufffd", "net\ufffd", "net\u202e", "net\ufffd"],
    ["too long for it", `${long}one`, `${long}two`, `${long}one`, `${long}two`],
  ])("%s: neither passes, and the failure stands", (_, first, second, evil, good) => {
    const bom = bill([{ path: first }, { path: second }]);
    const artifacts = [artifact(`${good}/a.pt`), artifact(`${evil}/a.pt`)];
    const signatures = [{ model: good, status: "signed" as const, signers: ["w"], bundles: [] }];
    expect(states(runOf([], { artifacts, signatures }), bom, ...checks)).toEqual([
      [first, ...unknown],
      [second, ...unknown],
    ]);
    const bad = runOf([{ severity: "critical", location: at(`${evil}/a.pt`) }], { artifacts, signatures });
    expect(states(bad, bom, "content")).toEqual([[first, "fail"], [second, "unknown"]]);
    const data = pageOf({ ...bad, bom: readReport("bom").bom! }, (id) => id, bom);
    expect(data.matrix.rows.map(({ cells }) => cells[0]!.state)).toEqual(["fail", "unknown"]);
  }); // prettier-ignore

  test("of files of two models", () => {
    const bom = bill([{ path: "a", files: ["x\u202e.pt"] }, { path: "b", files: ["x\ufffd.pt"] }, { path: "c" }]);
    const artifacts = [artifact("x\u202e.pt"), artifact("c/x.pt")];
    expect(states(runOf([], { artifacts }), bom, "evidence").map(([, state]) => state)).toEqual(
      ["unknown", "unknown", "pass"],
    );
  }); // prettier-ignore

  test("the graph shows the failure", () => {
    const bom = bill([{ path: "net\ufffd" }, { path: "net\ufffd" }]);
    const bad = runOf([{ severity: "critical", location: at("net\u202e") }], { bom: readReport("bom").bom! });
    expect(pageOf(bad, (id) => id, bom).bom!.nodes.map(({ note }) => note)).toEqual([
      "stops the gate",
      "stops the gate",
    ]);
  });
});

test.each(["other", "unknown", "N/A"])("a licence of the name %s is none that is known", (license) => {
  const report = runOf([], { artifacts: [artifact("net")] });
  expect(states(report, bill([{ path: "net", license }]), "license")).toEqual([["net", "unknown"]]);
  expect(states(report, bill([{ path: "net", license: "ours" }]), "license")).toEqual([["net", "pass"]]);
});
