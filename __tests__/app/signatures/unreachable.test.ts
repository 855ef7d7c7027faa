import { Refused } from "../../../src/core/attestation";
import { removeRepos } from "../../support/repo";
import { startSignedModels, type SignedModels } from "../../support/signed-models";
import { gate, policyOf, signatureFindings, signedRepo, WEIGHTS } from "../../support/signed-repo";

const asked: string[] = [];
jest.mock("../../../src/verify/tuf", () => ({
  ...jest.requireActual<object>("../../../src/verify/tuf"),
  fetchTrustedRoot: ({ kind }: { kind: string }) => {
    asked.push(kind);
    return Promise.reject(new Refused("unavailable", "the mirror does not answer"));
  },
}));

let signed: SignedModels;
beforeAll(async () => {
  signed = await startSignedModels();
});
afterAll(async () => {
  removeRepos();
  await signed.close();
});

test("who is to be believed cannot be asked: the verdict is incomplete, once for all, and a model without a signature is still told", async () => {
  const repo = await signedRepo(signed, policyOf(signed).replace("  trusted-root: root.json\n", ""));
  repo.write({ "bare.safetensors": WEIGHTS(3) });
  const at = `${repo.root}/second`;
  repo.write({ "second/config.json": "{}", "second/model.safetensors": WEIGHTS(0) });
  await signed.sign(signed.manifest(at), `${at}/model.sig`);
  const report = await gate(repo);
  expect(signatureFindings(report)).toMatchObject([{ rule: "MA-SIG-001", path: "bare.safetensors" }]);
  expect(report.decision.missing).toEqual([
    "The signatures net/model.sig, second/model.sig could not be checked: the mirror does not answer",
  ]);
  expect(report.signatures?.map(({ status }) => status)).toEqual(["not-signed", "unknown", "unknown"]);
  expect(asked).toEqual(["public"]);
});
