import { maySign, type SigningPlace } from "../../../src/app/attest/may-sign";

const place = (more: Partial<SigningPlace> = {}, request: Partial<SigningPlace["request"]> = {}): SigningPlace => ({
  request: { attest: "auto", sigstore: "auto", ...request },
  event: "push",
  visibility: "public",
  hasToken: true,
  verdict: "pass",
  ...more,
});

test.each(["push", "release", "workflow_dispatch", "repository_dispatch", "schedule", "merge_group"])(
  "%s signs",
  (event) => {
    expect(maySign(place({ event }))).toEqual({ sign: true, instance: { kind: "public" } });
  },
);

test.each(["pull_request", "pull_request_target", "pull_request_review", "issue_comment", "workflow_run", "fork"])(
  "%s does not, not even when it is told to",
  (event) => {
    for (const attest of ["auto", "true"] as const) {
      const decision = maySign(place({ event }, { attest }));
      expect(decision).toMatchObject({ sign: false, why: expect.stringContaining("Nothing was signed") });
    }
  },
);

test.each([
  ["public", "auto", { kind: "public" }],
  ["private", "auto", { kind: "github" }],
  ["internal", "auto", { kind: "github" }],
  [undefined, "auto", { kind: "github" }],
  ["private", "public", { kind: "public" }],
  ["public", "github", { kind: "github" }],
  ["public", "trust.json", { kind: "config", path: "trust.json" }],
] as const)("a repository that is %s, with sigstore: %s", (visibility, sigstore, instance) => {
  expect(maySign(place({ visibility }, { sigstore }))).toEqual({ sign: true, instance });
});

test("false is silent, everything else that does not sign says why", () => {
  expect(maySign(place({}, { attest: "false" }))).toEqual({ sign: false });
  expect(maySign(place({ hasToken: false }))).toMatchObject({ why: expect.stringContaining("id-token: write") });
  expect(maySign(place({ verdict: "fail" }))).toMatchObject({ why: expect.stringContaining("failed") });
  expect(maySign(place({ verdict: "incomplete" }))).toMatchObject({ why: expect.stringContaining("incomplete") });
  expect(maySign(place({ event: undefined }))).toMatchObject({ why: expect.stringContaining("no workflow run") });
});

test("told to without a token, it fails with the lines to add", () => {
  expect(() => maySign(place({ hasToken: false }, { attest: "true" }))).toThrow("id-token: write");
});
