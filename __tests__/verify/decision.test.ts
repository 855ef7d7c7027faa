import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decisionStatements } from "../../src/attest/decision";
import { verdictStatements } from "../../src/attest/verdict";
import { SigningError, type Statement } from "../../src/core/attestation";
import { CHECKS, PROMOTION_PASS, STAGES, type PromotionDecision } from "../../src/core/promotion";
import { readDecision } from "../../src/verify/decision";
import { readVerdict } from "../../src/verify/verdict";
import { COMMIT } from "../support/build-claims";
import { changed, file, refusal, sha256, signedAndRead } from "../support/statements";

const PASSED: PromotionDecision = {
  stage: "promotion",
  result: "pass",
  time: "2027-01-31T12:00:00Z",
  toolVersion: "0.1.0",
  rules: sha256("rules"),
  policy: { name: ".model-assay.yml", sha256: sha256("policy") },
  report: { name: "promotion.json", sha256: sha256("report") },
  source: { repository: "https://github.com/acme/models", commit: COMMIT },
  checks: CHECKS.map((id) => ({ id, status: id === "decision" ? "not-required" : "pass" })),
};
const without = (status: "fail" | "unknown"): PromotionDecision => ({
  ...PASSED,
  result: status === "fail" ? "fail" : "incomplete",
  checks: PASSED.checks.map((each) => (each.id === "approvals" ? { ...each, status } : each)),
});
const made = (decision: PromotionDecision) => decisionStatements(decision, [file("chat/weights.bin")])[0]!;
const propertiesOf = (statement: Statement) => (statement.predicate as { properties: string[] }).properties;
const GOOD = signedAndRead(made(PASSED));
const MEMBER = ["predicate", "modelassay_promotion"] as const;

