import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startOsv, type OsvProcess } from "../../support/osv-process";
import { checkOf, startPromotedModels, statuses, type PromotedModels } from "../../support/promoted-models";

/** The question of a promotion, end to end in this process: each check passing, and failing in its own words. */

let models: PromotedModels;
let osv: OsvProcess;
beforeAll(async () => {
  [models, osv] = await Promise.all([startPromotedModels(), startOsv()]);
});
beforeEach(() => osv.steer({ reset: true, records: [] }));
afterAll(() => Promise.all([models.close(), osv.close()]));

const words = () => ({ "osv-url": osv.url });
const FLAW = {
  id: "GHSA-aaaa-bbbb-cccc",
  modified: "2026-01-01T00:00:00Z",
  summary: "anybody may run code",
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  affected: [
    {
      package: { ecosystem: "PyPI", name: "requests" },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.1.0" }] }],
    },
  ],
};

test("a model with everything that is wanted passes, with evidence for each check", async () => {
  const { path, bundles } = await models.model();
  const report = await models.ask(path, { ...words(), bundle: [bundles] });
  expect(report.checks.flatMap(({ problems }) => problems)).toEqual([]);
  expect(report).toMatchObject({ verdict: "pass", stage: "promotion", refused: [], subject: { files: 5 } });
  expect(statuses(report)).toEqual({
    integrity: "pass",
    provenance: "pass",
    vulnerabilities: "pass",
    bom: "pass",
    revocation: "pass",
  });
  expect(report.accepted.map(({ bundle }) => bundle.split("/").at(-1)).sort()).toEqual([
    "bom.sigstore.json",
    "model.sig",
    "provenance.sigstore.json",
  ]);
  expect(report.build).toMatchObject({ repository: "https://github.com/acme/model-repo" });
  expect(report.subject.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(checkOf(report, "vulnerabilities").evidence.join("\n")).toContain(
    "1 package of the bill of materials audited",
  );
});

test("a swapped weight, an extra and a missing file stop it by name", async () => {
  const { path, bundles } = await models.model();
  writeFileSync(join(path, "model.safetensors"), "other weights\n");
  writeFileSync(join(path, "extra.bin"), "more\n");
  rmSync(join(path, "README.md"));
  const report = await models.ask(path, { ...words(), bundle: [bundles] });
  expect(report.verdict).toBe("fail");
  const { status, problems } = checkOf(report, "integrity");
  expect(status).toBe("fail");
  expect(problems.join("\n")).toContain("model.safetensors has another content than was signed");
  expect(problems.join("\n")).toContain("extra.bin is here and was not signed");
  expect(problems.join("\n")).toContain("README.md was signed and is not here");
  expect(statuses(report)).toMatchObject({ provenance: "fail", bom: "fail", vulnerabilities: "unknown" });
});

test("without a manifest, provenance or bill of materials, each is missed by itself", async () => {
  for (const [what, check, expected] of [
    ["manifest", "integrity", "No signed manifest (model.sig) by an approved signer names the files"],
    ["provenance", "provenance", "No provenance (SLSA v1) by an approved build workflow covers 1 file"],
    ["bom", "bom", "There is no bill of materials (CycloneDX) that an approved signer signed"],
  ] as const) {
    const { path, bundles } = await models.model({ without: [what] });
    const report = await models.ask(path, { ...words(), bundle: [bundles] });
    expect([what, report.verdict, checkOf(report, check).status]).toEqual([what, "fail", "fail"]);
    expect(checkOf(report, check).problems.join("\n")).toContain(expected);
  }
});

test("the workflow of somebody else approves of nothing", async () => {
  const { path, bundles } = await models.model();
  const policy = `signers: [{ workflow: acme/other/.github/workflows/build.yml, issuer: "${models.signed.issuer}" }]\npromotion: { approvals: [] }`;
  const report = await models.ask(path, { ...words(), bundle: [bundles], policy });
  expect(report).toMatchObject({ verdict: "fail", accepted: [] });
  expect(report.refused.map(({ kind }) => kind)).toEqual(["wrong-identity", "wrong-identity", "wrong-identity"]);
  expect(checkOf(report, "provenance").problems.join("\n")).toContain("acme/other/.github/workflows/build.yml");
});

test("who signs is not who builds, where the policy names the builders", async () => {
  const { path, bundles } = await models.model();
  const policy = `promotion: { approvals: [], builders: [{ workflow: acme/ci/.github/workflows/only-this.yml, issuer: "${models.signed.issuer}" }] }`;
  const report = await models.ask(path, { ...words(), bundle: [bundles], policy });
  expect(statuses(report)).toMatchObject({ integrity: "pass", bom: "pass", provenance: "fail" });
  expect(checkOf(report, "provenance").problems.join("\n")).toContain("only-this.yml");
});

test("a critical flaw of today stops it; an ignored one is told; a high one does not unless the policy says so", async () => {
  const { path, bundles } = await models.model();
  await osv.steer({ records: [FLAW] });
  const found = await models.ask(path, { ...words(), bundle: [bundles] });
  expect(statuses(found)).toMatchObject({ vulnerabilities: "fail", bom: "pass" });
  expect(checkOf(found, "vulnerabilities").problems.join("\n")).toContain("GHSA-aaaa-bbbb-cccc");
  const policy =
    "dependencies: { ignore: [{ id: GHSA-aaaa-bbbb-cccc, package: requests, reason: not reached, until: 2099-01-31 }] }\npromotion: { approvals: [] }";
  const ignored = await models.ask(path, { ...words(), bundle: [bundles], policy });
  expect(ignored.verdict).toBe("pass");
  expect(checkOf(ignored, "vulnerabilities").evidence.join("\n")).toContain("(not reached)");
  const expired = await models.ask(path, { ...words(), bundle: [bundles], policy: policy.replace("2099", "2026") });
  expect(expired.verdict).toBe("fail");
});

test("advisories that cannot be asked leave it open, whatever on-incomplete says", async () => {
  const { path, bundles } = await models.model();
  await osv.steer({ faults: [{ kind: "status", status: 400 }] });
  const policy = "on-incomplete: warn\npromotion: { approvals: [] }";
  const report = await models.ask(path, { "osv-url": "http://127.0.0.1:9", bundle: [bundles], policy });
  expect(report.verdict).toBe("incomplete");
  expect(checkOf(report, "vulnerabilities")).toMatchObject({ status: "unknown" });
  expect(checkOf(report, "vulnerabilities").problems.join("\n")).toContain("1 package was not looked up");
});

test("a finding of the scan stops it, at the severity of the policy", async () => {
  const pickle = Buffer.from("cposix\nsystem\n(S'echo'\ntR.", "latin1").toString("latin1");
  const path = models.signed.model({ "weights.pkl": pickle, "config.json": "{}\n" });
  await models.signed.sign(models.signed.manifest(path), join(path, "model.sig"));
  const report = await models.ask(path, words());
  expect(checkOf(report, "integrity").status).toBe("pass");
  expect(checkOf(report, "vulnerabilities").problems.join("\n")).toContain("MA-PKL-001 critical: weights.pkl");
});

test("nobody has said who approves: not approved", async () => {
  const { path, bundles } = await models.model();
  const report = await models.ask(path, { ...words(), bundle: [bundles], policy: "fail-on: high" });
  expect(statuses(report)).toMatchObject({ integrity: "pass", approvals: "fail" });
  expect(checkOf(report, "approvals").problems.join("\n")).toContain("Nobody has said who approves");
});

test("revoked: a file, the model as a whole, its signer by time", async () => {
  const { path, bundles, files } = await models.model();
  const ask = (revoked: string) =>
    models.ask(path, { ...words(), bundle: [bundles], policy: `revoked: [${revoked}]\npromotion: { approvals: [] }` });
  const of = files.find((each) => each.path === "model.safetensors")!;
  const byFile = await ask(`{ sha256: "${of.sha256}", reason: poisoned }`);
  expect(checkOf(byFile, "revocation").problems).toEqual([`model.safetensors is revoked (${of.sha256}): poisoned`]);
  const root = byFile.subject.digest!.slice("sha256:".length);
  expect(checkOf(await ask(`{ sha256: "${root}", reason: withdrawn }`), "revocation").status).toBe("fail");
  const signer = `signer: { workflow: acme/ci/.github/workflows/model-build.yml, issuer: "${models.signed.issuer}" }`;
  const since = await ask(`{ ${signer}, since: 2026-01-01, reason: leaked }`);
  expect(checkOf(since, "revocation").problems).toHaveLength(3);
  expect(checkOf(await ask(`{ ${signer}, since: 2099-01-01, reason: leaked }`), "revocation").status).toBe("pass");
});

test("a list of revocations in a file, as YAML and as JSON; one that cannot be read is an error with its place", async () => {
  const { path, bundles, files } = await models.model();
  const list = join(models.signed.directory, "revoked.json");
  writeFileSync(list, JSON.stringify([{ sha256: files[0]!.sha256, reason: "poisoned" }]));
  const report = await models.ask(path, { ...words(), bundle: [bundles], revocations: list });
  expect(checkOf(report, "revocation").status).toBe("fail");
  writeFileSync(list, `version: 1\nrevoked:\n  - sha256: ${files[0]!.sha256}\n    reason: poisoned\n`);
  expect((await models.ask(path, { ...words(), bundle: [bundles], revocations: list })).verdict).toBe("fail");
  for (const text of ["revoked:\n  - sha256: abc\n    reason: x\n", "- {sha256: 1}\n", "other: []\n", ""]) {
    writeFileSync(list, text);
    await expect(models.ask(path, { bundle: [bundles], revocations: list })).rejects.toMatchObject({
      name: "InvalidPolicy",
      message: expect.stringContaining("revoked.json:") as string,
    });
  }
});

test("own rules that cannot be asked leave it open", async () => {
  const { path, bundles } = await models.model();
  const policy = "rego: rules-that-are-not-there\npromotion: { approvals: [] }";
  const report = await models.ask(path, { ...words(), bundle: [bundles], policy });
  expect(checkOf(report, "rules").status).toBe("unknown");
  expect(report.verdict).toBe("incomplete");
});
