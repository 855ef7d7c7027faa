import { staleLock } from "../../../src/rules/dependencies/stale-lock";
import { checkRule } from "../../support/check-rule";
import { lockfileSubject } from "../../support/package-facts";

test("names the lock that stayed as it was", () =>
  expect(checkRule(staleLock, lockfileSubject({ kind: "stale", lockfile: "app/uv.lock" }))).toMatchObject([
    { severity: "info", message: "the dependencies here changed, but app/uv.lock did not" },
  ]));

test("other facts of a lockfile are not its business", () => {
  const packages = { count: 1, first: ["a 1"] };
  expect(checkRule(staleLock, lockfileSubject({ kind: "no-database", what: "x", packages }))).toEqual([]);
});
