import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bomStatements } from "../../../src/attest/statement";
import { startOsv, type OsvProcess } from "../../support/osv-process";
import { checkOf, PROMOTED, startPromotedModels, statuses, type PromotedModels } from "../../support/promoted-models";

/** What a policy may want beside: data, verdict, signed commits; documents by reference; and where one source fails. */

let models: PromotedModels;
let osv: OsvProcess;
let github: Server;
let answer: { status: number; body: string };
const asked: string[] = [];
beforeAll(async () => {
  [models, osv] = await Promise.all([startPromotedModels(), startOsv()]);
  github = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
  await new Promise<void>((done) => github.listen(0, "127.0.0.1", done));
});
beforeEach(() => osv.steer({ reset: true, records: [] }));
afterAll(() => Promise.all([models.close(), osv.close(), new Promise((done) => github.close(done))]));

const words = () => ({ "osv-url": osv.url });
const api = () => ({ GITHUB_API_URL: `http://127.0.0.1:${(github.address() as AddressInfo).port}` });
const wanting = (what: string) => `promotion: { approvals: [], require: [${what}] }`;

test("data that went in, by commit: told, and wanted", async () => {
  const { path, bundles, files } = await models.model();
  const without = await models.ask(path, { ...words(), bundle: [bundles], policy: wanting("data") });
  expect(checkOf(without, "provenance").problems.join("\n")).toContain("does not name the datasets and base models");
  const data = mkdtempSync(join(models.signed.directory, "data-"));
  const named = (digest?: Record<string, string>) => {
    const statement = structuredClone(models.signed.provenance(files)) as {
      predicate: { buildDefinition: { resolvedDependencies: unknown[] } };
    };
    statement.predicate.buildDefinition.resolvedDependencies.push({
      uri: "https://huggingface.co/acme/base",
      ...(digest === undefined ? {} : { digest }),
    });
    return statement as never;
  };
  const pinned = await models.signed.sign(named({ gitCommit: "1".repeat(40) }), join(data, "pinned.sigstore.json"));
  const bom = join(bundles, "bom.sigstore.json");
  const good = await models.ask(path, { ...words(), bundle: [bom, pinned], policy: wanting("data") });
  expect(good.verdict).toBe("pass");
  expect(good.build?.data).toEqual([`https://huggingface.co/acme/base at gitCommit:${"1".repeat(40)}`]);
  const loose = await models.signed.sign(named(), join(data, "loose.sigstore.json"));
  const bad = await models.ask(path, { ...words(), bundle: [bom, loose], policy: wanting("data") });
  expect(checkOf(bad, "provenance").problems.join("\n")).toContain("data without a digest or commit");
});

test("a verdict of the gate: the last one counts", async () => {
  const { path, bundles, files } = await models.model();
  const ask = (policy = wanting("verdict")) => models.ask(path, { ...words(), bundle: [bundles], policy });
  expect(checkOf(await ask(), "provenance").problems.join("\n")).toContain(
    "No signed verdict of the gate covers 1 file",
  );
  await models.signed.sign(models.signed.verdict(files), join(bundles, "verdict.sigstore.json"));
  expect((await ask()).verdict).toBe("pass");
  await models.signed.sign(models.signed.verdict(files, "fail"), join(bundles, "verdict-2.sigstore.json"));
  expect(checkOf(await ask(), "provenance").problems.join("\n")).toContain("The last verdict of the gate is fail");
});

test("a provenance that only its signer says is none", async () => {
  const { path, bundles, files } = await models.model({ without: ["provenance"] });
  const lie = models.signed.provenance(files, { repository: "acme/elsewhere" } as never);
  await models.signed.sign(lie, join(bundles, "provenance.sigstore.json"));
  const report = await models.ask(path, { ...words(), bundle: [bundles] });
  expect(checkOf(report, "provenance")).toMatchObject({ status: "fail" });
  expect(report.refused.map(({ kind }) => kind)).toEqual(["false-claim"]);
});

test("a signed commit, as GitHub verified it; each failure of GitHub leaves it open", async () => {
  const { path, bundles } = await models.model();
  const ask = (more = {}) =>
    models.ask(path, { ...words(), bundle: [bundles], policy: wanting("signed-commit"), env: api(), ...more });
  const commit = (verification: unknown, sha?: string) => {
    const wanted = sha ?? "8c1f4b2e9d3a5f60718293a4b5c6d7e8f9012345";
    return { status: 200, body: JSON.stringify({ sha: wanted, commit: { verification } }) };
  };
  answer = commit({ verified: true, reason: "valid" });
  const first = await ask();
  const sha = first.build!.commit;
  expect(asked.at(-1)).toBe(`/repos/acme/model-repo/commits/${sha}`);
  answer = commit({ verified: true, reason: "valid" }, sha);
  expect(statuses(await ask())).toMatchObject({ provenance: "pass" });
  answer = commit({ verified: false, reason: "unsigned" }, sha);
  expect(checkOf(await ask(), "provenance")).toMatchObject({
    status: "fail",
    problems: [`The commit ${sha} is not signed as GitHub verifies it: unsigned`],
  });
  for (const [status, body] of [
    [403, "{}"],
    [404, "{}"],
    [200, "garbage"],
    [200, "[]"],
    [200, JSON.stringify({ sha, commit: { verification: { verified: "true" } } })],
    [200, JSON.stringify({ sha: "0".repeat(40), commit: { verification: { verified: true } } })],
  ] as const) {
    answer = { status, body };
    const report = await ask();
    expect([status, checkOf(report, "provenance").status, report.verdict]).toEqual([status, "unknown", "incomplete"]);
    expect(checkOf(report, "provenance").problems.join("\n")).toContain(`Whether the commit ${sha} is signed`);
  }
});

