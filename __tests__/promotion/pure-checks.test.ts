import { checkDecision, type DecisionFacts } from "../../src/promotion/decision";
import { checkBom, fileDigests } from "../../src/promotion/bom";
import type { PromotedContent } from "../../src/promotion/content";
import { checkIntegrity } from "../../src/promotion/integrity";
import { checkProvenance } from "../../src/promotion/provenance";
import { checkRevocation } from "../../src/promotion/revocation";
import { checkRules } from "../../src/promotion/rules";
import { checkVulnerabilities } from "../../src/promotion/vulnerabilities";
import type { PromotionDecision } from "../../src/core/promotion";
import type { Finding } from "../../src/core/finding";

/** The checks as functions of what is known: nothing passes by being left out. */

const sha256 = "a".repeat(64);
const content: PromotedContent = {
  path: "m",
  isDirectory: true,
  files: [{ path: "w.safetensors", size: 1, sha256 }],
  weights: ["w.safetensors"],
};
const files = new Set(["w.safetensors"]);
const by = { bundle: "b", by: "acme", files };

test("nothing to look at is no pass", () => {
  const empty = { ...content, files: [], weights: [] };
  expect(checkIntegrity({ content: empty, manifests: [], statements: [], refused: [] }).status).toBe("fail");
  expect(checkIntegrity({ content, manifests: [], statements: [by], refused: [] }).status).toBe("fail");
  expect(checkBom(content, [], []).status).toBe("fail");
  expect(checkDecision(content, [], []).status).toBe("fail");
});

test("more than five names are counted", () => {
  const many = Array.from({ length: 8 }, (_, i) => ({ path: `f${i}`, size: 1, sha256 }));
  const { problems } = checkIntegrity({
    content: { ...content, files: many },
    manifests: [],
    statements: [],
    refused: [],
  });
  expect(problems.at(-1)).toContain("f0, f1, f2, f3, f4 and 3 more");
});

test("a signature without a time, and with one that is none, is later than every revocation", () => {
  const signer = { kind: "key", fingerprint: sha256 } as const;
  const at = (times: readonly string[], since?: string) =>
    checkRevocation({
      digests: [],
      signed: [{ signer, times, what: "b" }],
      revoked: [{ kind: "signer", signer: { key: sha256 }, reason: "lost", ...(since === undefined ? {} : { since }) }],
      isSignedBy: (found, described) => found.kind === "key" && found.fingerprint === described.key,
    }).status;
  expect(at([], "2027-01-01T00:00:00Z")).toBe("fail");
  expect(at(["soon"], "2027-01-01T00:00:00Z")).toBe("fail");
  expect(at(["2026-12-31T23:59:59Z"], "2027-01-01T00:00:00Z")).toBe("pass");
  expect(at(["2027-01-01T00:00:00Z"], "2027-01-01T00:00:00Z")).toBe("fail");
  expect(at(["2026-12-31T23:59:59Z", "2027-01-02T00:00:00Z"], "2027-01-01T00:00:00Z")).toBe("fail");
  expect(at(["2020-01-01T00:00:00Z"])).toBe("fail");
});

test("decisions: the last of a promotion counts, of two at once the failed one; another stage is none", () => {
  const decision = (result: "pass" | "fail", time: string, more: Partial<PromotionDecision> = {}): DecisionFacts => ({
    ...by,
    decision: {
      stage: "promotion",
      result,
      time,
      toolVersion: "0",
      rules: sha256,
      report: { name: "r", sha256 },
      checks: (["integrity", "provenance", "vulnerabilities", "approvals"] as const).map((id) => ({
        id,
        status: "pass",
      })),
      ...more,
    },
  });
  const [first, second] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"];
  const status = (...all: DecisionFacts[]) => checkDecision(content, all, []).status;
  expect(status(decision("pass", first))).toBe("pass");
  expect(status(decision("pass", first), decision("fail", second))).toBe("fail");
  expect(status(decision("pass", second), decision("fail", first))).toBe("pass");
  expect(status(decision("pass", first), decision("fail", first))).toBe("fail");
  expect(status(decision("pass", first, { stage: "training" }))).toBe("fail");
  expect(status(decision("pass", first, { checks: [{ id: "integrity", status: "pass" }] }))).toBe("fail");
  expect(status({ ...decision("pass", first), files: new Set() })).toBe("fail");
  // Two parts of one decision are one; files of two models that were promoted each by itself are none.
  const two = { ...content, files: [...content.files, { path: "x", size: 1, sha256: "b".repeat(64) }] };
  const part = (path: string, time: string) => ({ ...decision("pass", time), files: new Set([path]) });
  const parts = (...all: DecisionFacts[]) => checkDecision(two, all, []);
  expect(parts(part("w.safetensors", first), part("x", first)).status).toBe("pass");
  expect(parts(part("w.safetensors", first), part("x", second)).problems).toEqual([
    "The files were promoted apart from each other, not as this model",
  ]);
});

