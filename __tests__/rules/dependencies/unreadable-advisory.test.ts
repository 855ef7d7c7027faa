import { unreadableAdvisory } from "../../../src/rules/dependencies/unreadable-advisory";
import { checkRule } from "../../support/check-rule";
import { flaw, packageSubject } from "../../support/package-facts";

test("says which advisory, and what of it cannot be read", () => {
  const flaws = [flaw({ unreadable: 'its last affected version "twelve" is none' })];
  const subject = packageSubject({ status: "unchecked", reason: "unreadable-advisory", flaws });
  expect(checkRule(unreadableAdvisory, subject)).toMatchObject([
    { severity: "info", message: expect.stringMatching(/^whether GHSA-53q9-.* applies to torch 2\.5\.1 .*"twelve"/) },
  ]);
});

test("one that can be read is judged elsewhere", () =>
  expect(checkRule(unreadableAdvisory, packageSubject())).toEqual([]));