describe("a decision", () => {
  test("is what docs/statements.md shows", () => {
    const page = readFileSync(join(__dirname, "../../docs/statements.md"), "utf8");
    const [, example] = /## Decision\n[^]*?```json\n([^]*?)```/.exec(page) ?? [];
    const shown = JSON.parse((example ?? "").replaceAll("…", "0".repeat(64))) as Statement;
    const digests = JSON.parse(
      JSON.stringify(made(PASSED)).replace(/"[0-9a-f]{64}"/g, `"${"0".repeat(64)}"`),
    ) as object;
    expect(shown).toEqual(digests);
  });

  test.each<[string, PromotionDecision]>([
    ["a pass", PASSED],
    ["a failure", without("fail")],
    ["an incomplete one", without("unknown")],
    ...STAGES.map((stage): [string, PromotionDecision] => [`of the stage ${stage}`, { ...PASSED, stage }]),
  ])("that is %s is read back as it was", (_, decision) => {
    expect(readDecision(signedAndRead(made(decision)))).toEqual(decision);
  });

  test("without policy and repository is read back as it was", () => {
    const bare = (["policy", "source"] as const).reduce((left, name) => changed(left, [name], undefined), PASSED);
    expect(readDecision(signedAndRead(made(bare)))).toEqual(bare);
  });

  test("says what held, and that it passed only where all did, and only of its own stage", () => {
    expect(propertiesOf(made(PASSED))).toContain(PROMOTION_PASS);
    for (const status of ["fail", "unknown"] as const) {
      expect(propertiesOf(made(without(status)))).toContain("MODEL_ASSAY_PROMOTION_INTEGRITY_PASS");
      expect(propertiesOf(made(without(status)))).not.toContain(PROMOTION_PASS);
      expect(propertiesOf(made(without(status)))).not.toContain("MODEL_ASSAY_PROMOTION_APPROVALS_PASS");
    }
    expect(propertiesOf(made(PASSED))).not.toContain("MODEL_ASSAY_PROMOTION_DECISION_PASS");
    for (const stage of STAGES.filter((each) => each !== "promotion"))
      expect(propertiesOf(made({ ...PASSED, stage })).filter((each) => each.includes("PROMOTION"))).toEqual([]);
  });

  test.each<[string, Partial<PromotionDecision>]>([
    ["a pass that its checks contradict", { checks: without("fail").checks }],
    ["no checks", { checks: [] }],
    ["rules that are no digest", { rules: "abc" }],
    ["a report that is no digest", { report: { name: "r", sha256: "" } }],
    ["a policy that is no digest", { policy: { name: "p", sha256: "" } }],
    ["no time", { time: "2027-02-30T00:00:00Z" }],
  ])("with %s is not made", (_, wrong) => {
    expect(() => made({ ...PASSED, ...wrong })).toThrow(SigningError);
  });

  test("about more files than one statement takes has parts that say the same", () => {
    const files = Array.from({ length: 1500 }, (_, i) => file(`chat/${i}`));
    const parts = decisionStatements(PASSED, files);
    expect(parts.map(({ subject }) => subject.length)).toEqual([1024, 476]);
    expect(new Set(parts.map(({ predicate }) => JSON.stringify(predicate))).size).toBe(1);
    expect(() => decisionStatements(PASSED, [])).toThrow(SigningError);
  });

  test.each<[string, Statement, string]>([
    ["another kind of statement", changed(GOOD, ["predicateType"], "https://slsa.dev/provenance/v1"), "wrong-predicate"],
    ["another verifier", changed(GOOD, ["predicate", "verifier", "id"], "https://example.com/p"), "wrong-predicate"],
    ["no verifier", changed(GOOD, ["predicate", "verifier"], undefined), "malformed"],
    ["two policies", changed(GOOD, ["predicate", "verifier", "policies"], [{}, {}]), "malformed"],
    ["nothing of ours", changed(GOOD, MEMBER, undefined), "malformed"],
    ["an unknown stage", changed(GOOD, [...MEMBER, "stage"], "holiday"), "malformed"],
    ["another stage than its properties", changed(GOOD, [...MEMBER, "stage"], "training"), "false-claim"],
    ["an unknown verdict", changed(GOOD, [...MEMBER, "verdict"], "PASSED"), "malformed"],
    ["a failure beside a pass", changed(GOOD, [...MEMBER, "verdict"], "fail"), "false-claim"],
    ["a check that failed beside a pass", changed(GOOD, [...MEMBER, "checks", 3, "status"], "fail"), "false-claim"],
    ["a check that was not asked for, and a property that it passed", changed(GOOD, [...MEMBER, "checks", 0, "status"], "not-required"), "false-claim"],
    ["a check that is left out, and a property that it passed", changed(GOOD, [...MEMBER, "checks"], PASSED.checks.slice(1)), "false-claim"],
    ["a property of its own", changed(GOOD, ["predicate", "properties", 0], "MODEL_ASSAY_GATE_PASS"), "false-claim"],
    ["a pass that no property says", changed(GOOD, ["predicate", "properties"], []), "false-claim"],
    ["no properties", changed(GOOD, ["predicate", "properties"], undefined), "malformed"],
    ["no checks", changed(changed(GOOD, [...MEMBER, "checks"], []), ["predicate", "properties"], [PROMOTION_PASS]), "malformed"],
    ["a check twice", changed(GOOD, [...MEMBER, "checks", 1], PASSED.checks[0]), "malformed"],
    ["a status of no kind", changed(GOOD, [...MEMBER, "checks", 0, "status"], "skipped"), "malformed"],
    ["a check without a name", changed(GOOD, [...MEMBER, "checks", 0, "id"], ""), "malformed"],
    ["hundreds of checks", changed(GOOD, [...MEMBER, "checks"], Array.from({ length: 300 }, (_, i) => ({ id: `c${i}`, status: "pass" }))), "malformed"],
    ["no rules", changed(GOOD, [...MEMBER, "rules"], undefined), "malformed"],
    ["no report", changed(GOOD, [...MEMBER, "report"], undefined), "malformed"],
    ["no version", changed(GOOD, [...MEMBER, "tool_version"], undefined), "malformed"],
    ["no time", changed(GOOD, ["predicate", "timeCreated"], "soon"), "malformed"],
    ["a source that contradicts itself", changed(GOOD, [...MEMBER, "source", "digest", "gitCommit"], "b".repeat(40)), "malformed"],
  ])("with %s is refused", (_, statement, kind) => {
    expect(refusal(() => readDecision(statement)).kind).toBe(kind);
  }); // prettier-ignore

  test("of a later version, with members and checks more, is read; a check more that failed is not passed over", () => {
    const later = changed(GOOD, [...MEMBER, "more"], 1);
    const check = (status: string) => [...PASSED.checks, { id: "watermark", status }];
    expect(readDecision(changed(later, [...MEMBER, "checks"], check("not-required")))).toEqual(PASSED);
    expect(refusal(() => readDecision(changed(later, [...MEMBER, "checks"], check("fail")))).kind).toBe("false-claim");
  });

  test("is no verdict, and a verdict is no decision: they have one predicate type", () => {
    const verdict = verdictStatements(
      {
        result: "pass", time: PASSED.time, toolVersion: "0.1.0", rules: PASSED.rules, failOn: "high", onIncomplete: "fail",
        report: PASSED.report, unseen: [], unseenCount: 0,
      },
      [file("chat/weights.bin")],
    )[0]!; // prettier-ignore
    expect(verdict.predicateType).toBe(GOOD.predicateType);
    expect(refusal(() => readDecision(signedAndRead(verdict))).kind).toBe("wrong-predicate");
    expect(refusal(() => readVerdict(GOOD)).kind).toBe("wrong-predicate");
  });
});
