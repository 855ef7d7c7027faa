import { readArguments } from "../../../src/app/arguments";
import { loadPolicy, policyEvents } from "../../../src/app/load-policy";
import { organisationOf, type OrganisationRequest } from "../../../src/app/organisation/request";
import { signersByPolicy } from "../../../src/app/verify/policy-signers";
import { verdictStatements } from "../../../src/attest/verdict";
import type { GateVerdict } from "../../../src/core/gate-verdict";
import type { HttpClient } from "../../../src/core/http";
import { openWorkspace } from "../../../src/host/workspace";
import { readVerdict } from "../../../src/verify/verdict";
import { removeRepos, temporaryDirectory, TestRepo } from "../../support/repo";

afterAll(removeRepos);

const SHA = "0123456789abcdef0123456789abcdef01234567";
const SOURCE = `acme/policies/p.yml@${SHA}`;
const A = "{ workflow: acme/ci/.github/workflows/a.yml, refs: [refs/heads/main] }";
const X = "{ workflow: other/ci/.github/workflows/x.yml, refs: [refs/heads/main] }";
const WORKFLOW_A = "acme/ci/.github/workflows/a.yml";

/** The organisation's policy, as GitHub would answer. */
function organisation(policy: string): OrganisationRequest {
  const body = Buffer.from(`version: 1\n${policy}\n`);
  const http: HttpClient = { request: () => Promise.resolve({ status: 200, headers: new Map(), body }) };
  return { reference: { owner: "acme", repository: "policies", path: "p.yml", commit: SHA }, env: {}, http };
}
const repository = (policy: string) => TestRepo.create().write({ ".model-assay.yml": `version: 1\n${policy}\n` });

test("a loaded policy is under it, with what does not count among the events", async () => {
  const workspace = openWorkspace(repository("fail-on: never\nformats: { deny: [zip] }").root, process.env);
  const inForce = await loadPolicy({
    workspace,
    comparison: undefined,
    baseDecides: false,
    overrides: { onIncomplete: "warn" },
    organisation: organisation("formats: { deny: [pickle] }"),
  });
  expect(inForce).toMatchObject({
    policy: { failOn: "high", onIncomplete: "fail", formats: { deny: ["pickle", "zip"] } },
    source: ".model-assay.yml",
    organisation: { source: SOURCE, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(policyEvents(inForce, { changedPaths: new Set() } as never)).toEqual(inForce.events);
  const events = policyEvents(inForce, { changedPaths: new Set([".model-assay.yml"]) } as never);
  expect(events.map(({ kind, line }) => [kind, line])).toEqual([
    ["not-delegated", 2],
    ["not-delegated", undefined],
    ["policy-changed", undefined],
  ]);
});

describe("who may have signed", () => {
  const ask = (directory: string, policy: string, more = {}) =>
    signersByPolicy({
      config: undefined,
      base: undefined,
      ownAuthorities: false,
      decision: false,
      env: { PATH: process.env["PATH"] },
      directory,
      organisation: organisation(policy),
      ...more,
    });

  test("is said by the organisation, above the repository", async () => {
    const { root } = repository(`signers: [${X}]`);
    expect(await ask(root, `signers: [${A}]`)).toMatchObject({
      signers: [{ workflow: WORKFLOW_A }],
      policy: {
        source: `${SOURCE}, above .model-assay.yml (${root})`,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(await ask(root, `signers: [${A}]\ndelegates: [signers]`)).toMatchObject({ signers: [{}, {}] });
    expect(await ask(root, "fail-on: high")).toMatchObject({
      signers: [{ workflow: expect.stringContaining("x.yml") }],
    });
  });

  test("and by it alone where the repository's policy may not be asked", async () => {
    const { root } = repository(`signers: [${X}]`);
    const alone = { signers: [{ workflow: WORKFLOW_A }] };
    for (const delegates of ["", "\ndelegates: [signers]"]) {
      expect(await ask(root, `signers: [${A}]${delegates}`, { path: root })).toMatchObject(alone);
      expect(await ask(temporaryDirectory(), `signers: [${A}]${delegates}`)).toMatchObject(alone);
      const env = { PATH: process.env["PATH"], GITHUB_EVENT_NAME: "pull_request" };
      expect(await ask(root, `signers: [${A}]${delegates}`, { env })).toMatchObject(alone);
    }
    expect(await ask(root, "fail-on: high", { path: root })).toEqual({
      why: `${SOURCE}, above the built-in defaults names no signers.`,
    });
  });
});

test("the token of the command line is the environment's, and none of it where there is no policy", () => {
  const args = readArguments(["gate", "--policy", SOURCE]);
  const tokenOf = (env: Record<string, string>) => organisationOf(args, env).organisation?.token;
  expect(tokenOf({ MODEL_ASSAY_POLICY_TOKEN: "a", GITHUB_TOKEN: "b", GH_TOKEN: "c" })).toBe("a");
  expect(tokenOf({ MODEL_ASSAY_POLICY_TOKEN: "", GITHUB_TOKEN: "b", GH_TOKEN: "c" })).toBe("b");
  expect(tokenOf({ GH_TOKEN: "c" })).toBe("c");
  expect(tokenOf({})).toBeUndefined();
  expect(organisationOf(readArguments(["gate"]), { GH_TOKEN: "c" })).toEqual({});
});

describe("the signed verdict", () => {
  const named = (name: string, digit: string) => ({ name, sha256: digit.repeat(64) });
  const verdict: GateVerdict = {
    result: "pass", time: "2026-11-21T12:00:00Z", toolVersion: "0.1.0", rules: "0".repeat(64), failOn: "high",
    onIncomplete: "fail", report: named("report.json", "1"), unseen: [], unseenCount: 0,
  }; // prettier-ignore
  const [policy, above] = [named(".model-assay.yml", "2"), named(SOURCE, "3")];
  const statement = (of: GateVerdict) => verdictStatements(of, [{ path: "m.bin", sha256: "4".repeat(64) }])[0]!;

  test.each<[string, Partial<GateVerdict>]>([
    ["none", {}],
    ["the repository's", { policy }],
    ["the organisation's", { organisation: above }],
    ["both", { policy, organisation: above }],
  ])("names the policies that decided: %s", (_what, policies) => {
    expect(readVerdict(statement({ ...verdict, ...policies }))).toEqual({ ...verdict, ...policies });
  });

  test("is what it was without an organisation", () => {
    expect(statement({ ...verdict, policy }).predicate).toMatchObject({
      verifier: { policies: [{ name: ".model-assay.yml", digest: { sha256: "2".repeat(64) } }] },
    });
    expect(JSON.stringify(statement({ ...verdict, policy }).predicate)).not.toContain("annotations");
  });

  test("of two policies of one scope is refused", () => {
    const twice = statement({ ...verdict, policy });
    const { verifier } = twice.predicate as { verifier: { policies: unknown[] } };
    verifier.policies.push(verifier.policies[0]);
    expect(() => readVerdict(twice)).toThrow("names two policies of the same scope");
  });

  test("with a digest that is none is not signed", () => {
    expect(() => statement({ ...verdict, organisation: { name: SOURCE, sha256: "x" } })).toThrow("is no SHA-256");
  });
});
