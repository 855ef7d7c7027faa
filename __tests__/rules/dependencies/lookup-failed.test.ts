import { lookupFailed } from "../../../src/rules/dependencies/lookup-failed";
import { checkRule } from "../../support/check-rule";
import { lockfileSubject } from "../../support/package-facts";

test("says how many, which, and why", () => {
  const packages = { count: 2, first: ["torch 2.5.1", "numpy 2.0.0"] };
  const subject = lockfileSubject({ kind: "lookup-failed", detail: "api.osv.dev has no address", packages });
  expect(checkRule(lookupFailed, subject)).toMatchObject([
    {
      severity: "info",
      message: "2 packages could not be looked up: api.osv.dev has no address",
      evidence: "torch 2.5.1, numpy 2.0.0",
    },
  ]);
});

test("other facts of a lockfile are not its business", () =>
  expect(checkRule(lookupFailed, lockfileSubject({ kind: "stale", lockfile: "uv.lock" }))).toEqual([]));
