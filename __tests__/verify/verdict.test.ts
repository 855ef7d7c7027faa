import { verdictStatements } from "../../src/attest/verdict";
import { SigningError, type Statement } from "../../src/core/attestation";
import type { GateVerdict } from "../../src/core/gate-verdict";
import { readVerdict } from "../../src/verify/verdict";
import { COMMIT } from "../support/build-claims";
import { changed, file, refusal, sha256, signedAndRead } from "../support/statements";

const VERDICT: GateVerdict = {
  result: "pass",
  time: "2027-01-31T12:00:00Z",
  toolVersion: "0.1.0",
  rules: sha256("rules"),
  policy: { name: ".model-assay.yml", sha256: sha256("policy") },
  failOn: "high",
  onIncomplete: "fail",
  report: { name: "report.json", sha256: sha256("report") },
  bom: { name: "model.cdx.json", sha256: sha256("bom") },
  source: { repository: "https://github.com/acme/models", commit: COMMIT },
  unseen: [],
  unseenCount: 0,
};
const made = (verdict: GateVerdict) => verdictStatements(verdict, [file("m/a")])[0]!;
const GOOD = signedAndRead(made(VERDICT));
const GATE = ["predicate", "modelassay_gate"] as const;

describe("a verdict", () => {
  test("is a Simple Verification Result v0.2 over the artifacts", () => {
    expect(made(VERDICT)).toEqual({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "m/a", digest: { sha256: sha256("m/a") } }],
      predicateType: "https://in-toto.io/attestation/svr/v0.2",
      predicate: {
        verifier: {
          id: "https://github.com/model-assay/model-assay/gate/v1",
          policies: [{ name: ".model-assay.yml", digest: { sha256: sha256("policy") } }],
        },
        timeCreated: "2027-01-31T12:00:00Z",
        properties: ["MODEL_ASSAY_GATE_PASS"],
        modelassay_gate: {
          verdict: "pass",
          tool_version: "0.1.0",
          rules: { digest: { sha256: sha256("rules") } },
          fail_on: "high",
          on_incomplete: "fail",
          report: { name: "report.json", digest: { sha256: sha256("report") } },
          bom: { name: "model.cdx.json", digest: { sha256: sha256("bom") } },
          source: { uri: `git+https://github.com/acme/models@${COMMIT}`, digest: { gitCommit: COMMIT } },
          unseen: [],
          unseen_count: 0,
        },
      },
    });
  });

  test.each<[string, GateVerdict]>([
    ["a pass", VERDICT],
    ["a pass with a threshold of its own for flaws", { ...VERDICT, dependenciesFailOn: "critical" }],
    ["a failure", { ...VERDICT, result: "fail", failOn: "never", onIncomplete: "warn" }],
    [
      "an incomplete one",
      { ...VERDICT, result: "incomplete", unseen: ["m/b"], unseenCount: 1, time: "2027-01-31T12:00:00.5Z" },
    ],
  ])("that is %s is read back as it was", (_, verdict) => {
    expect(readVerdict(signedAndRead(made(verdict)))).toEqual(verdict);
  });

  test("without policy, bill of materials and repository is read back as it was", () => {
    const bare = (["policy", "bom", "source"] as const).reduce(
      (left, name) => changed(left, [name], undefined),
      VERDICT,
    );
    expect(readVerdict(signedAndRead(made(bare)))).toEqual(bare);
    expect((made(bare).predicate as { verifier: object }).verifier).toEqual({
      id: expect.any(String) as unknown,
      policies: [],
    });
  });

  test("is nobody's pass but a pass's", () => {
    for (const result of ["fail", "incomplete"] as const)
      expect((made({ ...VERDICT, result }).predicate as { properties: unknown }).properties).toEqual([]);
  });

  test("names 100 of the files that were not seen, and counts all", () => {
    const unseen = Array.from({ length: 150 }, (_, i) => `m/${i}`);
    const read = readVerdict(signedAndRead(made({ ...VERDICT, result: "incomplete", unseen, unseenCount: 150 })));
    expect([read.unseen.length, read.unseenCount]).toEqual([100, 150]);
  });

  test("is not made with what is no digest or no time", () => {
    for (const wrong of [
      { rules: "abc" },
      { report: { name: "r", sha256: "" } },
      { time: "yesterday" },
      { time: "2027-02-30T00:00:00Z" },
    ])
      expect(() => made({ ...VERDICT, ...wrong })).toThrow(SigningError);
  });

  test.each<[string, Statement, string]>([
    [
      "another kind of statement",
      changed(GOOD, ["predicateType"], "https://in-toto.io/attestation/svr/v0.1"),
      "wrong-predicate",
    ],
    ["another verifier", changed(GOOD, ["predicate", "verifier", "id"], "https://example.com/gate"), "wrong-predicate"],
    ["no verifier", changed(GOOD, ["predicate", "verifier"], undefined), "malformed"],
    ["no policies", changed(GOOD, ["predicate", "verifier", "policies"], undefined), "malformed"],
    ["two policies", changed(GOOD, ["predicate", "verifier", "policies"], [{}, {}]), "malformed"],
    ["a pass beside a failure", changed(GOOD, [...GATE, "verdict"], "fail"), "false-claim"],
    ["a pass that no property says", changed(GOOD, ["predicate", "properties"], []), "false-claim"],
    ["an unknown verdict", changed(GOOD, [...GATE, "verdict"], "maybe"), "malformed"],
    ["no properties", changed(GOOD, ["predicate", "properties"], undefined), "malformed"],
    ["nothing of the gate", changed(GOOD, GATE, undefined), "malformed"],
    ["no rules", changed(GOOD, [...GATE, "rules"], undefined), "malformed"],
    ["no report", changed(GOOD, [...GATE, "report"], undefined), "malformed"],
    ["a report without a digest", changed(GOOD, [...GATE, "report", "digest"], {}), "malformed"],
    ["an unknown threshold of flaws", changed(GOOD, [...GATE, "dependencies_fail_on"], "info"), "malformed"],
    ["an unknown threshold", changed(GOOD, [...GATE, "fail_on"], "info"), "malformed"],
    ["no time", changed(GOOD, ["predicate", "timeCreated"], "soon"), "malformed"],
    ["a day that is not", changed(GOOD, ["predicate", "timeCreated"], "2027-02-30T00:00:00Z"), "malformed"],
    [
      "a source that contradicts itself",
      changed(GOOD, [...GATE, "source", "digest", "gitCommit"], "b".repeat(40)),
      "malformed",
    ],
    [
      "a count of fewer than are named",
      changed(changed(GOOD, [...GATE, "unseen"], ["a"]), [...GATE, "unseen_count"], 0),
      "malformed",
    ],
    ["a count that is no number", changed(GOOD, [...GATE, "unseen_count"], "0"), "malformed"],
  ])("with %s is refused", (_, statement, kind) => {
    expect(refusal(() => readVerdict(statement)).kind).toBe(kind);
  });

  test("of a later version, with members more, is read", () => {
    expect(readVerdict(changed(GOOD, [...GATE, "more"], 1)).result).toBe("pass");
  });
});
