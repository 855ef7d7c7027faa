import { Refused, type SignerClaims } from "../../src/core/attestation";
import type { ApprovedSigner } from "../../src/core/approved-signer";
import { requireSigner } from "../../src/verify/identity";
import { readWorkflowAddress } from "../../src/verify/workflow-address";

const GITHUB = "https://token.actions.githubusercontent.com";
const WORKFLOW = "acme/ci/.github/workflows/model-build.yml";
const CLAIMS: SignerClaims = {
  identity: `https://github.com/${WORKFLOW}@refs/heads/main`,
  issuer: GITHUB,
  buildSignerUri: `https://github.com/${WORKFLOW}@refs/heads/main`,
  runnerEnvironment: "github-hosted",
  sourceRepositoryUri: "https://github.com/acme/model-repo",
  sourceRepositoryDigest: "1".repeat(40),
  sourceRepositoryRef: "refs/heads/main",
  sourceRepositoryId: "1001",
  sourceRepositoryOwnerId: "2002",
  buildTrigger: "push",
  sourceRepositoryVisibility: "public",
};

/** `ok`, or kind and words of the refusal. */
function outcome(approved: ApprovedSigner | readonly ApprovedSigner[], claims: Partial<SignerClaims> = {}): string {
  const list = Array.isArray(approved) ? (approved as readonly ApprovedSigner[]) : [approved as ApprovedSigner];
  try {
    requireSigner({ kind: "certificate", claims: { ...CLAIMS, ...claims } }, list, "b.json");
    return "ok";
  } catch (error) {
    if (error instanceof Refused) return `${error.kind}: ${error.message}`;
    throw error;
  }
}
const signedBy = (uri: string): Partial<SignerClaims> => ({ identity: uri, buildSignerUri: uri });

test("an approved signer passes by each of its claims", () => {
  const all: ApprovedSigner = {
    identity: CLAIMS.identity,
    issuer: GITHUB,
    workflow: "acme/ci/.github/workflows/*.yml",
    refs: ["refs/heads/main", "refs/tags/v*"],
    repository: "acme/model-repo",
    repositoryId: "1001",
    ownerId: "2002",
    sourceRefs: ["refs/heads/main"],
    sourceDigest: "1".repeat(40),
    runnerEnvironment: "github-hosted",
    trigger: "push",
    visibility: "public",
  };
  expect(outcome(all)).toBe("ok");
  expect(outcome({ workflow: WORKFLOW })).toBe("ok");
  expect(outcome({ repository: "acme/*" })).toBe("ok");
  expect(
    outcome({ identityGlob: "https://github.com/acme/ci/.github/workflows/*@refs/heads/main", issuer: GITHUB }),
  ).toBe("ok");
  expect(outcome({ identityRegexp: "https://github\\.com/acme/.*@refs/heads/main", issuer: GITHUB })).toBe("ok");
});

test("a mismatch says what was wanted and what is there", () => {
  expect(outcome({ identity: "dev@acme.org", issuer: GITHUB })).toBe(
    `wrong-identity: b.json: the signer should be dev@acme.org, and it is ${CLAIMS.identity} (signed by ${CLAIMS.identity}, issuer ${GITHUB})`,
  );
  expect(outcome({ identity: CLAIMS.identity, issuer: "https://accounts.google.com" })).toMatch(
    /^wrong-issuer: b\.json: the issuer should be https:\/\/accounts\.google\.com, and it is https:\/\/token/,
  );
  expect(outcome({ repository: "acme/model-repo", runnerEnvironment: "self-hosted" })).toMatch(
    /^wrong-claim: b\.json: the kind of runner should be self-hosted, and it is github-hosted/,
  );
  expect(outcome({ repositoryId: "1001", issuer: GITHUB, trigger: "push" }, { buildTrigger: "" })).toMatch(
    /^wrong-claim: b\.json: the event should be push, and the certificate does not say it/,
  );
});

test("a certificate of an own authority names no issuer: none is asked for, and one that was given is not there", () => {
  const signer = { kind: "certificate", claims: { identity: "ada@acme.org" } } as const;
  const ada = { identity: "ada@acme.org" };
  expect(requireSigner(signer, [ada], "b", true)).toBe(ada);
  expect(() => requireSigner(signer, [{ identity: "eve@acme.org" }], "b", true)).toThrow(/should be eve@acme\.org/);
  expect(() => requireSigner(signer, [{ ...ada, issuer: GITHUB }], "b", true)).toThrow(/does not say it/);
  expect(() => requireSigner(signer, [{ workflow: WORKFLOW }], "b", true)).toThrow(/does not say it/);
  expect(() => requireSigner(signer, [ada], "b")).toThrow(RangeError);
});

