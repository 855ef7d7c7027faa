import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { OrganisationRequest } from "../../../src/app/organisation/request";
import { scanContent } from "../../../src/app/promote/scan";
import { signDecision } from "../../../src/app/promote/sign-decision";
import type { Promotion } from "../../../src/app/promote/run-promotion";
import { contentOf } from "../../../src/app/verify/path-content";
import { readVerify } from "../../../src/app/verify/request";
import { verifyPath } from "../../../src/app/verify/verify-path";
import { omsStatement } from "../../../src/attest/oms-manifest";
import type { HttpClient } from "../../../src/core/http";
import { rootDigest } from "../../../src/core/model-manifest";
import { openWorkspace } from "../../../src/host/workspace";
import { DEFAULT_POLICY } from "../../../src/policy/file";
import { contentOf as modelContent, makeKey } from "../../support/model-signing";
import { startOsv, type OsvProcess } from "../../support/osv-process";
import { checkOf, PROMOTED, startPromotedModels, statuses, type PromotedModels } from "../../support/promoted-models";

/** A promotion by somebody who has evidence, and not for this. */

let models: PromotedModels;
let osv: OsvProcess;
beforeAll(async () => {
  [models, osv] = await Promise.all([startPromotedModels(), startOsv()]);
});
beforeEach(() => osv.steer({ reset: true, records: [] }));
afterAll(() => Promise.all([models.close(), osv.close()]));

const words = () => ({ "osv-url": osv.url });

describe("evidence of something else", () => {
  test("provenance and bill of another model of the same repository are not this one's", async () => {
    const mine = await models.model();
    const path = models.signed.model({ ...PROMOTED, "model.safetensors": "other weights\n" });
    await models.signed.sign(models.signed.manifest(path), join(path, "model.sig"));
    const report = await models.ask(path, { ...words(), bundle: [mine.bundles] });
    expect(statuses(report)).toMatchObject({ integrity: "pass", provenance: "fail", bom: "fail", vulnerabilities: "unknown" });
    const swapped = await models.ask(mine.path, { ...words(), bundle: [mine.bundles, join(path, "model.sig")] });
    expect(checkOf(swapped, "integrity").evidence.join("\n")).not.toContain(basename(path));
    expect(swapped.refused.map(({ kind }) => kind)).toContain("file-changed");
  });

  test("files of the same content under other names, an empty one more and a link are not the model that was signed", async () => {
    const { path, bundles } = await models.model();
    renameSync(join(path, "README.md"), join(path, "README.txt"));
    writeFileSync(join(path, "__init__.py"), "");
    symlinkSync("/etc/passwd", join(path, "vocab.txt"));
    const { status, problems } = checkOf(await models.ask(path, { ...words(), bundle: [bundles] }), "integrity");
    expect(status).toBe("fail");
    for (const each of ["README.md was signed and is not here", "README.txt", "__init__.py", "vocab.txt"])
      expect(problems.join("\n")).toContain(each);
  });

  test("a single empty file, and a directory with nothing but a signature, are no models", async () => {
    const path = models.signed.model({ "empty.bin": "" });
    const report = await models.ask(join(path, "empty.bin"), words());
    expect(report).toMatchObject({ verdict: "fail", subject: { files: 1, bytes: 0 } });
    const { bundles } = await models.model();
    const bare = models.signed.model({ "model.sig": "{}" });
    const none = await models.ask(bare, { ...words(), bundle: [bundles] });
    expect(statuses(none)).toMatchObject({ integrity: "fail", provenance: "fail" });
  });

  test("a manifest that names the files in another order is of the same model for those who approve", async () => {
    const path = models.signed.model({ ...PROMOTED, "onnx-1.txt": "x\n" });
    const statement = omsStatement({ name: basename(path), ...modelContent(path) });
    const canonical = statement.subject[0]!.digest["sha256"]!;
    const { predicate } = statement as { predicate: { resources: { digest: string }[] } };
    predicate.resources.reverse();
    const reversed = rootDigest(predicate.resources.map(({ digest }) => digest));
    const subject = [{ name: basename(path), digest: { sha256: reversed } }];
    await models.signed.sign({ ...statement, subject }, join(path, "model.sig"));
    const report = await models.ask(path, words());
    expect(checkOf(report, "integrity").status).toBe("pass");
    expect(report.subject.digest).toBe(`sha256:${canonical}`);
    // Either names it for a revocation.
    for (const digest of [canonical, reversed]) {
      const policy = `revoked: [{ sha256: "${digest}", reason: gone }]\npromotion: { approvals: [] }`;
      expect(checkOf(await models.ask(path, { ...words(), policy }), "revocation").status).toBe("fail");
    }
  });
}); // prettier-ignore

