import { guardChanged } from "../../../src/rules/policy/guard-changed";
import { checkEvent } from "../../support/check-rule";

describe("MA-POL-008 guard-changed", () => {
  test("passes on what happened, as bad as the event says", () => {
    const of = (more: object) =>
      checkEvent(guardChanged, { kind: "guard-changed", detail: "what happened", ...more })[0];
    expect(of({})).toMatchObject({ severity: "medium", message: "what happened" });
    expect(of({ severity: "info" })?.severity).toBe("info");
  });

  test("leaves other events to their rules", () => {
    expect(checkEvent(guardChanged, { kind: "policy-changed", detail: "x" })).toEqual([]);
  });
});
