import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { promoteCommand } from "../../../src/app/promote/command-promote";
import { runCommand } from "../../support/run-command";
import { startPromotedModels, type PromotedModels } from "../../support/promoted-models";

/** `promote --evidence-path`: what rules in Rego see of a promotion, without any rule. */

const SCHEMA = JSON.parse(readFileSync(join(__dirname, "../../../schemas/evidence.schema.json"), "utf8")) as object;
const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(SCHEMA);

let models: PromotedModels;
beforeAll(async () => {
  models = await startPromotedModels();
});
afterAll(() => models.close());

async function ask(rego: string, ...more: string[]) {
  const { path, bundles } = await models.model();
  const directory = mkdtempSync(join(models.signed.directory, "evidence-path-"));
  const signer = `{ workflow: acme/ci/.github/workflows/model-build.yml, refs: [refs/tags/v1], issuer: "${models.signed.issuer}" }`;
  writeFileSync(join(directory, "p.yml"), `version: 1\nsigners: [${signer}]\n${rego}promotion: { approvals: [] }\n`);
  const output = join(directory, "input.json");
  const argv = ["promote", path, "--bundle", bundles, "--trusted-root", models.signed.root, "--offline"];
  const options = ["--config", join(directory, "p.yml"), "--evidence-path", output, "--format", "json", ...more];
  const run = () => runCommand(promoteCommand, [...argv, ...options], models.signed.directory);
  return { run, output, path };
}

test("is written, valid by the schema, beside the report and with the report's exit code", async () => {
  const { run, output } = await ask("");
  const { code, stdout } = await run();
  expect([code, JSON.parse(stdout)]).toMatchObject([3, { verdict: "incomplete" }]);
  const document = JSON.parse(readFileSync(output, "utf8")) as Record<string, unknown>;
  expect([valid(document), valid.errors]).toEqual([true, null]);
  expect(document).toMatchObject({
    stage: "promotion",
    artifacts: expect.arrayContaining([expect.objectContaining({ format: "safetensors" })]),
    signatures: expect.arrayContaining([expect.objectContaining({ verified: true })]),
    provenance: [{ repository: "acme/model-repo", covers: expect.any(Array) }],
    packages: [{ name: "requests", status: "unchecked" }],
  });
});

test("what is covered is named as the artifacts are, wherever the model lies", async () => {
  const { run, output } = await ask("");
  await run();
  const { artifacts, signatures, provenance } = JSON.parse(readFileSync(output, "utf8")) as Record<
    "artifacts" | "signatures" | "provenance",
    { path: string; covers: string[] }[]
  >;
  const paths = artifacts.map(({ path }) => path);
  expect(paths.every((path) => /^model-\d+\/./.test(path))).toBe(true);
  expect(signatures.some(({ covers }) => paths.every((path) => covers.includes(path)))).toBe(true);
  expect(provenance.some(({ covers }) => paths.every((path) => covers.includes(path)))).toBe(true);
});

test("also where the rules cannot be used yet, which decides as ever", async () => {
  const { run, output } = await ask("rego: nowhere\n");
  expect((await run()).code).toBe(3);
  expect(valid(JSON.parse(readFileSync(output, "utf8")))).toBe(true);
});

test("not at a stage that asks no rules, nor in a place that is not there", async () => {
  const deployment = await ask("", "--stage", "deployment");
  await expect(deployment.run()).rejects.toThrow("evidence-path: no rules in Rego are asked at the stage deployment");
  expect(existsSync(deployment.output)).toBe(false);
  const nowhere = await ask("", "--evidence-path", "nowhere/x.json");
  await expect(nowhere.run()).rejects.toThrow("there is no directory nowhere");
});
