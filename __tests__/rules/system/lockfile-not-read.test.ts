import type { LockProblem } from "../../../src/core/package-facts";
import { lockfileNotRead } from "../../../src/rules/system/lockfile-not-read";
import { checkRule } from "../../support/check-rule";
import { lockfileSubject } from "../../support/package-facts";

test.each<[LockProblem, string]>([
  ["malformed", "high"],
  ["limit", "high"],
  ["unsupported", "high"],
  ["not-fetched", "medium"],
])("%s is %s, and says why", (reason, severity) =>
  expect(
    checkRule(lockfileNotRead, lockfileSubject({ kind: "unreadable", reason, detail: "its words" })),
  ).toMatchObject([{ severity, message: expect.stringMatching(/: its words$/), location: { line: 3 } }]),
);

test("what was read is not its business", () =>
  expect(checkRule(lockfileNotRead, lockfileSubject({ kind: "stale", lockfile: "uv.lock" }))).toEqual([]));
