import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promoteCommand } from "../../../src/app/promote/command-promote";
import { verifyCommand } from "../../../src/app/verify/command-verify";
import type { PromotionReport } from "../../../src/core/promotion";
import { runCommand } from "../../support/run-command";
import { startOsv, type OsvProcess } from "../../support/osv-process";
import { WORKFLOW_OPTIONS } from "../../support/signed-models";
import { checkOf, PROMOTED, startPromotedModels, statuses, type PromotedModels } from "../../support/promoted-models";

/** What each stage asks, and the command: what it writes, signs, and its exit codes. */

let models: PromotedModels;
let osv: OsvProcess;
let keys: { readonly privateKey: string; readonly publicKey: string };
beforeAll(async () => {
  [models, osv] = await Promise.all([startPromotedModels(), startOsv()]);
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  keys = { privateKey: join(models.signed.directory, "key.pem"), publicKey: join(models.signed.directory, "pub.pem") };
  writeFileSync(keys.privateKey, privateKey.export({ format: "pem", type: "pkcs8" }));
  writeFileSync(keys.publicKey, publicKey.export({ format: "pem", type: "spki" }));
});
afterAll(() => Promise.all([models.close(), osv.close()]));

const offline = { offline: true, "osv-url": undefined };

test("ingestion: a dataset against its manifest, without asking anybody", async () => {
  const path = models.signed.model({ "train.csv": "a,b\n1,2\n", "README.md": "# Data\n" });
  await models.signed.sign(models.signed.manifest(path), join(path, "model.sig"));
  const report = await models.ask(path, { ...offline, stage: "ingestion" });
  expect(report.verdict).toBe("pass");
  expect(statuses(report)).toEqual({ integrity: "pass", vulnerabilities: "pass", revocation: "pass" });
  expect(report.checks).toHaveLength(8);
  writeFileSync(join(path, "train.csv"), "a,b\n1,3\n");
  const changed = await models.ask(path, { ...offline, stage: "ingestion" });
  expect(statuses(changed)).toEqual({ integrity: "fail", vulnerabilities: "pass", revocation: "pass" });
});

test("ingestion and training want provenance only where builders are named", async () => {
  const { path, bundles } = await models.model({ without: ["bom"] });
  const policy = `promotion: { builders: [{ workflow: acme/ci/.github/workflows/model-build.yml, issuer: "${models.signed.issuer}" }] }`;
  const report = await models.ask(path, { ...offline, stage: "training", bundle: [bundles], policy });
  expect(statuses(report)).toMatchObject({ provenance: "pass" });
  const without = await models.ask(path, { ...offline, stage: "training", policy });
  expect(statuses(without)).toMatchObject({ integrity: "pass", provenance: "fail" });
});

test("training: base model and data in one question; one that fails fails all, by name", async () => {
  const [base, data] = [models.signed.model(PROMOTED), models.signed.model({ "train.csv": "a\n1\n" })];
  for (const path of [base, data]) await models.signed.sign(models.signed.manifest(path), join(path, "model.sig"));
  const good = await models.ask([base, data], { ...offline, stage: "training" });
  expect(good).toMatchObject({ verdict: "pass", subject: { files: 7 } });
  writeFileSync(join(data, "more.csv"), "b\n");
  const bad = await models.ask([base, data], { ...offline, stage: "training" });
  expect(bad.verdict).toBe("fail");
  expect(checkOf(bad, "integrity").problems).toEqual(expect.arrayContaining([expect.stringContaining(`${data}: `)]));
  expect(checkOf(bad, "integrity").evidence.join("\n")).toContain(`${base}: `);
  await expect(models.ask([base, data], {})).rejects.toThrow("one model at a time for the stage promotion");
});

test("deployment: the last decision of a promotion by a decider, about every file", async () => {
  const { path } = await models.model();
  const policy = (key: string) =>
    models.policyFile(
      `signers: [{ workflow: acme/ci/.github/workflows/model-build.yml, refs: [refs/tags/v1], issuer: "${models.signed.issuer}" }]\npromotion: { approvals: [], deciders: [${key}] }`,
    );
  const words = ["--trusted-root", models.signed.root, "--offline", "--stage", "deployment", "--format", "json"];
  const ask = async (config: string, ...more: string[]) => {
    const ran = await runCommand(
      promoteCommand,
      ["promote", path, ...words, "--config", config, ...more],
      models.signed.directory,
    );
    return { ...ran, report: JSON.parse(ran.stdout) as PromotionReport };
  };
  const mine = `{ workflow: acme/ci/.github/workflows/model-build.yml, issuer: "${models.signed.issuer}" }`;
  const none = await ask(policy(mine));
  expect([none.code, none.report.verdict]).toEqual([1, "fail"]);
  expect(checkOf(none.report, "decision").problems.join("\n")).toContain("There is no signed decision of a promotion");
  expect(statuses(none.report)).toEqual({ integrity: "pass", revocation: "pass", decision: "fail" });
});

