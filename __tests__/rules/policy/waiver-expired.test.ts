import { waiverExpired } from "../../../src/rules/policy/waiver-expired";
import { checkEvent } from "../../support/check-rule";

describe("MA-POL-002 waiver-expired", () => {
  test("passes on what happened, at its line", () => {
    const [found] = checkEvent(waiverExpired, { kind: "waiver-expired", detail: "what happened" });
    expect(found).toMatchObject({
      severity: "medium",
      message: "what happened",
      location: { path: ".model-assay.yml", line: 3 },
    });
  });

  test("leaves other events to their rules", () => {
    expect(checkEvent(waiverExpired, { kind: "waiver-unused", detail: "x" })).toEqual([]);
  });
});
