import type { Finding } from "../../src/core/finding";
import type { PromotionDecision } from "../../src/core/promotion";
import { checkBom, countingBom } from "../../src/promotion/bom";
import { modelFiles, type PromotedContent } from "../../src/promotion/content";
import { checkDecision } from "../../src/promotion/decision";
import { commitToReview, type BuildFacts } from "../../src/promotion/provenance";
import { checkVulnerabilities } from "../../src/promotion/vulnerabilities";

/** Evidence that holds, each piece by itself, and is not of one thing. */

const sha256 = "a".repeat(64);
const [X, Y] = ["1".repeat(40), "2".repeat(40)];
const REPOSITORY = "https://github.com/acme/models";
const file = (path: string) => ({ path, size: 1, sha256 });
const content: PromotedContent = {
  path: "m",
  isDirectory: true,
  files: [file("a.safetensors"), file("b.safetensors"), file("model.py"), file("model.sig")],
  weights: ["a.safetensors", "b.safetensors"],
};
const build = (commit: string, files: readonly string[], repository = REPOSITORY): BuildFacts => ({
  bundle: "p",
  by: "acme",
  files: new Set(files),
  build: { repository, commit, builder: "w", data: [] },
  unconfirmed: [],
  unpinned: [],
});
const manifest = (commit: string, repository = REPOSITORY) => ({ bundle: "model.sig", source: { repository, commit } });

describe("the commit whose reviews count", () => {
  const all = build(X, content.weights);

  test("is that of the build, where the run that signed the rest is of it too, or is a key", () => {
    const made = { repository: REPOSITORY, commit: X };
    expect(commitToReview(content, [all], [manifest(X)])).toEqual(made);
    expect(commitToReview(content, [all], [manifest(Y), manifest(X)])).toEqual(made);
    expect(commitToReview(content, [all], [{ bundle: "model.sig" }])).toEqual(made);
    expect(commitToReview(content, [all], [])).toEqual(made);
  });

  test("is not there without a build", () => {
    expect(commitToReview(content, [], [manifest(X)])).toBeUndefined();
  });

  test("is not one where shards were built at two: the reviews of one would count for the other", () => {
    const found = commitToReview(content, [build(X, ["a.safetensors"]), build(Y, ["b.safetensors"])], [manifest(X)]);
    expect(found).toEqual({ why: expect.stringContaining(`several commits, ${X} and ${Y}`) as string });
    const forked = build(X, ["b.safetensors"], "https://github.com/mallory/models");
    expect(commitToReview(content, [build(X, ["a.safetensors"]), forked], [manifest(X)])).toHaveProperty("why");
  });

  test("is not that of the weights alone where the code beside them is another commit's", () => {
    const found = commitToReview(content, [all], [manifest(Y)]);
    expect(found).toEqual({ why: expect.stringContaining(`a run of ${REPOSITORY} at ${Y}, vouches for model.py`) as string });
    expect(commitToReview(content, [all], [manifest(X, "https://github.com/mallory/m")])).toHaveProperty("why");
    const whole = build(X, ["a.safetensors", "b.safetensors", "model.py"]);
    expect(commitToReview(content, [whole], [manifest(Y)])).toEqual({ repository: REPOSITORY, commit: X });
  });
}); // prettier-ignore

test("a file whose name is that of a signature is the model where it is all there is", () => {
  const single = { path: "model.sig", isDirectory: false, files: [file("model.sig")], weights: [] };
  expect(modelFiles(single)).toHaveLength(1);
  const files = (...paths: string[]) => ({ ...content, files: paths.map(file) });
  expect(modelFiles(files("model.sig", "sub/model.sig")).map(({ path }) => path)).toEqual(["sub/model.sig"]);
  const decision: PromotionDecision = {
    stage: "promotion",
    result: "pass",
    time: "2026-01-01T00:00:00Z",
    toolVersion: "0",
    rules: sha256,
    report: { name: "r", sha256 },
    checks: (["integrity", "provenance", "vulnerabilities", "approvals"] as const).map((id) => ({ id, status: "pass" })),
  };
  const other = [{ bundle: "b", by: "acme", files: new Set(["other"]), decision }];
  expect(checkDecision(single, other, []).status).toBe("fail");
  expect(checkDecision(files("model.sig"), other, []).status).toBe("fail");
  expect(checkDecision(files("sub/model.sig"), other, []).status).toBe("fail");
}); // prettier-ignore

test("of two bills that are equal to the files, the last that was signed counts, whatever their order", () => {
  const bom = (bundle: string, time?: string) => ({
    bundle,
    by: "acme",
    files: new Set(content.weights),
    digests: new Set([sha256]),
    ...(time === undefined ? {} : { time }),
  });
  const [old, young, timeless] = [bom("old", "2026-01-01T00:00:00Z"), bom("young", "2026-02-01T00:00:00Z"), bom("key")];
  for (const all of [
    [old, young, timeless],
    [timeless, young, old],
    [young, old],
  ]) {
    expect(countingBom(content, all)?.bundle).toBe("young");
    expect(checkBom(content, all, []).evidence[0]).toContain("(young)");
  }
  expect(countingBom(content, [timeless, old])?.bundle).toBe("old");
  expect(countingBom(content, [old, { ...young, digests: new Set<string>() }])?.bundle).toBe("old");
});

test("a format and a source that the policy does not let in stop it below promotion.fail-on; a waiver lets them pass and is told", () => {
  const finding = (rule: Finding["rule"], waived = false): Finding => ({
    id: "1",
    rule,
    severity: "high",
    confidence: "high",
    message: "no",
    location: { path: "p", inside: [] },
    fingerprint: sha256,
    ...(waived ? { waived: { by: "ada", reason: "r" } } : {}),
  });
  const check = (each: Finding) =>
    checkVulnerabilities({
      audit: { kind: "not-asked", why: "no" },
      scan: { kind: "scanned", artifacts: 1, missing: [], findings: [each] },
      failOn: "critical",
    });
  for (const rule of ["MA-POL-004", "MA-POL-010"] as const) {
    expect(check(finding(rule)).status).toBe("fail");
    expect(check(finding(rule, true))).toMatchObject({ status: "pass" });
    expect(check(finding(rule, true)).evidence.join("\n")).toContain("let through by ada");
  }
  expect(check(finding("MA-PKL-002")).status).toBe("pass");
});
