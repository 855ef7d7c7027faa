import { notDelegated } from "../../../src/rules/policy/not-delegated";
import { checkEvent } from "../../support/check-rule";

describe("MA-POL-009 not-delegated", () => {
  test("passes on what does not count, at its line", () => {
    const [found] = checkEvent(notDelegated, { kind: "not-delegated", detail: "what does not count" });
    expect(found).toMatchObject({
      severity: "medium",
      message: "what does not count",
      location: { path: ".model-assay.yml", line: 3 },
    });
  });

  test("leaves other events to their rules", () => {
    expect(checkEvent(notDelegated, { kind: "waiver-expired", detail: "x" })).toEqual([]);
  });
});