const PATH = { workflow: WORKFLOW, refs: ["refs/heads/main"] };
test.each<[string, ApprovedSigner, Partial<SignerClaims>]>([
  ["a longer repository", { repository: "acme/repo" }, { sourceRepositoryUri: "https://github.com/acme/repo2" }],
  ["a longer owner", { repository: "acme/repo" }, { sourceRepositoryUri: "https://github.com/evil-acme/repo" }],
  ["another case", { repository: "acme/repo" }, { sourceRepositoryUri: "https://github.com/Acme/repo" }],
  ["another host", { repository: "acme/repo" }, { sourceRepositoryUri: "https://github.com.evil.org/acme/repo" }],
  [
    "a host in front",
    { repository: "acme/repo" },
    { sourceRepositoryUri: "https://evil.org/https://github.com/acme/repo" },
  ],
  ["http", { repository: "acme/repo" }, { sourceRepositoryUri: "http://github.com/acme/repo" }],
  ["a star over a slash", { repository: "acme/*" }, { sourceRepositoryUri: "https://github.com/acme/repo/more" }],
  ["a star of two stars", { repository: "acme/**" }, { sourceRepositoryUri: "https://github.com/acme/repo/more" }],
  ["letters that look alike", { repository: "acme/repo" }, { sourceRepositoryUri: "https://github.com/аcme/repo" }],
  [
    "the same letters composed otherwise",
    { identity: "caf\u00e9@acme.org", issuer: GITHUB },
    { identity: "cafe\u0301@acme.org" },
  ],
  ["a longer ref", PATH, signedBy(`https://github.com/${WORKFLOW}@refs/heads/main-evil`)],
  ["a ref below", PATH, signedBy(`https://github.com/${WORKFLOW}@refs/heads/main/evil`)],
  ["a tag of the name", PATH, signedBy(`https://github.com/${WORKFLOW}@refs/tags/main`)],
  ["a pull request", PATH, signedBy(`https://github.com/${WORKFLOW}@refs/pull/1/merge`)],
  ["no ref", PATH, signedBy(`https://github.com/${WORKFLOW}`)],
  [
    "a branch that holds the wanted address",
    PATH,
    signedBy(`https://github.com/acme/ci/.github/workflows/evil.yml@refs/heads/x/${WORKFLOW}@refs/heads/main`),
  ],
  [
    "a branch that ends as the wanted one",
    PATH,
    signedBy(`https://github.com/${WORKFLOW}@refs/heads/evil@refs/heads/main`),
  ],
  [
    "an @ in the file's name",
    { workflow: "acme/ci/.github/workflows/a", refs: ["**"] },
    signedBy("https://github.com/acme/ci/.github/workflows/a@b.yml@refs/heads/main"),
  ],
  [
    "an @ in the owner",
    PATH,
    signedBy(`https://github.com/x@acme/ci/.github/workflows/model-build.yml@refs/heads/main`),
  ],
  [
    "a way up",
    { workflow: "acme/ci/**" },
    signedBy("https://github.com/acme/ci/../../evil/x/.github/workflows/a.yml@refs/heads/main"),
  ],
  [
    "a query",
    { workflow: "acme/ci/**" },
    signedBy("https://github.com/acme/ci/.github/workflows/a.yml?x.yml@refs/heads/main"),
  ],
  [
    "another workflow",
    { workflow: "acme/ci/.github/workflows/*.yml" },
    signedBy("https://github.com/acme/ci/.github/workflows/sub/a.yml@refs/heads/main"),
  ],
  ["no workflow", PATH, { buildSignerUri: "" }],
  ["a longer identity", { identity: "dev@acme.org", issuer: GITHUB }, { identity: "dev@acme.org.evil.org" }],
  [
    "a part of a regular expression",
    { identityRegexp: "dev@acme\\.org", issuer: GITHUB },
    { identity: "x dev@acme.org" },
  ],
  ["a part at the end", { identityRegexp: "dev@acme\\.org", issuer: GITHUB }, { identity: "dev@acme.org.evil.org" }],
  [
    "an alternative without its anchor",
    { identityRegexp: "dev@acme\\.org|ops@acme\\.org", issuer: GITHUB },
    { identity: "ops@acme.org.evil.org" },
  ],
  ["a line more", { identityRegexp: "dev@acme\\.org", issuer: GITHUB }, { identity: "dev@acme.org\nx" }],
  ["two @", { identityGlob: "*@acme.org", issuer: GITHUB }, { identity: "evil@x.org@acme.org" }],
  ["a longer issuer", { identity: CLAIMS.identity, issuer: GITHUB }, { issuer: `${GITHUB}/evil` }],
  ["no issuer", { identity: CLAIMS.identity, issuer: GITHUB }, { issuer: "" }],
  ["another issuer for a workflow", PATH, { issuer: "https://evil.org" }],
  ["a number that begins as the wanted", { repositoryId: "100", issuer: GITHUB }, { sourceRepositoryId: "1001" }],
])("does not pass with %s", (_, approved, claims) => {
  expect(outcome(approved, claims)).toMatch(/^wrong-(identity|issuer|claim): /);
});

