import { compileApproved } from "../../src/verify/approved-signer";
import { parsePolicy } from "../../src/policy/file";

const parse = async (...lines: string[]) =>
  (await parsePolicy(["version: 1", "signers:", ...lines].join("\n"), "p.yml", [], compileApproved)).signers;
const wrong = (...lines: string[]) =>
  parse(...lines).then(
    () => [],
    (error: Error) => error.message.split("\n").map((line) => line.replace(/^p\.yml:/, "")),
  );
const KEY = "0123456789abcdef".repeat(4);

test("every key of a signer", async () => {
  const signers = await parse(
    "  - workflow: acme/ci/.github/workflows/*.yml",
    "    refs: [refs/heads/main, 'refs/tags/v*']",
    "    server: https://acme.ghe.com",
    "    issuer: https://token.actions.acme.ghe.com",
    "    repository: acme/*",
    "    repository-id: 1001",
    '    owner-id: "2002"',
    "    source-refs: [refs/heads/main]",
    `    source-digest: ${"a".repeat(40)}`,
    "    runner-environment: github-hosted",
    "    trigger: push",
    "    visibility: private",
    "  - { identity: ada@example.com, issuer: https://accounts.example.com }",
    "  - { identity-glob: '*@example.com', identity-regexp: '(ada|bob)@example[.]com', issuer: https://accounts.example.com }",
    `  - key: "${KEY}"`,
  );
  expect(signers).toEqual([
    {
      workflow: "acme/ci/.github/workflows/*.yml",
      refs: ["refs/heads/main", "refs/tags/v*"],
      server: "https://acme.ghe.com",
      issuer: "https://token.actions.acme.ghe.com",
      repository: "acme/*",
      repositoryId: "1001",
      ownerId: "2002",
      sourceRefs: ["refs/heads/main"],
      sourceDigest: "a".repeat(40),
      runnerEnvironment: "github-hosted",
      trigger: "push",
      visibility: "private",
    },
    { identity: "ada@example.com", issuer: "https://accounts.example.com" },
    {
      identityGlob: "*@example.com",
      identityRegexp: "(ada|bob)@example[.]com",
      issuer: "https://accounts.example.com",
    },
    { key: KEY },
  ]);
});

test("no entries are no signers", async () => {
  expect(await parse()).toEqual([]);
});

describe("what cannot be is an error, with its place and in the policy's own words", () => {
  test.each<[string, string[], string]>([
    ["an unknown key", ["  - { workflow: a/b/c.yml, ref: [x] }"], '3:28: unknown key "ref" in an approved signer; did you mean "refs"?'],
    ["the name in the data", ["  - { repositoryId: 1, owner-id: 2 }"], '3:7: unknown key "repositoryId" in an approved signer; did you mean "repository-id"?'],
    ["an empty text", ['  - { workflow: "" }'], "3:17: workflow is missing or not a text"],
    ["a text of blanks", ['  - { identity: " ", issuer: x }'], "3:17: identity is missing or not a text"],
    ["nothing behind a key", ["  - { workflow: a/b/c.yml, trigger: }"], "3:37: trigger is missing or not a text"],
    ["a list with an empty text", ['  - { workflow: a/b/c.yml, refs: [""] }'], "3:35: a pattern of refs is missing or not a text"],
    ["a list without entries", ["  - { workflow: a/b/c.yml, refs: [] }"], "3:5: an approved signer has an empty `refs`: leave it out, or say what it should be"],
    ["one text for a list", ["  - { workflow: a/b/c.yml, refs: main }"], "3:34: refs must be a list"],
    ["a number that is none", ["  - { repository-id: 1e3, issuer: x }"], "3:22: repository-id must be a whole number"],
    ["a fraction", ["  - { owner-id: 1.5, issuer: x }"], "3:17: owner-id must be a whole number"],
    ["no mapping", ["  - acme/ci/.github/workflows/build.yml"], "3:5: an approved signer must be a mapping of keys to values"],
    ["anybody", ["  - { issuer: https://token.actions.githubusercontent.com }"], "3:5: an approved signer needs one of identity, identity-glob, identity-regexp, workflow, repository, repository-id, owner-id: without, it would be anybody"],
    ["refs of no workflow", ["  - { repository: a/b, refs: [main] }"], "3:5: `refs` are those of a `workflow`, which is missing; for the run's own refs there is `source-refs`"],
    ["a name without its issuer", ["  - { identity: ada@example.com }"], "3:5: an approved signer needs an `issuer`: the same name may come from another one"],
    ["a broken expression", ["  - { identity-regexp: '(', issuer: x }"], "3:5: `identity-regexp` is no regular expression"],
    ["a key with more", [`  - { key: "${KEY}", trigger: push }`], "3:5: an approved `key` stands alone: a key has no other claims"],
    ["a key that is no digest", ["  - { key: cosign.pub }"], "3:5: an approved `key` is a SHA-256 of 64 lower-case hex digits"],
  ])("%s", async (_, lines, message) => {
    expect(await wrong(...lines)).toEqual([message]);
  }); // prettier-ignore

  test("signers in no list", async () => {
    const text = "version: 1\nsigners: { workflow: x }";
    await expect(parsePolicy(text, "p.yml", [], compileApproved)).rejects.toThrow("p.yml:2:10: signers must be a list");
  });

  test("all of them at once, beside what is wrong elsewhere", async () => {
    const text = "version: 1\nfail-on: x\nsigners:\n  - { issuer: a }\n  - { identity: b }\n";
    const error: Error = await parsePolicy(text, "p.yml", [], compileApproved).catch((reason) => reason);
    expect(error.message.split("\n")).toHaveLength(3);
  });
});
