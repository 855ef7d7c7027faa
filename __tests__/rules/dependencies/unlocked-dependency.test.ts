import { unlockedDependency } from "../../../src/rules/dependencies/unlocked-dependency";
import { checkRule } from "../../support/check-rule";
import { lockedPackage, packageSubject, without } from "../../support/package-facts";

const open = (more: Parameters<typeof lockedPackage>[0]) => {
  const pkg = without(lockedPackage({ unlocked: ">=2.0", purl: "pkg:pypi/torch", ...more }), "version");
  return packageSubject({ pkg, status: "unchecked", reason: "unlocked", flaws: [] });
};

test("says what the file asks for", () => {
  expect(checkRule(unlockedDependency, open({}))).toMatchObject([
    { severity: "info", evidence: "torch >=2.0", message: expect.stringContaining("torch is not pinned") },
  ]);
});

test("tags of actions are another rule's", () =>
  expect(checkRule(unlockedDependency, open({ ecosystem: "GitHub Actions" }))).toEqual([]));

test("a pinned package is none", () => expect(checkRule(unlockedDependency, packageSubject())).toEqual([]));
