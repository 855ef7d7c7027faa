import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readVerify } from "../../../src/app/verify/request";
import { verifyPath } from "../../../src/app/verify/verify-path";
import { statementBytes } from "../../../src/attest/statement";
import { verdictStatements } from "../../../src/attest/verdict";
import type { GateVerdict } from "../../../src/core/gate-verdict";
import { pickle } from "../../support/pickle-builder";
import { removeRepos, TestRepo } from "../../support/repo";
import { entry, safetensorsFile } from "../../support/safetensors-builder";
import { startSigning } from "../../support/signed-bundles";
import { startSigningJob, type SigningJob } from "../../support/signing-job";
import { file, sha256 } from "../../support/statements";

let job: SigningJob;
beforeAll(async () => {
  job = await startSigningJob();
});
afterAll(async () => {
  removeRepos();
  await job.close();
});

const NET = {
  "config.json": '{"model_type":"bert"}\n',
  "model.safetensors": safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4)),
};
const under = (directory: string) =>
  Object.fromEntries(Object.entries(NET).map(([name, content]) => [`${directory}/${name}`, content]));

test("what is checked out has to be the commit that the run is for: a dispatch may check out anybody's", async () => {
  const repo = TestRepo.create();
  const before = repo.write({ "main.py": "1" }).commit();
  const theirs = repo.write(under("net")).commit("a stranger's");
  const wishes = { event: "workflow_dispatch", env: { GITHUB_SHA: before } };
  const { outcome, report } = await job.push(repo, before, wishes);
  expect(report.verdict).toBe("pass");
  expect(outcome.attested).toEqual([]);
  expect(outcome.problem).toContain(theirs);
  const { outcome: own } = await job.push(repo, before, { ...wishes, env: { GITHUB_SHA: theirs } });
  expect(own.attested).not.toEqual([]);
});

test("where everything passes, a pass is no reason to sign", async () => {
  const repo = TestRepo.create();
  const before = repo.commit();
  const evil = pickle(4).global("os", "system").string("echo").tuple1().reduce().stop();
  repo.write({ ...under("net"), "net/x.pkl": evil, ".model-assay.yml": "version: 1\nfail-on: never\n" }).commit();
  const { outcome, report } = await job.push(repo, before);
  expect(report.verdict).toBe("pass");
  expect(outcome.attested).toEqual([]);
  expect(outcome.notices.join()).toContain("fail-on: never");
});

test("a directory whose name ends a line does not add a path to the output", async () => {
  const repo = TestRepo.create();
  const before = repo.commit();
  repo.write({ ...under("net\n/etc/passwd"), ...under("other") }).commit();
  const { outcome } = await job.push(repo, before);
  const manifests = outcome.attested.filter(({ kind }) => kind === "model");
  expect(manifests.map(({ path }) => path)).toEqual([join(repo.root, "other/model.sig")]);
  expect(outcome.notices.join()).toContain("control characters");
});

test("a verdict that names another commit or repository than its certificate is false", async () => {
  const signing = await startSigning();
  const base = mkdtempSync(join(tmpdir(), "model-assay-test-"));
  try {
    writeFileSync(join(base, "root.json"), JSON.stringify(signing.sigstore.trustedRoot()));
    writeFileSync(join(base, "m.bin"), "m.bin");
    const verify = async (source: GateVerdict["source"]) => {
      const verdict = {
        result: "pass",
        time: "2027-01-31T12:00:00Z",
        toolVersion: "0.1.0",
        rules: sha256("rules"),
        failOn: "high",
        onIncomplete: "fail",
        report: { name: "report.json", sha256: sha256("report") },
        unseen: [],
        unseenCount: 0,
        ...(source === undefined ? {} : { source }),
      } as const;
      const payload = Buffer.from(statementBytes(verdictStatements(verdict, [file("m.bin")])[0]!));
      writeFileSync(join(base, "b.json"), JSON.stringify(await signing.bundle({ log: 2, tsa: true }, {}, payload)));
      const request = readVerify({
        bundle: [join(base, "b.json")],
        "trusted-root": join(base, "root.json"),
        "signer-workflow": "acme/ci/.github/workflows/model-build.yml",
        issuer: signing.sigstore.urls.oidc,
      });
      const http = () => ({ request: () => Promise.reject(new Error("asked the network")) });
      return verifyPath({ path: join(base, "m.bin"), request, signers: [], env: {}, http, now: new Date() });
    };
    const commit = "1".repeat(40);
    const repository = "https://github.com/acme/model-repo";
    expect(await verify({ repository, commit })).toMatchObject({ verified: true });
    expect(await verify(undefined)).toMatchObject({ verified: true });
    for (const source of [
      { repository, commit: "2".repeat(40) },
      { repository: "https://github.com/acme/other", commit },
    ])
      expect(await verify(source)).toMatchObject({ verified: false, refused: [{ kind: "false-claim" }] });
  } finally {
    rmSync(base, { recursive: true, force: true });
    await signing.close();
  }
});
