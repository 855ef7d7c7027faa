import { policyChanged } from "../../../src/rules/policy/policy-changed";
import { checkEvent } from "../../support/check-rule";

describe("MA-POL-001 policy-changed", () => {
  test("passes on what happened, at its line", () => {
    const [found] = checkEvent(policyChanged, { kind: "policy-changed", detail: "what happened" });
    expect(found).toMatchObject({
      severity: "medium",
      message: "what happened",
      location: { path: ".model-assay.yml", line: 3 },
    });
  });

  test("leaves other events to their rules", () => {
    expect(checkEvent(policyChanged, { kind: "waiver-unused", detail: "x" })).toEqual([]);
  });
});
