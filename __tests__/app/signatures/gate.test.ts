import { execFileSync } from "node:child_process";
import { createSign } from "node:crypto";
import { join } from "node:path";
import { rootDigest } from "../../../src/core/model-manifest";
import type { RunReport } from "../../../src/core/report";
import { certify } from "../../support/own-authority";
import { removeRepos, type TestRepo } from "../../support/repo";
import { startSignedModels, type SignedModels } from "../../support/signed-models";
import { gate, policyOf, signatureFindings, signedRepo, textOf, WEIGHTS } from "../../support/signed-repo";

let signed: SignedModels;
beforeAll(async () => {
  signed = await startSignedModels();
});
afterAll(async () => {
  removeRepos();
  await signed.close();
});

const of = (report: RunReport, model: string) => report.signatures?.find((each) => each.model === model);

test("a model whose every file an approved signer signed", async () => {
  const report = await gate(await signedRepo(signed));
  expect(signatureFindings(report)).toEqual([]);
  expect(report.decision.missing).toEqual([]);
  expect(report.verdict).toBe("pass");
  expect(report.signatures).toEqual([
    {
      model: "net",
      status: "signed",
      signers: ["acme/ci/.github/workflows/model-build.yml"],
      bundles: ["net/model.sig"],
    },
  ]);
});

const CHANGES: [string, (repo: TestRepo) => unknown, RegExp][] = [
  ["changed weights", (repo) => repo.write({ "net/model.safetensors": WEIGHTS(1) }), /another content than was signed/],
  ["another file", (repo) => repo.write({ "net/more.bin": "x" }), /is here and was not signed/],
  ["a file that git ignores", (repo) => repo.write({ ".gitignore": "*.x\n", "net/a.x": "x" }), /was not signed/],
  ["a missing file", (repo) => repo.remove("net/config.json"), /was signed and is not here/],
  ["a link", (repo) => repo.write({ "net/vocab.txt": { link: "config.json" } }), /is a symbolic link/],
  ["no JSON", (repo) => repo.write({ "net/model.sig": "signed, honestly" }), /is no JSON/],
  [
    "a link as signature",
    (repo) => repo.remove("net/model.sig").write({ "net/model.sig": { link: "../root.json" } }),
    /no regular file/,
  ],
  [
    "a directory as signature",
    (repo) => repo.remove("net/model.sig").write({ "net/model.sig/x": "" }),
    /no regular file/,
  ],
];

test.each(CHANGES)("%s: the signature is refused, and the model is not signed", async (_, change, words) => {
  const repo = await signedRepo(signed);
  change(repo);
  const report = await gate(repo);
  expect(signatureFindings(report)).toMatchObject([
    { rule: "MA-SIG-001", severity: "high", path: "net/model.safetensors" },
    { rule: "MA-SIG-002", severity: "high", path: "net/model.sig", message: expect.stringMatching(words) },
  ]);
  expect(report.verdict).toBe("fail");
  expect(report.signatures?.map(({ status }) => status)).toEqual(["not-signed"]);
});

test("a pipe in its place is not opened", async () => {
  const repo = await signedRepo(signed);
  repo.remove("net/model.sig");
  execFileSync("mkfifo", [join(repo.root, "net/model.sig")]);
  const report = await gate(repo);
  expect(signatureFindings(report).map(({ rule }) => rule)).toEqual(["MA-SIG-001", "MA-SIG-002"]);
});

test("a signature of another model", async () => {
  const repo = await signedRepo(signed);
  const other = await signedRepo(signed, undefined, "other");
  repo.write({ "net/model.sig": textOf(other, "other/model.sig"), "net/model.safetensors": WEIGHTS(7) });
  expect(signatureFindings(await gate(repo))).toMatchObject([{ rule: "MA-SIG-001" }, { rule: "MA-SIG-002" }]);
});

test("no signature: only where the policy wants one", async () => {
  const repo = await signedRepo(signed);
  repo.remove("net/model.sig");
  expect(signatureFindings(await gate(repo))).toEqual([
    {
      rule: "MA-SIG-001",
      severity: "high",
      path: "net/model.safetensors",
      message: "net is not signed by anybody whom the policy approves: there is no signature beside it",
    },
  ]);
  repo.write({ ".model-assay.yml": policyOf(signed, "  require: false\n") });
  const report = await gate(repo);
  expect(signatureFindings(report)).toEqual([]);
  expect(report.signatures).toBeUndefined();
});

test("what is false is told where only signers are named; what somebody else signed is told as that", async () => {
  const repo = await signedRepo(signed, policyOf(signed, "  require: false\n"));
  repo.write({ "net/model.safetensors": WEIGHTS(1) });
  expect(signatureFindings(await gate(repo))).toMatchObject([{ rule: "MA-SIG-002", severity: "high" }]);
  const other = policyOf(signed, "  require: false\n").replace("model-build.yml", "other.yml");
  repo.write({ ".model-assay.yml": other, "net/model.safetensors": WEIGHTS(0) });
  const report = await gate(repo);
  expect(signatureFindings(report)).toMatchObject([
    { rule: "MA-SIG-002", severity: "info", message: expect.stringContaining("model-build.yml") },
  ]);
  expect(report.verdict).toBe("pass");
  repo.write({ ".model-assay.yml": policyOf(signed).replace("model-build.yml", "other.yml") });
  expect(signatureFindings(await gate(repo))).toMatchObject([
    { rule: "MA-SIG-001", severity: "high" },
    { rule: "MA-SIG-002", severity: "high" },
  ]);
});

