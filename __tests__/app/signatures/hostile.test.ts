import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mutations } from "../../support/damage";
import { removeRepos } from "../../support/repo";
import { startSignedModels, type SignedModels } from "../../support/signed-models";
import { approved, gate, policyOf, signatureFindings, signedRepo, textOf, WEIGHTS } from "../../support/signed-repo";
import { checkSignatures } from "../../../src/app/signatures/check-signatures";
import { PlaceContents } from "../../../src/app/signatures/place-content";
import { placeJudge } from "../../../src/app/signatures/place-judge";
import { SignatureFiles } from "../../../src/app/signatures/signature-files";
import { openWorkspace } from "../../../src/host/workspace";
import { readPolicy } from "../../../src/app/read-policy";

let signed: SignedModels;
beforeAll(async () => {
  signed = await startSignedModels();
});
afterAll(async () => {
  removeRepos();
  await signed.close();
});

/** What is there, for calling the check alone: the gate around it takes most of the time. */
async function checker(root: string) {
  const policy = await readPolicy(policyOf(signed), "p.yml");
  const file = (path: string, role: "weights" | "config") => ({
    path,
    role,
    mime: "",
    size: 1,
    sha256: digests.get(path)!,
  });
  const digests = new Map(signed.subjects(join(root, "net")).map(({ path, sha256 }) => [`net/${path}`, sha256]));
  const files = [file("net/config.json", "config"), file("net/model.safetensors", "weights")];
  const model = { path: "net", kind: "model", name: "net", files, facts: [], gaps: [] } as never;
  const collected = { files, places: [], inventory: { models: [model], missing: [] } } as never;
  return () => {
    const signatures = new SignatureFiles(root);
    const contents = new PlaceContents(root, collected);
    const run = {
      workspace: openWorkspace(root, process.env),
      selection: { base: undefined } as never,
      policy,
      baseDecides: false,
      offline: true,
      context: {} as never,
      env: process.env,
      collected,
    };
    return checkSignatures({
      models: [model],
      signatures,
      contents,
      policy,
      judge: placeJudge(run, signatures, contents),
    });
  };
}

test("300 damaged signatures: each is refused in words, or still right; none is fatal and none covers what it did not sign", async () => {
  const repo = await signedRepo(signed);
  const check = await checker(repo.root);
  const bundle = Buffer.from(textOf(repo, "net/model.sig"));
  expect((await check()).signed?.models).toMatchObject([{ status: "signed" }]);
  let refused = 0;
  for (const damaged of mutations(bundle, 300, 8)) {
    writeFileSync(join(repo.root, "net/model.sig"), damaged);
    const { facts, missing, signed: told } = await check();
    const [model] = told!.models;
    if (model!.status === "signed") continue;
    refused++;
    expect(missing).toEqual([]);
    expect(facts.map(({ fact }) => fact.kind)).toEqual(["not-signed", "refused"]);
  }
  expect(refused).toBeGreaterThan(250);
});

test("more signatures than a run verifies leave the verdict incomplete", async () => {
  const repo = await signedRepo(signed);
  const small = {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: { publicKey: { hint: "" }, tlogEntries: [] },
    messageSignature: { messageDigest: { algorithm: "SHA2_256", digest: "AA==" }, signature: "AA==" },
  };
  const names = Array.from({ length: 5 }, (_, nth) => `m${nth}.safetensors`);
  for (const name of names)
    repo.write({ [name]: WEIGHTS(1), [`${name}.sigstore.json`]: `${JSON.stringify(small)}\n`.repeat(999) });
  repo.write({
    ".model-assay.yml": `version: 1\nsigners:\n${approved(signed)}signatures:\n  trusted-root: none.json\n`,
  });
  const report = await gate(repo);
  expect(report.decision.missing.join("\n")).toContain("more than 4000 signatures lie beside models");
  expect(report.verdict).toBe("incomplete");
  expect(signatureFindings(report)).toEqual([]);
});

test("two thousand models without a signature are told without verifying anything", async () => {
  const repo = await signedRepo(signed);
  const many = Array.from({ length: 2000 }, (_, nth) => [`many/m${nth}.safetensors`, WEIGHTS(1)] as const);
  repo.write(Object.fromEntries(many)).remove("net/model.sig");
  const report = await gate(repo);
  expect(signatureFindings(report)).toHaveLength(2001);
});
