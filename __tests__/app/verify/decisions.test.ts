import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readVerify, type VerifyWords } from "../../../src/app/verify/request";
import { verifyPath } from "../../../src/app/verify/verify-path";
import { decisionStatements } from "../../../src/attest/decision";
import { PREDICATES, type Statement } from "../../../src/core/attestation";
import type { Revocation } from "../../../src/core/policy";
import { CHECKS, STAGES, type PromotionDecision } from "../../../src/core/promotion";
import { writeModel } from "../../support/model-signing";
import { startSignedModels, type SignedModels } from "../../support/signed-models";
import { changed } from "../../support/statements";

/** The one call of a deployment: may this model go out? `verify MODEL --bundle DECISION --type decision`. */

let signed: SignedModels;
beforeAll(async () => {
  signed = await startSignedModels();
});
afterAll(() => signed.close());

const digest = "a".repeat(64);
const PASSED: PromotionDecision = {
  stage: "promotion", result: "pass", time: "2026-11-21T10:00:00Z", toolVersion: "0.0.0", rules: digest,
  report: { name: "promotion.json", sha256: digest }, policy: { name: ".model-assay.yml", sha256: digest },
  checks: CHECKS.map((id) => ({ id, status: id === "decision" ? "not-required" : "pass" })),
}; // prettier-ignore
const withStatus = (id: string, status: "fail" | "unknown" | "not-required") =>
  PASSED.checks.map((each) => (each.id === id ? { ...each, status } : each));
const decided = (model: string, changes: Partial<PromotionDecision> = {}): Statement =>
  decisionStatements({ ...PASSED, ...changes }, signed.subjects(model))[0]!;

function verify(path: string, bundle: string, words: VerifyWords = {}, revoked: readonly Revocation[] = []) {
  const request = readVerify({
    bundle: [bundle],
    "signer-workflow": "acme/ci/.github/workflows/model-build.yml",
    "signer-ref": ["refs/tags/v1"],
    issuer: signed.issuer,
    "trusted-root": signed.root,
    type: "decision",
    ...words,
  });
  const http = () => {
    throw new Error("asked the network");
  };
  return verifyPath({ path, request, signers: [], revoked, env: {}, http, now: new Date() });
}

test("what the policy revokes is refused, whatever was decided: a file, the model's manifest, a signer since a day", async () => {
  const model = signed.model();
  const decision = await signed.sign(decided(model));
  const reason = "it got out";
  const [file] = signed.subjects(model);
  const signer = { workflow: "acme/ci/.github/workflows/model-build.yml", issuer: signed.issuer };
  for (const revoked of [
    { kind: "digest", sha256: file!.sha256, reason },
    { kind: "signer", signer, reason },
    { kind: "signer", signer, since: "2020-01-01T00:00:00Z", reason },
  ] as const)
    expect(await verify(model, decision, {}, [revoked])).toMatchObject({
      verified: false,
      refused: [{ kind: "false-claim", message: expect.stringContaining(reason) as string }],
    });
  const later = { kind: "signer", signer, since: "2099-01-01T00:00:00Z", reason } as const;
  expect((await verify(model, decision, {}, [later])).verified).toBe(true);
  const manifest = signed.manifest(model);
  const root = { kind: "digest", sha256: manifest.subject[0]!.digest["sha256"]!, reason } as const;
  const bundle = await signed.sign(manifest);
  expect((await verify(model, bundle, { type: "model" })).verified).toBe(true);
  expect((await verify(model, bundle, { type: "model" }, [root])).verified).toBe(false);
});

test("a yes is told, with when, by whom and by which policy", async () => {
  const model = signed.model();
  const answer = await verify(model, await signed.sign(decided(model)));
  expect(answer).toMatchObject({ verified: true, refused: [], accepted: [{ files: 4 }] });
  expect(answer.accepted[0]?.says).toEqual([
    "may be promoted, decided at 2026-11-21T10:00:00Z, by https://github.com/acme/ci/.github/workflows/model-build.yml@refs/tags/v1",
    "checked: integrity, provenance, vulnerabilities, approvals, bom, revocation, rules",
    `by the policy .model-assay.yml, sha256:${digest}`,
  ]);
});

