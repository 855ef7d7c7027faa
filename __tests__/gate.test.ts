import type { Finding } from "../src/core/finding";
import type { FileSelection, MissingFile, SelectedFile } from "../src/core/host";
import type { Policy } from "../src/core/policy";
import { exitCode, runGate, type GateInput, type ScannedFile } from "../src/gate";
import { DEFAULT_POLICY } from "../src/policy/file";
import { RULES } from "../src/rules";
import { NO_CONTEXT } from "./support/scan";

const SHA = "c".repeat(64);

function file(path: string, sameAsBase = false): SelectedFile {
  return { path, absolute: `/w/${path}`, size: 10, sameAsBase };
}

function found(path: string, more: Partial<Finding> = {}): Omit<Finding, "id"> {
  return {
    rule: "MA-PKL-001", severity: "critical", confidence: "high", message: "m", fingerprint: "0123456789abcdef",
    location: { path, inside: [] }, ...more,
  }; // prettier-ignore
}

function scanned(
  path: string,
  findings: readonly Omit<Finding, "id">[] = [],
  more: Partial<ScannedFile> = {},
): ScannedFile {
  return { path, size: 10, sha256: SHA, format: "pickle", members: 0, findings, ...more };
}

interface Case {
  readonly results?: readonly ScannedFile[];
  readonly missing?: readonly MissingFile[];
  readonly selection?: Partial<FileSelection>;
  readonly policy?: Partial<Policy>;
  readonly more?: Partial<GateInput>;
}

/** Runs the gate on results that are given instead of scanned. */
function gate({ results = [], missing = [], selection = {}, policy = {}, more = {} }: Case = {}) {
  const all: FileSelection = {
    mode: "tree", files: results.map(({ path }) => file(path)), missing, deleted: [], changedPaths: new Set(), notices: [], ...selection,
  }; // prettier-ignore
  const ticks = [100, 142.4];
  return runGate({
    selection: all, ignored: 0, rules: RULES, rulesDigest: "d", context: NO_CONTEXT, today: "2026-08-01", notices: [],
    inForce: { policy: { ...DEFAULT_POLICY, ...policy }, digest: null, source: "the built-in defaults", path: ".model-assay.yml", events: [] },
    scan: async () => results, clock: () => ticks.shift()!, ...more,
  }); // prettier-ignore
}

const lfs: MissingFile = { path: "m/big.pt", reason: "not-fetched", detail: "a Git LFS pointer", line: 1 };

describe("what the policy revokes", () => {
  const revoked = [
    { kind: "digest" as const, sha256: SHA, reason: "leaks training data" },
    { kind: "signer" as const, signer: { key: SHA }, reason: "a stolen key" },
  ];

  test("stops by its content, though the base has it too", async () => {
    const more = { selection: { files: [file("a.pkl", true)] }, policy: { revoked } };
    const report = await gate({ results: [scanned("a.pkl")], ...more });
    expect([report.verdict, report.findings.map(({ rule, location }) => [rule, location])]).toEqual([
      "fail",
      [["MA-POL-013", { path: "a.pkl", inside: [] }]],
    ]);
    expect(report.findings[0]!.message).toContain("leaks training data");
  });

  test("says nothing of other content, nor of a file without a digest", async () => {
    const { path, size, members, findings } = scanned("b.pkl");
    const without = { path, size, members, findings, format: "pickle" };
    const results = [scanned("a.pkl", [], { sha256: "d".repeat(64) }), without];
    expect((await gate({ results, policy: { revoked } })).findings).toEqual([]);
  });

  test("no waiver lets it pass", async () => {
    const waivers = [
      { rule: "MA-POL-013" as const, path: "a.pkl", sha256: SHA, reason: "x", until: "2099-01-01", line: 7 },
    ];
    expect((await gate({ results: [scanned("a.pkl")], policy: { revoked, waivers } })).verdict).toBe("fail");
  });
});