test("the command: a promotion that fails is signed too, and a deployment by the same key sees that it failed", async () => {
  const path = models.signed.model(PROMOTED, "by-key");
  const cwd = models.signed.directory;
  const elsewhere = mkdtempSync(join(cwd, "key-policy-"));
  const config = join(elsewhere, "policy.yml");
  writeFileSync(config, "version: 1\npromotion: { approvals: [] }\n");
  const bundles = join(elsewhere, "bundles");
  mkdirSync(bundles);
  const decision = join(bundles, "decision.sigstore.json");
  const common = [path, "--key", keys.publicKey, "--config", config, "--offline", "--format", "json"];
  const failed = await runCommand(
    promoteCommand,
    ["promote", ...common, "--signing-key", keys.privateKey, "--decision-path", decision],
    cwd,
  );
  expect(failed.code).toBe(1);
  const report = JSON.parse(failed.stdout) as PromotionReport;
  expect(report).toMatchObject({ verdict: "fail", stage: "promotion" });
  expect(existsSync(decision)).toBe(true);
  const deployed = await runCommand(
    promoteCommand,
    ["promote", ...common, "--stage", "deployment", "--bundle", bundles],
    cwd,
  );
  expect(deployed.code).toBe(1);
  const seen = JSON.parse(deployed.stdout) as PromotionReport;
  expect(checkOf(seen, "decision").problems.join("\n")).toMatch(
    /^The last promotion of these files was fail \(.*by the key/,
  );
  const text = await runCommand(
    promoteCommand,
    ["promote", ...common.slice(0, -2), "--stage", "deployment", "--bundle", bundles],
    cwd,
  );
  expect(text.stdout).toContain("by-key");
  const looked = await runCommand(
    verifyCommand,
    ["verify", path, "--key", keys.publicKey, "--bundle", decision, "--offline"],
    cwd,
  );
  expect(looked).toMatchObject({ code: 1, stdout: expect.stringContaining("did not pass") as string });
});

test("a whole way with one key, without a network: promoted, then deployed", async () => {
  const path = models.signed.model({ "train.csv": "a\n1\n" }, "whole-way");
  const { createKeySigner } = await import("../../../src/attest/key-signer");
  const { statementBytes } = await import("../../../src/attest/statement");
  const { DSSE_PAYLOAD_TYPE } = await import("../../../src/core/attestation");
  const signer = createKeySigner({ privateKey: readFileSync(keys.privateKey, "utf8") });
  const bundle = await signer.sign(statementBytes(models.signed.manifest(path)), DSSE_PAYLOAD_TYPE);
  writeFileSync(join(path, "model.sig"), bundle.json);
  const { decisionStatements } = await import("../../../src/attest/decision");
  const sha256 = "a".repeat(64);
  const checks = ["integrity", "provenance", "vulnerabilities", "approvals", "bom", "revocation"] as const;
  const decided = (result: "pass" | "fail", time: string) => ({
    stage: "promotion" as const,
    result,
    time,
    toolVersion: "0",
    rules: sha256,
    report: { name: "promotion.json", sha256 },
    checks: checks.map((id) => ({
      id,
      status: result === "fail" && id === "bom" ? ("fail" as const) : ("pass" as const),
    })),
  });
  const files = models.signed.subjects(path).filter((each) => each.path !== "model.sig");
  const write = async (name: string, result: "pass" | "fail", time: string) => {
    const [statement] = decisionStatements(decided(result, time), files);
    const { json } = await signer.sign(statementBytes(statement!), DSSE_PAYLOAD_TYPE);
    const file = join(models.signed.directory, name);
    writeFileSync(file, json);
    return file;
  };
  const passed = await write("passed.sigstore.json", "pass", "2026-11-01T00:00:00Z");
  const ask = (...bundle: string[]) =>
    models.ask(path, {
      ...offline,
      "trusted-root": undefined,
      key: keys.publicKey,
      stage: "deployment",
      bundle,
      policy: "signers: []",
    });
  const good = await ask(passed);
  expect(good.verdict).toBe("pass");
  expect(statuses(good)).toEqual({ integrity: "pass", revocation: "pass", decision: "pass" });
  expect(good.notices.join("\n")).toContain("Whoever holds the key that was named");
  const later = await write("later.sigstore.json", "fail", "2026-11-02T00:00:00Z");
  expect(checkOf(await ask(passed, later), "decision").problems.join("\n")).toContain(
    "The last promotion of these files was fail",
  );
  writeFileSync(join(path, "train.csv"), "a\n2\n");
  expect((await ask(passed)).verdict).toBe("fail");
});

test("a promotion without GitHub: nobody is asked for anything", async () => {
  const { path, bundles } = await models.model({ packages: [] });
  const database = mkdtempSync(join(models.signed.directory, "osv-"));
  mkdirSync(join(database, "PyPI"));
  const fetched = jest.spyOn(globalThis, "fetch").mockRejectedValue(new Error("asked the network"));
  const report = await models.ask(path, { ...offline, bundle: [bundles], "osv-database": database });
  expect(report.checks.flatMap(({ problems }) => problems)).toEqual([]);
  expect(report.verdict).toBe("pass");
  const commits = { ...offline, bundle: [bundles], "osv-database": database };
  const policy = "promotion: { approvals: [], require: [signed-commit] }";
  const open = await models.ask(path, { ...commits, policy });
  expect(checkOf(open, "provenance").problems.join("\n")).toContain("--offline asks nobody");
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockRestore();
});

test("wrong usage is told before anything is looked at", async () => {
  const { path } = await models.model();
  const ask = (...argv: string[]) => runCommand(promoteCommand, ["promote", ...argv], models.signed.directory);
  await expect(ask()).rejects.toThrow("promote takes a file or directory");
  await expect(ask(path, "--stage", "testing")).rejects.toThrow('stage: "testing" is not one of');
  await expect(ask(path, "--type", "model")).rejects.toThrow("takes no --type");
  await expect(ask(path, "--pull-request", "x")).rejects.toThrow("is no number of a pull request");
  await expect(ask(path, "--decision-path", "x")).rejects.toThrow("sign with what?");
  await expect(ask(path, "--format", "sarif")).rejects.toThrow("is not one of text, json, markdown");
  await expect(ask("nowhere")).rejects.toThrow("there is no file or directory nowhere");
  await expect(ask(path, "--offline", ...WORKFLOW_OPTIONS)).rejects.toThrow(
    "--offline needs to be told whom to believe",
  );
});