test.each<[string, Partial<PromotionDecision>, string]>([
  ["a no", { result: "fail", checks: withStatus("approvals", "fail") }, "the promotion did not pass: it failed (approvals)"],
  ["what could not be decided", { result: "incomplete", checks: withStatus("bom", "unknown") }, "the promotion did not pass: it could not be decided (bom)"],
  ["one without the check of provenance", { checks: withStatus("provenance", "not-required") }, "without its checks provenance"],
  ["one that leaves checks out", { checks: PASSED.checks.slice(2) }, "without its checks integrity, provenance"],
  ...STAGES.filter((each) => each !== "promotion").map(
    (stage): [string, Partial<PromotionDecision>, string] => [`one of the stage ${stage}`, { stage }, `is the decision of the stage ${stage}, not of a promotion`],
  ),
])("%s is refused", async (_, changes, words) => {
  const model = signed.model();
  const answer = await verify(model, await signed.sign(decided(model, changes)));
  expect(answer).toMatchObject({ verified: false, accepted: [], refused: [{ kind: "wrong-predicate" }] });
  expect(answer.refused[0]?.message).toContain(words);
}); // prettier-ignore

test("no approvals are wanted by some policies, and that is said by leaving them out of what was checked", async () => {
  const model = signed.model();
  const statement = decided(model, { checks: withStatus("approvals", "not-required") });
  const answer = await verify(model, await signed.sign(statement));
  expect([answer.verified, answer.accepted[0]?.says[1]]).toEqual([true, expect.not.stringContaining("approvals")]);
});

test("a decision that contradicts itself, or its certificate, is false", async () => {
  const model = signed.model();
  const member = ["predicate", "modelassay_promotion"] as const;
  const lies = changed(decided(model), [...member, "checks", 3, "status"], "fail");
  const { sourceRepositoryDigest: commit } = (await verify(model, await signed.sign(decided(model)))).accepted.flatMap(
    ({ signer }) => (signer.kind === "certificate" ? [signer.claims] : []),
  )[0]!;
  const source = (repository: string, at = commit!) => decided(model, { source: { repository, commit: at } });
  for (const statement of [
    lies,
    source("https://github.com/mallory/models"),
    source("https://github.com/acme/model-repo", "9".repeat(40)),
  ])
    expect(await verify(model, await signed.sign(statement))).toMatchObject({
      verified: false,
      refused: [{ kind: "false-claim" }],
    });
  expect((await verify(model, await signed.sign(source("https://github.com/acme/model-repo")))).verified).toBe(true);
});

test("a verdict is no decision and a decision no verdict, by their short names; by the type's address both are read", async () => {
  const model = signed.model();
  const decision = await signed.sign(decided(model));
  const verdict = await signed.sign(signed.verdict(signed.subjects(model)));
  for (const [bundle, type] of [
    [verdict, "decision"],
    [decision, "verdict"],
  ] as const) {
    const answer = await verify(model, bundle, { type });
    expect(answer).toMatchObject({ verified: false, refused: [{ kind: "wrong-predicate" }] });
    expect(answer.refused[0]?.message).toContain("another verifier than was asked for");
  }
  for (const bundle of [decision, verdict])
    for (const type of [PREDICATES.verdict, undefined])
      expect((await verify(model, bundle, { type })).verified).toBe(true);
});

test("a result of somebody else's verifier says nothing here, whatever its properties", async () => {
  const model = signed.model();
  const other = changed(decided(model), ["predicate", "verifier", "id"], "https://example.com/p\u001b[2K");
  for (const type of ["decision", PREDICATES.verdict, undefined])
    expect(await verify(model, await signed.sign(other), { type })).toMatchObject({
      verified: false,
      refused: [{ kind: "wrong-predicate" }],
    });
});

test("by another workflow, or about another file, it is nothing", async () => {
  const model = signed.model();
  const bundle = await signed.sign(decided(model));
  const by = await verify(model, bundle, { "signer-workflow": "acme/ci/.github/workflows/other.yml" });
  expect(by).toMatchObject({ verified: false, refused: [{ kind: "wrong-identity" }] });
  writeModel(model, { "weights.bin": "swapped" });
  expect(await verify(model, bundle)).toMatchObject({ verified: false, refused: [{ kind: "file-extra" }] });
});

test("the model's own model.sig beside it is not in the way", async () => {
  const model = signed.model();
  const bundle = await signed.sign(decided(model));
  writeFileSync(join(model, "model.sig"), createHash("sha256").update("x").digest());
  expect((await verify(model, bundle)).verified).toBe(true);
});