describe("verdict and exit code", () => {
  test.each<[string, Case, string, number]>([
    ["nothing selected", {}, "pass", 0],
    ["a clean model", { results: [scanned("a.pkl")] }, "pass", 0],
    ["a critical finding", { results: [scanned("a.pkl", [found("a.pkl")])] }, "fail", 1],
    ["a low one", { results: [scanned("a.pkl", [found("a.pkl", { severity: "low" })])] }, "pass", 0],
    ["a low one where low fails", { results: [scanned("a.pkl", [found("a.pkl", { severity: "low" })])], policy: { failOn: "low" } }, "fail", 1],
    ["a critical one where nothing fails", { results: [scanned("a.pkl", [found("a.pkl")])], policy: { failOn: "never" } }, "pass", 0],
    ["content that is not here", { missing: [lfs] }, "incomplete", 3],
    ["the same, with a warning only", { missing: [lfs], policy: { onIncomplete: "warn" } }, "incomplete", 0],
    ["both", { results: [scanned("a.pkl", [found("a.pkl")])], missing: [lfs] }, "fail", 1],
    ["both, with a warning only", { results: [scanned("a.pkl", [found("a.pkl")])], missing: [lfs], policy: { onIncomplete: "warn" } }, "fail", 1],
    ["a shard that is not here", { results: [scanned("m.index.json", [], { missing: ["its shard b.safetensors is not there"] })] }, "incomplete", 3],
    ["a selection that is not what was asked for", { selection: { incomplete: "HEAD is the base" } }, "incomplete", 3],
    ["a model that is not read", { results: [scanned("a.gguf", [], { format: "unknown", notScanned: { reason: "unsupported", detail: "GGUF" } })] }, "pass", 0],
  ])("%s", async (_, given, verdict, code) => {
    const report = await gate(given);
    expect([report.verdict, exitCode(report)]).toEqual([verdict, code]);
  }); // prettier-ignore

  test("what the base has too does not decide, and is marked", async () => {
    const results = [scanned("a.pkl", [found("a.pkl")])];
    const report = await gate({ results, selection: { mode: "changes", files: [file("a.pkl", true)] } });
    expect(report.verdict).toBe("pass");
    expect(report.findings[0]!.baseline).toBe(true);
    expect(report.decision.old).toEqual([report.findings[0]!.id]);
  });

  test("text is old finding by finding, as often as the base has the same", async () => {
    const seen = (line: number, fingerprint = "f1") =>
      found("a.py", { fingerprint, location: { path: "a.py", inside: [], line } });
    const results = [scanned("a.py", [seen(3), seen(9), seen(12, "f2")], { text: true })];
    const scanBase = () => [seen(1), seen(5, "f3")];
    const report = await gate({ results, selection: { mode: "changes", files: [file("a.py")] }, more: { scanBase } });
    expect(report.findings.map(({ location, baseline }) => [location.line, baseline === true])).toEqual([
      [3, true],
      [9, false],
      [12, false],
    ]);
  });

  test("a model is old as a whole only: the base is not asked", async () => {
    const scanBase = () => [found("a.pkl")];
    const report = await gate({ results: [scanned("a.pkl", [found("a.pkl")])], more: { scanBase } });
    expect(report.findings[0]!.baseline).toBeUndefined();
  });

  test("what is new beside it does", async () => {
    const results = [scanned("a.pkl", [found("a.pkl")]), scanned("b.pkl", [found("b.pkl")])];
    const report = await gate({ results, selection: { files: [file("a.pkl", true), file("b.pkl")] } });
    expect([report.verdict, report.decision.blocking, report.decision.old]).toEqual([
      "fail",
      ["0123456789ab-2"],
      ["0123456789ab"],
    ]);
  });

  test("a waived finding does not decide", async () => {
    const waivers = [
      { rule: "MA-PKL-001" as const, path: "a.pkl", sha256: SHA, reason: "x", until: "2026-12-31", line: 3 },
    ];
    const report = await gate({ results: [scanned("a.pkl", [found("a.pkl")])], policy: { waivers } });
    expect([report.verdict, report.decision.waived]).toEqual(["pass", ["0123456789ab"]]);
  });
});