test("a policy that wants signatures and approves of nobody lets no model in", async () => {
  const repo = await signedRepo(signed, "version: 1\nsignatures:\n  require: true\n");
  expect(signatureFindings(await gate(repo))).toMatchObject([
    { rule: "MA-SIG-001", message: expect.stringContaining("the policy names no signers") },
  ]);
});

test("without signers and without the wish for signatures nothing is looked at", async () => {
  const repo = await signedRepo(signed, "version: 1\n");
  repo.write({ "net/model.safetensors": WEIGHTS(1) });
  const report = await gate(repo);
  expect(signatureFindings(report)).toEqual([]);
  expect(report.signatures).toBeUndefined();
});

test("models are judged where no bill of materials is made", async () => {
  const repo = await signedRepo(signed);
  repo.remove("net/model.sig");
  const report = await gate(repo, {}, false);
  expect(report.bom).toBeUndefined();
  expect(signatureFindings(report)).toMatchObject([{ rule: "MA-SIG-001" }]);
});

test("a file by itself: a bundle beside it, and a statement about it among others", async () => {
  const repo = await signedRepo(signed);
  repo.write({ "a.safetensors": WEIGHTS(4), "b.safetensors": WEIGHTS(5), "README.md": "# Two\n" });
  const files = [repo.root].flatMap((root) => signed.subjects(root)).filter(({ path }) => /^[ab]\.safe/.test(path));
  await signed.sign(signed.provenance(files), join(repo.root, "a.safetensors.sigstore.json"));
  const report = await gate(repo);
  expect(of(report, "a.safetensors")).toMatchObject({ status: "signed" });
  expect(of(report, "b.safetensors")).toMatchObject({ status: "not-signed" });
  expect(signatureFindings(report)).toMatchObject([{ rule: "MA-SIG-001", path: "b.safetensors" }]);
});

test("the signature of a directory is about all models below", async () => {
  const repo = await signedRepo(signed);
  repo.remove("net/model.sig").write({ "net/lora/adapter_config.json": '{"peft_type":"LORA"}' });
  repo.write({ "net/lora/adapter_model.safetensors": WEIGHTS(3) });
  await signed.sign(signed.manifest(join(repo.root, "net")), join(repo.root, "net/model.sig"));
  const report = await gate(repo);
  expect(report.signatures?.map(({ model, status }) => [model, status])).toEqual([
    ["net", "signed"],
    ["net/lora", "signed"],
  ]);
  repo.write({ "net/lora/adapter_model.safetensors": WEIGHTS(2) });
  const broken = await gate(repo);
  expect(signatureFindings(broken).map(({ rule }) => rule)).toEqual(["MA-SIG-001", "MA-SIG-001", "MA-SIG-002"]);
});

test("a revoked signer, a revoked model and a revoked file of it", async () => {
  const repo = await signedRepo(signed);
  const sha256 = rootDigest(
    signed
      .subjects(join(repo.root, "net"))
      .sort(byPath)
      .slice(0, 2)
      .map((file) => file.sha256),
  );
  const signer = `signer: { workflow: acme/ci/.github/workflows/model-build.yml, issuer: "${signed.issuer}" }`;
  const weights = signed.subjects(join(repo.root, "net")).find(({ path }) => path === "model.safetensors")!;
  for (const revoked of [signer, `sha256: ${sha256}`, `sha256: ${weights.sha256}`]) {
    repo.write({ ".model-assay.yml": `${policyOf(signed)}revoked:\n  - ${revoked}\n    reason: it got out\n` });
    expect(signatureFindings(await gate(repo))).toMatchObject([
      { rule: "MA-SIG-001" },
      { rule: "MA-SIG-002", severity: "high", message: expect.stringMatching(/is revoked.*it got out/) },
    ]);
  }
});

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);

test("a signature of the weights alone does not cover the model's directory", async () => {
  const repo = await signedRepo(signed);
  const weights = signed.subjects(join(repo.root, "net")).filter(({ path }) => path === "model.safetensors");
  repo.remove("net/model.sig");
  await signed.sign(signed.provenance(weights), join(repo.root, "net/model.safetensors.sigstore.json"));
  const report = await gate(repo);
  expect(signatureFindings(report)).toMatchObject([
    { rule: "MA-SIG-001", message: expect.stringContaining("net/config.json is not among what was signed") },
  ]);
  expect(of(report, "net")).toMatchObject({ status: "not-signed", signers: [expect.stringContaining("model-build")] });
});

test("a detached signature with its certificate, by an authority that nobody trusts", async () => {
  const repo = await signedRepo(signed);
  const { pem, key } = await certify({ subject: "CN=anybody", email: "a@example.com" });
  const weights = Buffer.from(WEIGHTS(4));
  repo.write({
    "a.safetensors": weights,
    "a.safetensors.sig": createSign("sha256").update(weights).sign(key, "base64"),
    "a.safetensors.cert": pem,
  });
  const report = await gate(repo);
  expect(signatureFindings(report)).toMatchObject([
    { rule: "MA-SIG-001", path: "a.safetensors" },
    {
      rule: "MA-SIG-002",
      path: "a.safetensors.sig",
      severity: "high",
      message: expect.stringMatching(/is in no transparency log/),
    },
  ]);
});
