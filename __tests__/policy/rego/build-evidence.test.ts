import type { Finding } from "../../../src/core/finding";
import type { InventoryModel } from "../../../src/core/inventory";
import type { PackageFacts } from "../../../src/core/package-facts";
import type { PackageRecord } from "../../../src/core/report";
import { EVIDENCE_FIELDS } from "../../../src/core/evidence";
import { buildEvidence, type EvidenceFacts, type EvidenceRun } from "../../../src/policy/rego/build-evidence";
import { checkEvidence } from "../../../src/policy/rego/check-evidence";
import { RegoFailure } from "../../../src/policy/rego/failure";
import { withoutEach } from "../../../tools/policies/cases.cjs";

const SHA = "a".repeat(64);
const COMMIT = "b".repeat(40);
const RUN: EvidenceRun = {
  time: "2026-11-21T12:00:00Z",
  stage: "gate",
  subject: { repository: "acme/models", commit: COMMIT, event: "pull_request" },
  actor: "rita",
  refs: { base: { name: null, commit: "c".repeat(40) }, head: { name: "refs/heads/x", commit: COMMIT } },
};
const PKG: PackageRecord = {
  purl: "pkg:pypi/torch@2.9.0",
  name: "torch",
  version: "2.9.0",
  ecosystem: "PyPI",
  lockfile: "requirements.txt",
  file: "base.txt",
  line: 3,
  status: "vulnerable",
  advisories: ["GHSA-1"],
  fixed: "2.9.1",
};
const FLAWED: PackageFacts = {
  pkg: { name: "torch", purl: PKG.purl, at: { path: "base.txt", inside: [], line: 3 } },
  status: "vulnerable",
  flaws: [
    {
      id: "GHSA-1",
      ids: ["CVE-1", "GHSA-1"],
      key: "CVE-1",
      summary: "A flaw",
      malicious: false,
      score: 7.5,
      severity: "high",
      published: "2026-11-01T00:00:00Z",
      fixed: "2.9.1",
      url: "",
      advisories: [],
    },
    { id: "X-1", ids: ["X-1"], key: "X-1", summary: "", malicious: false, url: "", advisories: [], unreadable: "no" },
  ],
};
const finding = (more: Partial<Finding>): Finding => ({
  id: "0a1b2c3d4e5f",
  rule: "MA-DEP-001",
  severity: "high",
  confidence: "high",
  message: "torch has GHSA-1",
  fingerprint: SHA,
  location: { path: "base.txt", inside: [], line: 3 },
  vulnerability: { purl: PKG.purl, advisory: "GHSA-1" },
  ...more,
});
const at = { file: "README.md", line: 1 };
const MODEL = {
  path: "models/a",
  kind: "model",
  name: "a",
  files: [{ path: "models/a/m.pkl", role: "weights", mime: "x", size: 1 }],
  facts: ["MIT", "Apache-2.0", "MIT"].map((value) => ({ at, kind: "license", value })),
} as unknown as InventoryModel;
const FACTS: EvidenceFacts = {
  artifacts: [
    { path: "models/a/m.pkl", format: "pickle", size: 4, sha256: SHA, members: 0 },
    { path: "b.pt", format: "unknown", size: 0, members: 0, notScanned: { reason: "not-fetched", detail: "LFS" } },
  ],
  findings: [finding({ waived: { by: "policy", reason: "r" } }), finding({ rule: "MA-PKL-001", baseline: true })],
  audited: { packages: [PKG], flawed: [FLAWED] },
  models: [MODEL],
  bom: { models: 1, datasets: 0, containers: 0, packages: 1, missing: 0, coverage: [] },
  signatures: [
    {
      bundle: "models/a/model.sig",
      verified: false,
      refused: "why",
      predicateType: null,
      signer: null,
      times: [],
      logEntries: 0,
      covers: [],
    },
  ],
};

test("what is known, in the words of the schema", () => {
  const evidence = buildEvidence(RUN, FACTS);
  expect(() => checkEvidence(evidence)).not.toThrow();
  expect(evidence.artifacts).toEqual([
    { path: "models/a/m.pkl", format: "pickle", size: 4, sha256: SHA, members: 0, notScanned: null },
    {
      path: "b.pt",
      format: "unknown",
      size: 0,
      sha256: null,
      members: 0,
      notScanned: { reason: "not-fetched", detail: "LFS" },
    },
  ]);
  expect(evidence.models).toEqual([
    { path: "models/a", name: "a", kind: "model", licenses: ["MIT", "Apache-2.0"], files: ["models/a/m.pkl"] },
  ]);
  expect(evidence.findings.map(({ rule, line, waived, baseline }) => [rule, line, waived, baseline])).toEqual([
    ["MA-DEP-001", 3, true, false],
    ["MA-PKL-001", 3, false, true],
  ]);
  expect(evidence.packages).toMatchObject([{ direct: null, group: null, source: null, reason: null, fixed: "2.9.1" }]);
  expect(evidence.advisories).toMatchObject([
    { id: "GHSA-1", lockfile: "requirements.txt", published: "2026-11-01T00:00:00Z", exploited: null, waived: true },
    { id: "X-1", lockfile: "requirements.txt", severity: null, score: null, published: null, waived: false },
  ]);
});

test("what nobody looked at is null, and what there is none of is empty", () => {
  const evidence = buildEvidence(RUN, { artifacts: [], findings: [] });
  expect(() => checkEvidence(evidence)).not.toThrow();
  expect(Object.keys(evidence)).toEqual(EVIDENCE_FIELDS);
  expect(evidence).toMatchObject({ models: null, packages: null, advisories: null, bom: null });
  expect([evidence.signatures, evidence.provenance, evidence.approvals]).toEqual([[], [], []]);
});

const DOCUMENTS = [...withoutEach(buildEvidence(RUN, FACTS))];
test.each(DOCUMENTS.filter(([path]) => !/coverage/.test(path)))(
  "a document without %s is not even shown to rules",
  (_, document) => {
    expect(() => checkEvidence(document)).toThrow(RegoFailure);
    expect(() => checkEvidence(document)).toThrow(/must have required property .*no rule was asked/);
  },
);

test.each([
  ["/artifacts/0/sha256", { artifacts: [{ ...FACTS.artifacts[0]!, sha256: "x" }], findings: [] }],
  ["/findings/0/severity", { artifacts: [], findings: [finding({ severity: "bad" as "high" })] }],
])("a document that is wrong at %s is refused with the place", (place, facts) => {
  expect(() => checkEvidence(buildEvidence(RUN, facts as EvidenceFacts))).toThrow(place);
});

test("a time that is none is refused", () => {
  expect(() => checkEvidence(buildEvidence({ ...RUN, time: "today" }, FACTS))).toThrow("/time");
});
