import { waiverUnused } from "../../../src/rules/policy/waiver-unused";
import { checkEvent } from "../../support/check-rule";

describe("MA-POL-003 waiver-unused", () => {
  test("passes on what happened, at its line", () => {
    const [found] = checkEvent(waiverUnused, { kind: "waiver-unused", detail: "what happened" });
    expect(found).toMatchObject({
      severity: "info",
      message: "what happened",
      location: { path: ".model-assay.yml", line: 3 },
    });
  });

  test("leaves other events to their rules", () => {
    expect(checkEvent(waiverUnused, { kind: "waiver-expired", detail: "x" })).toEqual([]);
  });
});
