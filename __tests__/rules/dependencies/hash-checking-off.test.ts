import type { LockPractice } from "../../../src/core/package-facts";
import { hashCheckingOff } from "../../../src/rules/dependencies/hash-checking-off";
import { checkRule } from "../../support/check-rule";
import { lockfileSubject } from "../../support/package-facts";

const say = (kind: LockPractice["kind"]) =>
  checkRule(
    hashCheckingOff,
    lockfileSubject({ kind: "practice", practice: { kind, what: "what it says", detail: "in words" } }),
  );

test("is low, and shows what the file says", () =>
  expect(say("no-hashes")).toMatchObject([{ severity: "low", message: "in words", evidence: "what it says" }]));

test("other practices have rules of their own", () => {
  const all = ["no-hashes", "other-index", "extra-index", "no-verification", "unpinned-action"] as const;
  expect(all.filter((kind) => say(kind).length > 0)).toEqual(["no-hashes"]);
});