test("any of several will do, and else the nearest is told of", () => {
  const others: ApprovedSigner[] = [
    { identity: "a@b.c", issuer: "https://accounts.google.com" },
    { ...PATH, trigger: "release" },
    { identity: "d@e.f", issuer: GITHUB },
  ];
  expect(outcome([...others, PATH])).toBe("ok");
  expect(outcome(others)).toMatch(
    /^wrong-claim: b\.json: the event should be release, and it is push, and none of the other 2 approved signers fits better/,
  );
});

test("keys are approved by their fingerprint", () => {
  const key = { kind: "key", fingerprint: "a".repeat(64) } as const;
  expect(requireSigner(key, [{ key: "a".repeat(64) }], "b")).toEqual({ key: "a".repeat(64) });
  expect(() => requireSigner(key, [{ key: "b".repeat(64) }], "b")).toThrow(/the key should be b{64}, and it is a{64}/);
  expect(() => requireSigner(key, [PATH], "b")).toThrow(/should be one with a certificate, and it is a key/);
  expect(outcome({ key: "a".repeat(64) })).toMatch(/^wrong-key: /);
});

test.each<[string, ApprovedSigner, RegExp]>([
  ["nobody in particular", { issuer: GITHUB }, /would be anybody/],
  ["only a runner", { issuer: GITHUB, runnerEnvironment: "github-hosted" }, /would be anybody/],
  ["an e-mail of any issuer", { identity: "a@b.c" }, /needs an `issuer`/],
  ["an empty text", { identity: "", issuer: GITHUB }, /empty `identity`/],
  ["an empty list", { workflow: WORKFLOW, refs: [] }, /empty `refs`/],
  ["refs of no workflow", { repository: "a/b", refs: ["x"] }, /`refs` are those of a `workflow`/],
  ["a workflow with a ref", { workflow: `${WORKFLOW}@main` }, /without a ref/],
  [
    "a regular expression that leaves its group",
    { identityRegexp: "a)|(?:b", issuer: GITHUB },
    /no regular expression/,
  ],
  ["a key and more", { key: "a".repeat(64), issuer: GITHUB }, /stands alone/],
])("a policy that approves %s is refused itself", (_, approved, words) => {
  expect(() => outcome(approved)).toThrow(RangeError);
  expect(() => outcome([PATH, approved])).toThrow(words);
});

test("a workflow's address is taken apart exactly", () => {
  expect(readWorkflowAddress(`https://github.com/${WORKFLOW}@refs/heads/a@b`)).toEqual({
    server: "https://github.com",
    repository: "acme/ci",
    workflow: WORKFLOW,
    ref: "refs/heads/a@b",
  });
  expect(readWorkflowAddress(`https://acme.ghe.com/${WORKFLOW}@${"a".repeat(40)}`)?.ref).toBe("a".repeat(40));
  for (const ref of ["main", "refs/heads/", "refs/heads/a b", "refs/notes/x", "refs/heads/../x", "a".repeat(39)])
    expect(readWorkflowAddress(`https://github.com/${WORKFLOW}@${ref}`)).toBeUndefined();
  const start = performance.now();
  expect(readWorkflowAddress(`https://github.com/a/b/${"x/".repeat(2000)}@`)).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(120_000);
});

test("a stranger who calls the approved workflow is not approved by that", () => {
  const stranger = { sourceRepositoryUri: "https://github.com/evil/model" };
  expect(outcome({ workflow: WORKFLOW })).toBe("ok");
  expect(outcome({ workflow: WORKFLOW }, stranger)).toMatch(
    /^wrong-claim: b\.json: the repository whose run called the workflow should be of the workflow's own owner.*evil\/model/,
  );
  for (const sourceRepositoryUri of ["https://github.com/acme-evil/model", "https://evil.com/acme/model", ""])
    expect(outcome({ workflow: WORKFLOW }, { sourceRepositoryUri })).toMatch(/^wrong-claim/);
  expect(outcome({ workflow: WORKFLOW, repository: "evil/*" }, stranger)).toBe("ok");
  expect(outcome({ workflow: WORKFLOW, ownerId: "2002" }, stranger)).toBe("ok");
});

test.each([
  { workflow: "**" },
  { workflow: "*/ci/.github/workflows/a.yml" },
  { workflow: "a{,*}/ci/.github/workflows/a.yml" },
  { workflow: "[a-z]cme/ci/**" },
  { repository: "**" },
  { repository: "*/models" },
  { workflow: "**", repository: "*/*" },
])("an owner that could be anybody is refused: %j", (approved) => {
  expect(() => outcome(approved)).toThrow(/written out/);
  expect(() => outcome({ ...approved, ownerId: "2002" })).not.toThrow();
});

test("alternatives of owners that are written out are no such", () => {
  expect(outcome({ workflow: "{acme,acme-ci}/ci/.github/workflows/*.yml" })).toBe("ok");
});

test("the same workflow on another server is another one", () => {
  const evil = { ...signedBy(`https://evil.com/${WORKFLOW}@refs/heads/main`) };
  expect(outcome({ workflow: WORKFLOW, ownerId: "2002" }, evil)).toMatch(/^wrong-identity/);
});
