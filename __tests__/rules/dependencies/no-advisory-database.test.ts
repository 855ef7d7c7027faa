import { noAdvisoryDatabase } from "../../../src/rules/dependencies/no-advisory-database";
import { checkRule } from "../../support/check-rule";
import { lockfileSubject } from "../../support/package-facts";

test("counts them in one finding", () => {
  const packages = { count: 312, first: ["python 3.11.9", "numpy 2.0.0"] };
  const subject = lockfileSubject({ kind: "no-database", what: "conda channels", packages });
  expect(checkRule(noAdvisoryDatabase, subject)).toMatchObject([
    {
      severity: "info",
      message: "312 packages come from conda channels, for which OSV has no advisories",
      evidence: "python 3.11.9, numpy 2.0.0",
    },
  ]);
});

test("other facts of a lockfile are not its business", () =>
  expect(checkRule(noAdvisoryDatabase, lockfileSubject({ kind: "stale", lockfile: "uv.lock" }))).toEqual([]));
