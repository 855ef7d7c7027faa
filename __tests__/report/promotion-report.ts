import { CHECKS, type Check, type PromotionReport } from "../../src/core/promotion";

/** Reports of promotions for tests; `name` stands in every text that the input reaches. */
export function promotionReport(name = "chat", changes: Partial<PromotionReport> = {}): PromotionReport {
  return {
    schemaVersion: "1.0",
    tool: { name: "model-assay", version: "0.1.0", rules: `sha256:${"a".repeat(64)}` },
    stage: "promotion",
    verdict: "pass",
    time: "2026-11-21T10:00:00Z",
    subject: { path: name, name, digest: `sha256:${"b".repeat(64)}`, files: 3, bytes: 1200 },
    policy: { digest: `sha256:${"c".repeat(64)}`, source: name, organisation: { digest: "f".repeat(64), source: name } },
    build: { repository: name, commit: name, ref: name, builder: name, data: [name] },
    checks: CHECKS.map((id) => ({ id, status: "pass", evidence: [name], problems: [] })),
    accepted: [
      { bundle: name, signer: { kind: "key", fingerprint: "d".repeat(64) }, times: [], logEntries: 0, files: 3, says: [name] },
      {
        bundle: name, files: 1, says: [name], logEntries: 1, times: ["2026-11-21T10:00:00Z"], predicateType: name,
        signer: { kind: "certificate", claims: { identity: name, issuer: name, sourceRepositoryUri: name, sourceRepositoryDigest: name } },
      },
    ],
    refused: [{ bundle: name, kind: "malformed", message: name }],
    approvals: [
      { by: name, source: "review", of: name, teams: [name], time: "2026-11-20T10:00:00Z" },
      { by: name, source: "environment", of: name, teams: [], environment: name, role: name, discounted: name },
      { by: name, source: "review", of: name, teams: [], where: name },
    ],
    findings: [finding("low", name), finding("critical", name), { ...finding("high", name), waived: { by: name, reason: name } }],
    notices: [name],
    ...changes,
  };
} // prettier-ignore

/** The same with some checks that do not pass. */
export function stopped(statuses: Partial<Record<Check["id"], Check["status"]>>, name = "chat"): PromotionReport {
  const verdict = Object.values(statuses).includes("fail") ? "fail" : "incomplete";
  return promotionReport(name, {
    verdict,
    checks: promotionReport(name).checks.map((each) => {
      const status = statuses[each.id];
      return status === undefined ? each : { ...each, status, problems: [`${name}: ask for it`] };
    }),
  });
}

function finding(severity: "low" | "critical" | "high", text: string): PromotionReport["findings"][number] {
  return {
    id: "0123456789ab", rule: "MA-PKL-001", severity, confidence: "high", message: text, evidence: text, remedy: text,
    fingerprint: "e".repeat(64), location: { path: text, inside: [text] },
  }; // prettier-ignore
}
