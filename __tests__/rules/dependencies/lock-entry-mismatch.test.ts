import type { LockPractice } from "../../../src/core/package-facts";
import { lockEntryMismatch } from "../../../src/rules/dependencies/lock-entry-mismatch";
import { checkRule } from "../../support/check-rule";
import { lockfileSubject } from "../../support/package-facts";

const say = (kind: LockPractice["kind"]) =>
  checkRule(
    lockEntryMismatch,
    lockfileSubject({ kind: "practice", practice: { kind, what: "what it says", detail: "in words" } }),
  );

test("is high, and shows what the file says", () =>
  expect(say("mismatch")).toMatchObject([{ severity: "high", message: "in words", evidence: "what it says" }]));

test("other practices have rules of their own", () => {
  const all = ["mismatch", "no-hashes", "other-index", "extra-index", "no-verification", "unpinned-action"] as const;
  expect(all.filter((kind) => say(kind).length > 0)).toEqual(["mismatch"]);
});
