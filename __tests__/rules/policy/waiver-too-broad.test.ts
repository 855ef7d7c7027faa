import { waiverTooBroad } from "../../../src/rules/policy/waiver-too-broad";
import { checkEvent } from "../../support/check-rule";

describe("MA-POL-005 waiver-too-broad", () => {
  test("passes on what happened, at its line", () => {
    const [found] = checkEvent(waiverTooBroad, { kind: "waiver-too-broad", detail: "what happened" });
    expect(found).toMatchObject({
      severity: "low",
      message: "what happened",
      location: { path: ".model-assay.yml", line: 3 },
    });
  });

  test("leaves other events to their rules", () => {
    expect(checkEvent(waiverTooBroad, { kind: "waiver-expired", detail: "x" })).toEqual([]);
  });
});
