import type { AuditResult } from "../src/audit";
import type { Finding } from "../src/core/finding";
import { runGate } from "../src/gate";
import { DEFAULT_POLICY } from "../src/policy/file";
import { RULES } from "../src/rules";
import { NO_CONTEXT } from "./support/scan";

const path = "requirements.txt";
const flaw: Omit<Finding, "id"> = {
  rule: "MA-DEP-001",
  severity: "critical",
  confidence: "high",
  message: "m",
  fingerprint: "0123456789abcdef",
  location: { path, inside: [] },
};

/** A file that a change renames, or whose mode it changes: the base has its content. */
function gate(before: AuditResult["before"]) {
  const audited: AuditResult = {
    lockfiles: 1,
    packages: [],
    contents: [],
    flawed: [],
    findings: [flaw],
    before,
    missing: [],
    notices: [],
  };
  return runGate({
    selection: {
      mode: "changes",
      files: [{ path, absolute: `/w/${path}`, size: 10, sameAsBase: true }],
      missing: [],
      deleted: [],
      changedPaths: new Set([path]),
      notices: [],
    },
    ignored: 0,
    rules: RULES,
    rulesDigest: "d",
    context: NO_CONTEXT,
    today: "2026-08-01",
    notices: [],
    inForce: { policy: DEFAULT_POLICY, digest: null, source: "", path: ".model-assay.yml", events: [] },
    scan: async () => [],
    audit: async () => audited,
    clock: () => 0,
  });
}

test("a package is old where the base's lockfiles have it, not where its file's bytes were in the base", async () => {
  expect((await gate(new Map())).verdict).toBe("fail");
  const known = await gate(new Map([[path, [flaw]]]));
  expect(known.verdict).toBe("pass");
  expect(known.findings[0]).toMatchObject({ baseline: true });
});
