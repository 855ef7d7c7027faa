import { readReference, referenceText } from "../../../src/app/organisation/reference";

const SHA = "0123456789abcdef0123456789abcdef01234567";

test("a file of a repository at a full commit", () => {
  const found = readReference(`acme/policies/models/assay@2.yml@${SHA.toUpperCase()}`);
  expect(found).toEqual({ owner: "acme", repository: "policies", path: "models/assay@2.yml", commit: SHA });
  expect(referenceText(found)).toBe(`acme/policies/models/assay@2.yml@${SHA}`);
});

test.each([
  ["a branch", "acme/policies/p.yml@main", '"main" is a branch, a tag or no commit at all, which can come to mean something else: give the full commit of 40 hex digits. To see it: git ls-remote https://github.com/acme/policies main'],
  ["a tag", "acme/policies/p.yml@v1.2", '"v1.2" is a branch'],
  ["a short commit", "acme/policies/p.yml@0123456", '"0123456" is a short name of a commit'],
  ["nothing behind the @", "acme/policies/p.yml@", '"" is a branch, a tag or no commit at all'],
  ["41 digits", `acme/policies/p.yml@${SHA}0`, "is a branch, a tag or no commit at all"],
  ["no commit", "acme/policies/p.yml", '"acme/policies/p.yml" names no commit: write owner/repo/path@commit'],
  ["a file here", "policy.yml", '"policy.yml" is a file here, and this is for a policy of another repository, at a commit. For a file: config'],
  ["a path here", "./a/b/c", "is a file here"],
  ["an absolute path", `/etc/policies/p.yml@${SHA}`, "is a file here"],
  ["an address", `https://github.com/acme/policies/blob/main/p.yml@${SHA}`, "is an address: write owner/repo/path@commit"],
  ["no path", `acme/policies@${SHA}`, "is no file of a repository"],
  ["an empty part", `acme/policies//p.yml@${SHA}`, "is no file of a repository"],
  ["a way out", `acme/policies/../../user/p.yml@${SHA}`, "is no file of a repository"],
  ["a dot", `acme/policies/./p.yml@${SHA}`, "is no file of a repository"],
  ["an owner that is a way", `../policies/p.yml@${SHA}`, "is a file here"],
  ["a repository that is a way", `acme/../p.yml@${SHA}`, "is no file of a repository"],
  ["a query", `acme/pol?ref=x/p.yml@${SHA}`, "is no file of a repository"],
  ["a backslash", `acme/policies/a\\b.yml@${SHA}`, "is no file of a repository"],
  ["a line break", `acme/policies/a\nb.yml@${SHA}`, "is no file of a repository"],
  ["a long text", `acme/policies/${"a".repeat(1024)}@${SHA}`, "is longer than 1024 characters"],
])("%s is refused with what to type", (_what, text, words) => {
  expect(() => readReference(text)).toThrow(expect.objectContaining({ name: "ConfigurationError", message: expect.stringContaining(words) }));
  expect(() => readReference(text)).toThrow(/^policy: /);
}); // prettier-ignore
