import type { Finding } from "../src/core/finding";
import type { Policy } from "../src/core/policy";
import { runGate, type GateInput } from "../src/gate";
import { DEFAULT_POLICY } from "../src/policy/file";
import type { EvidenceFacts } from "../src/policy/rego/build-evidence";
import { RULES } from "../src/rules";
import { NO_CONTEXT } from "./support/scan";

const SHA = "c".repeat(64);
const found = (rule: "MA-PKL-001" | "MA-POL-006", fingerprint: string): Omit<Finding, "id"> => ({
  rule,
  severity: "high",
  confidence: "high",
  message: "m",
  fingerprint,
  location: { path: "a.pkl", inside: [] },
});
const waiver = { path: "a.pkl", sha256: SHA, reason: "r", until: "2026-12-31", line: 4 };

/** One pickle with one finding, and rules in Rego that say what they are given to say. */
async function gate(answer: Partial<Awaited<ReturnType<NonNullable<GateInput["ownRules"]>>>>, policy: Partial<Policy>) {
  let seen: EvidenceFacts | undefined;
  const report = await runGate({
    selection: {
      mode: "tree",
      files: [{ path: "a.pkl", absolute: "/w/a.pkl", size: 1, sameAsBase: true }],
      missing: [],
      deleted: [],
      changedPaths: new Set(),
      notices: [],
    },
    ignored: 0,
    rules: RULES,
    rulesDigest: "d",
    context: NO_CONTEXT,
    today: "2026-08-01",
    notices: [],
    inForce: {
      policy: { ...DEFAULT_POLICY, ...policy },
      digest: null,
      source: "s",
      path: ".model-assay.yml",
      events: [{ kind: "policy-changed", detail: "changed" }],
    },
    scan: async () => [
      {
        path: "a.pkl",
        size: 1,
        sha256: SHA,
        format: "pickle",
        members: 0,
        findings: [found("MA-PKL-001", "a".repeat(64))],
      },
    ],
    ownRules: async (known) => {
      seen = known;
      return { findings: [], missing: [], ...answer };
    },
    clock: () => 0,
  });
  return { report, seen: seen! };
}

test("rules see what waivers do and what is old, events too, and nothing of what was not looked at", async () => {
  const waivers = [
    { ...waiver, rule: "MA-PKL-001" as const },
    { ...waiver, rule: "MA-POL-006" as const, finding: "b".repeat(12) },
  ];
  const { seen } = await gate({}, { waivers });
  expect(seen.findings.map(({ rule, waived, baseline }) => [rule, waived?.reason, baseline])).toEqual([
    ["MA-PKL-001", "r", true],
    ["MA-POL-001", undefined, undefined],
  ]);
  expect(seen.artifacts).toMatchObject([{ path: "a.pkl", format: "pickle" }]);
  expect(seen).not.toHaveProperty("audited");
  expect(seen).not.toHaveProperty("models");
  expect(seen).not.toHaveProperty("bom");
});

test("what they say decides although the file is unchanged, and its waiver is used", async () => {
  const findings = [found("MA-POL-006", "b".repeat(64))];
  const { report } = await gate({ findings }, {});
  expect([report.verdict, report.decision.blocking]).toEqual(["fail", ["b".repeat(12)]]);
  const waivers = [{ ...waiver, rule: "MA-POL-006" as const, finding: "b".repeat(12) }];
  const waived = await gate({ findings }, { waivers });
  expect([waived.report.verdict, waived.report.decision.waived]).toEqual(["pass", ["b".repeat(12)]]);
  expect(waived.report.findings.map(({ rule }) => rule)).not.toContain("MA-POL-003");
});

test("a waiver of all that rules say of a path covers nothing, and is said to be too broad", async () => {
  const waivers = [{ ...waiver, rule: "MA-POL-006" as const }];
  const { report } = await gate({ findings: [found("MA-POL-006", "b".repeat(64))] }, { waivers });
  expect(report.verdict).toBe("fail");
  expect(report.findings.find(({ rule }) => rule === "MA-POL-005")?.message).toMatch(/by its id in the report/);
});

test("rules without an answer leave the verdict open", async () => {
  const { report } = await gate({ missing: ["no answer"] }, {});
  expect([report.verdict, report.decision.missing]).toEqual(["incomplete", ["no answer"]]);
});
