import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gather } from "../../../src/app/promote/gathered";
import { policyInForce } from "../../../src/app/promote/in-force";
import { askOwnRules } from "../../../src/app/promote/own-rules";
import { readPromote } from "../../../src/app/promote/request";
import { readVerify } from "../../../src/app/verify/request";
import { startPromotedModels, type PromotedModels } from "../../support/promoted-models";
import { buildRegoWorker } from "../../support/rego-worker";

/** Own rules see what is promoted with its evidence, and what they deny stops it. */

let models: PromotedModels;
let built: ReturnType<typeof buildRegoWorker>;
beforeAll(async () => {
  built = buildRegoWorker();
  models = await startPromotedModels();
});
afterAll(async () => {
  built.remove();
  await models.close();
});

async function ask(rules: string) {
  const { path, bundles } = await models.model();
  const directory = mkdtempSync(join(models.signed.directory, "own-rules-"));
  mkdirSync(join(directory, "rules"));
  writeFileSync(join(directory, "rules", "own.rego"), `package model_assay\n\n${rules}\n`);
  const signers = `signers: [{ workflow: acme/ci/.github/workflows/model-build.yml, refs: [refs/tags/v1], issuer: "${models.signed.issuer}" }]`;
  const config = join(directory, ".model-assay.yml");
  writeFileSync(config, `version: 1\n${signers}\nrego: rules\npromotion: { approvals: [] }\n`);
  const request = readPromote(
    [path],
    {},
    {
      verify: readVerify({ "trusted-root": models.signed.root, bundle: [bundles] }),
      directory,
      config,
      env: { PATH: process.env["PATH"] ?? "", HOME: directory },
      now: new Date(),
    },
  );
  const inForce = await policyInForce(request, path);
  const http = () => {
    throw new Error("asked the network");
  };
  const gathered = await gather(path, request, inForce, http);
  const input = { gathered, boms: [], request, inForce, revoked: [], subject: undefined, http };
  return (await askOwnRules(input, {}, { workerPath: built.workerPath })).check;
}

const SEEN = `seen if {
  input.stage == "promotion"
  some p in input.provenance
  p.repository == "acme/model-repo"
  p.workflow == "acme/ci/.github/workflows/model-build.yml"
  some s in input.signatures
  s.verified
  "model.safetensors" in s.covers
}
`;

test("what is denied stops, and a rule that finds its evidence lets it pass", async () => {
  const good = await ask(`${SEEN}\ndeny contains {"msg": "not seen"} if not seen`);
  expect(good).toMatchObject({ status: "pass", problems: [] });
  const bad = await ask(`${SEEN}\ndeny contains {"msg": "seen", "path": "model.safetensors"} if seen`);
  expect(bad).toMatchObject({ status: "fail", problems: [expect.stringContaining("high: model.safetensors")] });
  const warned = await ask(`warn contains {"msg": "look at it"} if input.stage == "promotion"`);
  expect(warned.status).toBe("pass");
  expect(warned.evidence.join("\n")).toContain("look at it");
});

test("rules that break give no answer", async () => {
  await expect(ask("deny contains {")).rejects.toThrow("cannot be used");
  const broken = await ask(`deny contains {"msg": sprintf("%d", [1 / 0])} if true`);
  expect(broken.status).not.toBe("pass");
});
