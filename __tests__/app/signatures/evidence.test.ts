import { join } from "node:path";
import { PREDICATES } from "../../../src/core/attestation";
import type { Evidence } from "../../../src/core/evidence";
import { removeRepos } from "../../support/repo";
import { startSignedModels, type SignedModels } from "../../support/signed-models";
import { gate, policyOf, signedRepo, textOf, WEIGHTS } from "../../support/signed-repo";

const seen: Evidence[] = [];
jest.mock("../../../src/app/rego/own-rules", () => ({
  openOwnRules: () => ({
    ask: (evidence: Evidence) => Promise.resolve({ findings: [], missing: [], _: seen.push(evidence) }),
  }),
}));

let signed: SignedModels;
beforeAll(async () => {
  signed = await startSignedModels();
});
afterAll(async () => {
  removeRepos();
  await signed.close();
});

test("own rules see each signature, who made it, and what a provenance beside a model says", async () => {
  const repo = await signedRepo(signed, `${policyOf(signed)}rego: rules\n`);
  repo.write({ "rules/a.rego": "package model_assay\n", "a.safetensors": WEIGHTS(4) });
  const files = signed.subjects(repo.root).filter(({ path }) => path === "a.safetensors");
  await signed.sign(signed.provenance(files), join(repo.root, "a.safetensors.sigstore.json"));
  repo.write({
    "bad/config.json": "{}",
    "bad/model.safetensors": WEIGHTS(6),
    "bad/model.sig": textOf(repo, "net/model.sig"),
  });
  await gate(repo);
  const [evidence] = seen;
  const signer = {
    kind: "certificate",
    fingerprint: null,
    issuer: signed.issuer,
    workflow: "acme/ci/.github/workflows/model-build.yml",
    workflowRef: "refs/tags/v1",
    repository: "acme/model-repo",
    ref: "refs/heads/main",
    runnerEnvironment: "github-hosted",
  };
  expect(evidence?.signatures).toMatchObject([
    {
      bundle: "a.safetensors.sigstore.json",
      verified: true,
      refused: null,
      predicateType: PREDICATES.provenance,
      signer,
    },
    {
      bundle: "bad/model.sig",
      verified: false,
      refused: expect.stringContaining("another content"),
      signer: null,
      covers: [],
    },
    {
      bundle: "net/model.sig",
      verified: true,
      predicateType: PREDICATES.modelSignature,
      logEntries: 1,
      covers: ["net/config.json", "net/model.safetensors"],
    },
  ]);
  expect(evidence?.signatures[0]?.covers).toEqual(["a.safetensors"]);
  expect(evidence?.provenance).toEqual([
    {
      bundle: "a.safetensors.sigstore.json",
      workflow: "acme/ci/.github/workflows/model-build.yml",
      repository: "acme/model-repo",
      ref: "refs/heads/main",
      commit: "1".repeat(40),
      covers: ["a.safetensors"],
    },
  ]);
});