test("what is scanned is what was hashed, also of files that no format claims", async () => {
  const path = models.signed.model(PROMOTED);
  const content = await contentOf(path, "promote");
  const inForce = { policy: DEFAULT_POLICY, workspace: openWorkspace(path, {}) } as Parameters<typeof scanContent>[1];
  expect((await scanContent(content, inForce, "2026-11-21")).facts).toMatchObject({ kind: "scanned", missing: [] });
  for (const name of ["onnx/vocab.txt", "README.md", "config.json"]) {
    writeFileSync(join(path, name), "{}another\n");
    const { facts } = await scanContent(content, inForce, "2026-11-21");
    expect(facts).toMatchObject({ missing: [`${name} was changed while it was looked at`] });
    writeFileSync(join(path, name), PROMOTED[name]!);
  }
});

test("a policy that is named inside of what is promoted decides, as it was named, and is told as that", async () => {
  const { path } = await models.model();
  const report = await models.ask(path, { ...words(), policyInside: true });
  expect(report.notices.join("\n")).toContain("lies inside of what is looked at");
  expect(checkOf(report, "integrity").status).toBe("fail");
  expect((await models.ask(path, words())).notices.join("\n")).not.toContain("lies inside");
});

describe("what the policy lets in", () => {
  test("formats that it does not list stop a promotion, whatever their severity", async () => {
    const { path, bundles } = await models.model();
    const ask = (allow: string) =>
      models.ask(path, {
        ...words(),
        bundle: [bundles],
        policy: `formats: { allow: [${allow}] }\npromotion: { approvals: [] }`,
      });
    expect((await ask("safetensors")).verdict).toBe("pass");
    const { status, problems } = checkOf(await ask("onnx"), "vulnerabilities");
    expect([status, problems.join("\n")]).toEqual([
      "fail",
      expect.stringContaining("formats.allow of the policy does not list"),
    ]);
  });

  test("a new flaw in its grace passes and is told with its last day; dependencies.fail-on loosens no promotion", async () => {
    const today = new Date().toISOString();
    const flaw = (published: string) => ({
      id: "GHSA-aaaa-bbbb-cccc",
      modified: published,
      published,
      summary: "anybody may run code",
      severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
      affected: [
        {
          package: { ecosystem: "PyPI", name: "requests" },
          ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }],
        },
      ],
    });
    const { path, bundles } = await models.model();
    const ask = (dependencies: string) =>
      models.ask(path, {
        ...words(),
        bundle: [bundles],
        policy: `dependencies: { ${dependencies} }\npromotion: { approvals: [] }`,
      });
    await osv.steer({ records: [flaw(today)] });
    const inGrace = checkOf(await ask("grace: { critical: 7 }"), "vulnerabilities");
    const last = new Date(Date.parse(today.slice(0, 10)) + 7 * 86_400_000).toISOString().slice(0, 10);
    expect([inGrace.status, inGrace.evidence.join("\n")]).toEqual([
      "pass",
      expect.stringContaining(`let through by grace until ${last}`),
    ]);
    expect(checkOf(await ask("grace: { high: 7 }"), "vulnerabilities").status).toBe("fail");
    expect(checkOf(await ask("fail-on: never"), "vulnerabilities").status).toBe("fail");
    await osv.steer({ reset: true, records: [flaw("2020-01-01T00:00:00Z")] });
    expect(checkOf(await ask("grace: { critical: 7 }"), "vulnerabilities").status).toBe("fail");
  });
});