test("a bill of materials of which only the digest was signed: by its file, and by no other", async () => {
  const { path, bundles, files } = await models.model({ without: ["bom"] });
  const json = JSON.stringify((models.bom(files) as { predicate: unknown }).predicate);
  const [reference] = bomStatements({ json, location: "bom.cdx.json" }, files, 10);
  await models.signed.sign(reference!, join(bundles, "bom.sigstore.json"));
  const ask = (bom?: string) =>
    models.ask(path, { ...words(), bundle: [bundles], ...(bom === undefined ? {} : { bom }) });
  const missed = await ask();
  expect(checkOf(missed, "bom").problems.join("\n")).toContain("name that file: --bom FILE");
  expect(statuses(missed)).toMatchObject({ bom: "fail", vulnerabilities: "unknown" });
  const file = join(models.signed.directory, "bom.cdx.json");
  writeFileSync(file, json);
  expect((await ask(file)).verdict).toBe("pass");
  writeFileSync(file, json.replace("requests", "request"));
  expect(checkOf(await ask(file), "bom").problems.join("\n")).toContain("is not the bill of materials that was signed");
});

test("a bill of materials of other files is not this model's", async () => {
  const { path, bundles, files } = await models.model({ without: ["bom"] });
  const other = files.map((each) => ({ ...each, sha256: "e".repeat(64) }));
  const statement = { ...models.bom(files), predicate: (models.bom(other) as { predicate: unknown }).predicate };
  await models.signed.sign(statement, join(bundles, "bom.sigstore.json"));
  const report = await models.ask(path, { ...words(), bundle: [bundles] });
  expect(checkOf(report, "bom").problems.join("\n")).toContain(
    "the document has no file with the SHA-256 of model.safetensors",
  );
  expect(statuses(report)).toMatchObject({ bom: "fail", vulnerabilities: "unknown" });
});

test("a single file by the statements whose subject it is", async () => {
  const directory = models.signed.model(PROMOTED);
  const path = join(directory, "model.safetensors");
  const files = models.signed.subjects(directory).filter((each) => each.path === "model.safetensors");
  const bundles = join(models.signed.directory, "single");
  mkdirSync(bundles);
  await models.signed.sign(models.bom(files), join(bundles, "bom.sigstore.json"));
  await models.signed.sign(models.signed.provenance(files), join(bundles, "provenance.sigstore.json"));
  expect((await models.ask(path, { ...words(), bundle: [bundles] })).verdict).toBe("pass");
  writeFileSync(path, `${PROMOTED["model.safetensors"]}more`);
  const changed = await models.ask(path, { ...words(), bundle: [bundles] });
  expect(checkOf(changed, "integrity").problems.join("\n")).toContain("No statement by an approved signer is about");
  expect(changed.verdict).toBe("fail");
});

test("garbage beside good bundles is told, and takes nothing away; a directory without bundles is a mistake", async () => {
  const { path, bundles } = await models.model();
  writeFileSync(join(bundles, "zero.sigstore.json"), "no bundle");
  const report = await models.ask(path, { ...words(), bundle: [bundles] });
  expect(report).toMatchObject({ verdict: "pass", refused: [{ kind: "malformed" }] });
  const empty = mkdtempSync(join(models.signed.directory, "empty-"));
  await expect(models.ask(path, { bundle: [empty] })).rejects.toThrow("there is no *.sigstore.json");
});

test("without a policy nobody is approved, and options approve", async () => {
  const { path, bundles } = await models.model();
  const policy = "signers: []\npromotion: { approvals: [] }";
  const none = await models.ask(path, { ...words(), bundle: [bundles], policy });
  expect(none).toMatchObject({ verdict: "fail", accepted: [] });
  expect(checkOf(none, "integrity").problems.join("\n")).toContain("nobody is approved who could have signed it");
  const named = await models.ask(path, {
    ...words(),
    bundle: [bundles],
    policy,
    "signer-workflow": "acme/ci/.github/workflows/model-build.yml",
    "signer-ref": ["refs/tags/v1"],
    issuer: models.signed.issuer,
  });
  expect(named.verdict).toBe("pass");
  expect(named.notices).toContain("Who may have signed was said by options, in place of the policy's signers.");
});