test("digests of a document at any depth, and of nothing but files", () => {
  const hashes = [
    { alg: "SHA-256", content: sha256.toUpperCase() },
    { alg: "MD5", content: "b" },
  ];
  const nested = { components: [{ type: "machine-learning-model", components: [{ type: "file", hashes }] }] };
  expect([...fileDigests(nested)]).toEqual([sha256]);
  expect([...fileDigests({ metadata: { component: { type: "file", hashes } } })]).toEqual([sha256]);
  expect([...fileDigests({ components: [{ type: "library", hashes }] })]).toEqual([]);
  for (const odd of [null, 1, [], { components: null }, { components: [{ type: "file", hashes: {} }] }])
    expect([...fileDigests(odd)]).toEqual([]);
});

test("a build that no certificate confirms counts for nothing", () => {
  const build = { repository: "https://github.com/a/b", commit: "1".repeat(40), builder: "w", data: [] };
  const told = (unconfirmed: readonly string[], of: ReadonlySet<string> = files) => ({
    ...by,
    files: of,
    build,
    unconfirmed,
    unpinned: [],
  });
  const check = (...builds: ReturnType<typeof told>[]) =>
    checkProvenance({ content, builds, verdicts: [], require: [], commits: new Map(), refused: [] });
  expect(check(told([])).status).toBe("pass");
  const hollow = check(told(["commit"]));
  expect([hollow.status, hollow.problems[0]]).toEqual(["fail", expect.stringContaining("confirms the commit")]);
  expect(check(told([], new Set())).status).toBe("fail");
  expect(check().status).toBe("fail");
});

const finding = (severity: Finding["severity"], waived = false): Finding => ({
  id: "1",
  rule: "MA-POL-006",
  severity,
  confidence: "high",
  message: "no",
  location: { path: "p", inside: [] },
  fingerprint: sha256,
  ...(waived ? { waived: { by: "policy", reason: "r" } } : {}),
});

test("own rules: what is denied stops whatever promotion.fail-on lets through; no answer is no yes", () => {
  const rules = (findings: readonly Finding[], missing: readonly string[] = []) =>
    checkRules({ folders: 1, findings, missing, failOn: "critical" }).status;
  expect(rules([])).toBe("pass");
  expect(rules([finding("high")])).toBe("fail");
  expect(rules([finding("medium")])).toBe("pass");
  expect(rules([], ["the rules gave no answer"])).toBe("unknown");
});

test("vulnerabilities: what was not looked at is open; a finding that is waived is told", () => {
  const scanned = (findings: readonly Finding[]) => ({ kind: "scanned", artifacts: 1, missing: [], findings }) as const;
  const asked = { kind: "not-asked", why: "not here" } as const;
  const failed = { kind: "failed", why: "broken" } as const;
  const check = (
    ...[audit, scan]: [
      Parameters<typeof checkVulnerabilities>[0]["audit"],
      Parameters<typeof checkVulnerabilities>[0]["scan"],
    ]
  ) => checkVulnerabilities({ audit, scan, failOn: "high" });
  expect(check(asked, scanned([])).status).toBe("pass");
  expect(check(failed, scanned([])).status).toBe("unknown");
  expect(check(asked, failed).status).toBe("unknown");
  expect(check(failed, scanned([finding("critical")])).status).toBe("fail");
  const waived = check(asked, scanned([finding("critical", true)]));
  expect([waived.status, waived.evidence.join("\n")]).toEqual([
    "pass",
    expect.stringContaining("let through by policy"),
  ]);
});
