import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entryFor } from "../../../src/app/policy/waiver-for";
import { readReport } from "../../../src/app/policy/report-to-waive";
import { jsonReporter } from "../../../src/report/json";
import { removeRepos, type TestRepo } from "../../support/repo";
import { startSignedModels, type SignedModels } from "../../support/signed-models";
import { gate, policyOf, signatureFindings, signedRepo, WEIGHTS } from "../../support/signed-repo";

/** What a change does to models that are signed: the base's policy, signers and trusted root decide. */

let signed: SignedModels;
let stranger: SignedModels;
beforeAll(async () => {
  [signed, stranger] = await Promise.all([startSignedModels(), startSignedModels()]);
});
afterAll(async () => {
  removeRepos();
  await Promise.all([signed.close(), stranger.close()]);
});

async function base(): Promise<{ repo: TestRepo; baseRef: string }> {
  const repo = await signedRepo(signed);
  repo.write({ "old/model.safetensors": WEIGHTS(9), "old/config.json": "{}", "README.md": "# R\n" });
  return { repo, baseRef: repo.commit() };
}

test("models that the change leaves alone are not judged", async () => {
  const { repo, baseRef } = await base();
  repo.write({ "README.md": "# Another\n", "src/train.py": "1\n" }).commit();
  const report = await gate(repo, { baseRef });
  expect(signatureFindings(report)).toEqual([]);
  expect(report.signatures).toBeUndefined();
});

test("one file of a model is enough, and an unsigned model that the base has is news then", async () => {
  const { repo, baseRef } = await base();
  repo.write({ "old/config.json": '{"model_type":"bert"}' }).commit();
  const report = await gate(repo, { baseRef });
  expect(signatureFindings(report)).toMatchObject([{ rule: "MA-SIG-001", path: "old/model.safetensors" }]);
  expect(report.findings.find(({ rule }) => rule === "MA-SIG-001")?.baseline).toBeUndefined();
  expect(report.verdict).toBe("fail");
});

const TOUCHES: [string, (repo: TestRepo) => unknown, readonly string[]][] = [
  ["a model that comes signed", () => undefined, []],
  ["the signature that goes", (repo) => repo.remove("net/model.sig"), ["MA-SIG-001"]],
  ["a file below what is signed", (repo) => repo.write({ "net/deep/x.txt": "x" }), ["MA-SIG-001", "MA-SIG-002"]],
  ["a signature of a directory above that comes", (repo) => repo.write({ "model.sig": "{}" }), ["MA-SIG-002"]],
];

test.each(TOUCHES)("%s", async (_, change, rules) => {
  const { repo, baseRef } = await base();
  repo.remove("old");
  change(repo);
  repo.commit();
  expect(signatureFindings(await gate(repo, { baseRef })).map(({ rule }) => rule)).toEqual(rules);
});

test("a pull request that approves of a signer, or that wants no signatures, does not decide", async () => {
  const { repo, baseRef } = await base();
  repo.write({ "net/model.safetensors": WEIGHTS(1) });
  repo.write({ ".model-assay.yml": "version: 1\n" }).commit();
  expect(signatureFindings(await gate(repo, { baseRef }))).toMatchObject([
    { rule: "MA-SIG-001" },
    { rule: "MA-SIG-002", severity: "high" },
  ]);
});

test("a pull request that brings its own authority is held against the base's trusted root", async () => {
  const { repo, baseRef } = await base();
  repo.write({ "net/model.safetensors": WEIGHTS(1) }).remove("net/model.sig");
  const at = join(repo.root, "net");
  await stranger.sign(stranger.manifest(at), join(at, "model.sig"));
  copyFileSync(stranger.root, join(repo.root, "root.json"));
  repo.write({ ".model-assay.yml": policyOf(stranger) }).commit();
  expect(signatureFindings(await gate(repo, { baseRef }))).toMatchObject([
    { rule: "MA-SIG-001" },
    { rule: "MA-SIG-002", severity: "high" },
  ]);
  expect(signatureFindings(await gate(repo))).not.toContainEqual(expect.objectContaining({ rule: "MA-SIG-002" }));
});

test("a base whose trusted root is not there, or is none: not known, and no word of unsigned", async () => {
  for (const root of [undefined, "{}"]) {
    const repo = await signedRepo(signed);
    repo.remove("root.json");
    if (root !== undefined) repo.write({ "root.json": root });
    const baseRef = repo.commit();
    repo.write({ "net/config.json": '{"model_type":"t5"}' });
    copyFileSync(signed.root, join(repo.root, "root.json"));
    repo.commit();
    const report = await gate(repo, { baseRef });
    expect(signatureFindings(report)).toEqual([]);
    expect(report.decision.missing).toEqual([expect.stringMatching(/net\/model\.sig could not be checked: .*root/)]);
    expect(report.verdict).toBe("incomplete");
    expect(report.signatures).toMatchObject([{ model: "net", status: "unknown" }]);
  }
});

test("offline, and no trusted root in the policy: not known", async () => {
  const repo = await signedRepo(signed, policyOf(signed).replace("  trusted-root: root.json\n", ""));
  const audit = { osv: "database" as const, database: repo.root, offline: true, environments: [], sboms: [] };
  const report = await gate(repo, { audit });
  expect(signatureFindings(report)).toEqual([]);
  expect(report.decision.missing.join()).toMatch(/no network may be asked \(offline\).*signatures\.trusted-root/);
});

test("a waiver is bound to the content of the whole model", async () => {
  const repo = await signedRepo(signed);
  repo.remove("net/model.sig");
  const report = await gate(repo);
  const { id } = report.findings.find(({ rule }) => rule === "MA-SIG-001")!;
  const read = readReport(jsonReporter.render(report), "report.json");
  const { waiver } = entryFor(read, id, { reason: "looked at", until: "2999-01-01" }) as never as {
    waiver: Record<string, string>;
  };
  expect(waiver).toMatchObject({ rule: "MA-SIG-001", path: "net/model.safetensors" });
  expect(waiver["sha256"]).toMatch(/^[0-9a-f]{64}$/);
  const entries = Object.entries(waiver).map(([key, value]) => `${key}: "${value}"`);
  writeFileSync(join(repo.root, ".model-assay.yml"), `${policyOf(signed)}waivers:\n  - ${entries.join("\n    ")}\n`);
  expect((await gate(repo)).verdict).toBe("pass");
  repo.write({ "net/config.json": '{"model_type":"t5"}' });
  expect((await gate(repo)).verdict).toBe("fail");
});

test("a file that belongs to no model breaks the signature of the directory around one", async () => {
  const repo = await signedRepo(signed, undefined, "vendor/net");
  repo.remove("vendor/net/model.sig");
  const at = join(repo.root, "vendor");
  await signed.sign(signed.manifest(at), join(at, "model.sig"));
  const baseRef = repo.commit();
  repo.write({ "vendor/notes/todo.txt": "x" }).commit();
  expect(signatureFindings(await gate(repo, { baseRef })).map(({ rule }) => rule)).toEqual([
    "MA-SIG-001",
    "MA-SIG-002",
  ]);
});