describe("the report", () => {
  test("is in the same order, however the files come back", async () => {
    const a = scanned("a.pkl", [
      found("a.pkl", { location: { path: "a.pkl", inside: ["z"] } }),
      found("a.pkl", { location: { path: "a.pkl", inside: [], offset: 9 } }),
      found("a.pkl", { location: { path: "a.pkl", inside: [], offset: 2 } }),
      found("a.pkl", { rule: "MA-ARC-001", location: { path: "a.pkl", inside: [], offset: 7 } }),
    ]);
    const b = scanned("b.pkl", [found("b.pkl")]);
    const one = await gate({ results: [b, a] });
    const two = await gate({ results: [a, b], selection: { files: [file("b.pkl"), file("a.pkl")] } });
    expect(two).toEqual(one);
    expect(one.artifacts.map(({ path }) => path)).toEqual(["a.pkl", "b.pkl"]);
    expect(one.findings.map(({ id, location }) => [id, location.path, location.inside[0] ?? location.offset])).toEqual([
      ["0123456789ab", "a.pkl", 7],
      ["0123456789ab-2", "a.pkl", 2],
      ["0123456789ab-3", "a.pkl", 9],
      ["0123456789ab-4", "a.pkl", "z"],
      ["0123456789ab-5", "b.pkl", undefined],
    ]);
  });

  test("counts what was scanned, what was not, and findings by severity", async () => {
    const results = [
      scanned("a.pkl", [found("a.pkl"), found("a.pkl", { severity: "info" })]),
      scanned("b.gguf", [], { format: "unknown", notScanned: { reason: "unsupported", detail: "GGUF" } }),
      { path: "README.md", size: 10, members: 0, findings: [] },
    ];
    const { summary, artifacts, selection } = await gate({ results, missing: [lfs], more: { ignored: 4 } });
    expect(summary).toEqual({
      findings: { critical: 1, high: 0, medium: 1, low: 0, info: 1 }, scanned: 1, notScanned: 2, lockfiles: 0, packages: { clean: 0, vulnerable: 0, unchecked: 0 }, bytes: 20, durationMs: 42,
    }); // prettier-ignore
    expect(artifacts.map(({ path }) => path)).toEqual(["a.pkl", "b.gguf", "m/big.pt"]);
    expect(selection).toEqual({ mode: "tree", examined: 3, ignored: 4, deleted: 0 });
  });

  test("names what is missing, with its place and a finding", async () => {
    const report = await gate({ missing: [lfs] });
    expect(report.decision.missing).toEqual(["m/big.pt: a Git LFS pointer"]);
    expect(report.artifacts[0]).toMatchObject({ path: "m/big.pt", notScanned: { reason: "not-fetched" } });
    expect(report.findings[0]).toMatchObject({ rule: "MA-SYS-004", location: { path: "m/big.pt", line: 1 } });
  });

  test("a picture that is missing leaves no gap", async () => {
    const report = await gate({ missing: [{ ...lfs, path: "docs/a.png" }] });
    expect([report.verdict, report.artifacts, report.findings]).toEqual(["pass", [], []]);
  });

  test("a policy that is not known lets nothing pass: the defaults in its place are not what was wanted", async () => {
    const unknown = "The policy of the base decides, and the base is not known";
    const inForce = {
      policy: DEFAULT_POLICY, digest: null, source: "the built-in defaults", path: ".model-assay.yml", events: [], unknown,
    }; // prettier-ignore
    const report = await gate({ more: { inForce } });
    expect([report.verdict, report.decision.missing]).toEqual(["incomplete", [unknown]]);
    const both = await gate({ selection: { incomplete: "HEAD is the base" }, more: { inForce } });
    expect(both.decision.missing).toEqual(["HEAD is the base"]);
  });

  test("tells notices of the selection and of the run, and the policy", async () => {
    const inForce = {
      policy: DEFAULT_POLICY,
      digest: "e".repeat(64),
      source: "p.yml of the base",
      path: "p.yml",
      events: [],
    };
    const report = await gate({ selection: { notices: ["one"] }, more: { notices: ["two"], inForce } });
    expect(report.notices).toEqual(["one", "two"]);
    expect(report.policy).toEqual({ digest: "e".repeat(64), source: "p.yml of the base" });
  });

  test("a change of the policy and an expired waiver stand at their lines", async () => {
    const events = [{ kind: "policy-changed", detail: "changed here" }] as const;
    const waivers = [{ rule: "MA-PKL-001" as const, path: "a.pkl", reason: "x", until: "2020-01-01", line: 7 }];
    const inForce = {
      policy: { ...DEFAULT_POLICY, waivers },
      digest: null,
      source: "s",
      path: ".model-assay.yml",
      events,
    };
    const { findings, verdict } = await gate({ more: { inForce } });
    expect(findings.map(({ location, rule }) => [rule.slice(0, 6), location.path, location.line])).toEqual([
      ["MA-POL", ".model-assay.yml", 1],
      ["MA-POL", ".model-assay.yml", 7],
    ]);
    expect(verdict).toBe("pass");
  });
});