describe("under an organisation's policy", () => {
  const COMMIT = "0123456789abcdef0123456789abcdef01234567";
  const reference = { owner: "acme", repository: "policies", path: "p.yml", commit: COMMIT };
  const organisation = (policy: string): OrganisationRequest => {
    const body = Buffer.from(`version: 1\n${policy}\n`);
    const http: HttpClient = { request: () => Promise.resolve({ status: 200, headers: new Map(), body }) };
    return { reference, env: {}, http };
  };
  const SIGNER = () =>
    `{ workflow: acme/ci/.github/workflows/model-build.yml, refs: [refs/tags/v1], issuer: "${models.signed.issuer}" }`;
  const both = () => organisation(`signers: [${SIGNER()}]\npromotion: { approvals: [] }`);

  test("no option says who may have signed", async () => {
    const { path, bundles } = await models.model();
    for (const options of [{ "signer-workflow": "mallory/ci/.github/workflows/b.yml" }, { identity: "m@x.example", issuer: "https://i.example" }])
      await expect(
        models.ask(path, { ...words(), bundle: [bundles], organisation: both(), ...options }),
      ).rejects.toMatchObject({ name: "ConfigurationError", message: expect.stringContaining("--policy says who may have signed") as string });
    const { paths } = makeKey(models.signed.directory);
    await expect(
      models.ask(path, { ...words(), bundle: [bundles], key: paths.public, policy: "signers: []", organisation: organisation("promotion: { approvals: [] }") }),
    ).rejects.toMatchObject({ name: "ConfigurationError", message: expect.stringContaining("--key alone approves of nobody") as string });
  }); // prettier-ignore

  test("report and decision name both policies, each with its digest", async () => {
    const { path, bundles } = await models.model();
    const promotion = await models.promotion(path, {
      ...words(),
      bundle: [bundles],
      policy: "promotion: { approvals: [] }\nfail-on: low",
      organisation: both(),
    });
    const { policy } = promotion.report;
    expect(policy).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      source: expect.stringContaining("policy-") as string,
      organisation: {
        digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        source: `acme/policies/p.yml@${COMMIT}`,
      },
    });
    expect(policy.digest).not.toBe(policy.organisation?.digest);
    const answer = await verified(path, await decided(promotion));
    expect(answer.accepted[0]?.says).toContain(`by the policy ${policy.source}, sha256:${policy.digest}`);
    expect(answer.accepted[0]?.says).toContain(
      `under the organisation's ${policy.organisation!.source}, sha256:${policy.organisation!.digest}`,
    );
  });
});

test("a signature further down is a file of the model: decided about, and wanted by verify and at the deployment", async () => {
  const path = models.signed.model({ ...PROMOTED, "adapter/weights.txt": "x\n", "adapter/model.sig": "{}\n" });
  await models.signed.sign(models.signed.manifest(path), join(path, "model.sig"));
  const files = models.signed.subjects(path);
  const bundles = join(models.signed.directory, "nested");
  mkdirSync(bundles);
  await models.signed.sign(models.bom(files), join(bundles, "bom.sigstore.json"));
  await models.signed.sign(models.signed.provenance(files), join(bundles, "provenance.sigstore.json"));
  const promotion = await models.promotion(path, { ...words(), bundle: [bundles] });
  expect(promotion.report.verdict).toBe("pass");
  expect(promotion.files.map((file) => file.path)).toContain("adapter/model.sig");
  expect(promotion.files.map((file) => file.path)).not.toContain("model.sig");
  const decision = await decided(promotion);
  expect(await verified(path, decision)).toMatchObject({ verified: true, refused: [] });
  expect((await models.ask(path, { stage: "deployment", bundle: [decision] })).verdict).toBe("pass");
  writeFileSync(join(path, "adapter/model.sig"), "[]\n");
  expect((await verified(path, decision)).verified).toBe(false);
});

/** Signs the decision as the workflow that signs here does; the bundle's path. */
let count = 0;
async function decided({ report, files }: Promotion): Promise<string> {
  const path = join(models.signed.directory, `decision-${++count}.sigstore.json`);
  const signer = {
    sign: async (payload: Uint8Array) => {
      const bundle = await models.signed.signing.bundle({ log: 2, tsa: true }, {}, Buffer.from(payload));
      return { json: JSON.stringify(bundle) };
    },
  } as unknown as Parameters<typeof signDecision>[0]["signer"];
  await signDecision({ report, reportFile: { name: "promotion.json", text: "{}" }, files, path, signer });
  return path;
}

function verified(path: string, bundle: string) {
  const request = readVerify({
    bundle: [bundle],
    "signer-workflow": "acme/ci/.github/workflows/model-build.yml",
    "signer-ref": ["refs/tags/v1"],
    issuer: models.signed.issuer,
    "trusted-root": models.signed.root,
    type: "decision",
  });
  const http = () => {
    throw new Error("asked the network");
  };
  return verifyPath({ path, request, signers: [], env: {}, http, now: new Date() });
}
