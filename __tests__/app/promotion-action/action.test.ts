import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PromotionReport } from "../../../src/core/promotion";
import { readDecision } from "../../../src/verify/decision";
import { readBundle } from "../../../src/verify/read-bundle";
import { readStatement } from "../../../src/verify/subjects";
import { start } from "../../support/command";
import { startOsv, type OsvProcess } from "../../support/osv-process";
import { startPromotedModels, type PromotedModels } from "../../support/promoted-models";
import { sha256 } from "../../support/statements";

/** `dist/verify.js` as GitHub runs it, with a Sigstore, an OSV and a GitHub on loopback. */

let models: PromotedModels;
let osv: OsvProcess;
beforeAll(async () => {
  [models, osv] = await Promise.all([startPromotedModels(), startOsv()]);
  await osv.steer({ reset: true, records: [] });
});
afterAll(() => Promise.all([models.close(), osv.close()]));

const COMMIT = "1".repeat(40);
const WORKFLOW = "acme/ci/.github/workflows/model-build.yml";
let runs = 0;

interface Wishes {
  readonly event?: string;
  readonly token?: boolean;
  readonly policy?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

async function promote({ path, bundles }: { path: string; bundles: string }, wishes: Wishes = {}) {
  const { signed } = models;
  const { sigstore } = signed.signing;
  const temp = join(signed.directory, `runner-${++runs}`);
  mkdirSync(temp);
  const put = (name: string, text: string) => {
    writeFileSync(join(temp, name), text);
    return join(temp, name);
  };
  const [output, summary] = [put("output", ""), put("summary", "")];
  const claims = new URL(sigstore.urls.idToken);
  claims.searchParams.set("claims", JSON.stringify({ sha: COMMIT, workflow_sha: COMMIT }));
  const inputs = {
    path, bundle: bundles, "osv-url": osv.url, "trusted-root": signed.root,
    config: models.policyFile(wishes.policy ?? "promotion: { approvals: [] }"),
    sigstore: put("sigstore.json", JSON.stringify(sigstore.clientTrustConfig({ log: 2, tsa: true }))), ...wishes.inputs,
  }; // prettier-ignore
  const ended = await start("verify.js", [], {
    cwd: temp,
    env: {
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: temp, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, RUNNER_TEMP: temp,
      GITHUB_EVENT_NAME: wishes.event ?? "workflow_dispatch", GITHUB_SHA: COMMIT, GITHUB_REPOSITORY: "acme/model-repo",
      GITHUB_EVENT_PATH: put("event.json", JSON.stringify({ repository: { visibility: "public" } })),
      GITHUB_SERVER_URL: "https://github.com", GITHUB_API_URL: sigstore.urls.api, NO_PROXY: "127.0.0.1",
      ...(wishes.token === false ? {} : { ACTIONS_ID_TOKEN_REQUEST_URL: claims.href, ACTIONS_ID_TOKEN_REQUEST_TOKEN: sigstore.requestToken }),
    },
  }); // prettier-ignore
  const outputs = Object.fromEntries(
    [...readFileSync(output, "utf8").matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gm)].map(([, name, , value]) => [
      name!,
      value!,
    ]),
  );
  const reportText = outputs["report-path"] === undefined ? "null" : readFileSync(outputs["report-path"], "utf8");
  return {
    ...ended,
    outputs,
    reportText,
    report: JSON.parse(reportText) as PromotionReport,
    summary: readFileSync(summary, "utf8"),
    errors: ended.stdout.split("\n").filter((line) => line.startsWith("::error")),
  };
}

function decisionOf(path: string | undefined) {
  const { bundle } = readBundle(readFileSync(path!, "utf8"), "decision");
  const { content } = bundle;
  if (content.$case !== "dsseEnvelope") throw new Error("is no statement");
  return readDecision(readStatement(content.dsseEnvelope.payload));
}

test("a model that passes: told, signed, and verified in one call", async () => {
  const model = await models.model();
  const { code, outputs, report, reportText, summary, errors, stdout } = await promote(model);
  expect([code, errors, report.verdict, outputs["verdict"]]).toEqual([0, [], "pass", "pass"]);
  expect(stdout).toContain("Passed: ");
  expect(summary).toContain("## ✅ Model Assay, promotion: passed");
  expect(summary).toContain("### Signed\n");
  const decision = decisionOf(outputs["decision-path"]);
  expect(decision).toMatchObject({
    stage: "promotion",
    result: "pass",
    report: { name: "promotion.json", sha256: sha256(reportText) },
    source: { repository: "https://github.com/acme/model-repo", commit: COMMIT },
  });
  expect(decision.checks).toHaveLength(report.checks.length);
  const verify = (...options: string[]) =>
    start("cli.js", [
      ...["verify", model.path, "--bundle", outputs["decision-path"]!, "--trusted-root", models.signed.root],
      ...["--issuer", models.signed.issuer, "--signer-workflow", WORKFLOW, ...options],
    ]);
  const deployed = await verify("--type", "decision");
  expect([deployed.code, deployed.stdout]).toEqual([0, expect.stringContaining("may be promoted, decided at ")]);
  expect((await verify("--type", "verdict")).code).toBe(1);
});

test("a swapped weight: the job fails, each check that stops it is an error, and the decision says no", async () => {
  const model = await models.model();
  writeFileSync(join(model.path, "model.safetensors"), "others\n");
  const { code, outputs, report, summary, errors } = await promote(model);
  expect([code, outputs["verdict"], report.verdict]).toEqual([1, "fail", "fail"]);
  const stopped = report.checks.filter(({ status }) => status === "fail" || status === "unknown");
  expect(errors).toHaveLength(stopped.length);
  expect(errors.join("\n")).toContain("model.safetensors has another content than was signed");
  expect(summary).toContain("## ❌ Model Assay, promotion: failed");
  expect(decisionOf(outputs["decision-path"]).result).toBe("fail");
  const told = await start("cli.js", [
    ...["verify", model.path, "--bundle", outputs["decision-path"]!, "--trusted-root", models.signed.root],
    ...["--issuer", models.signed.issuer, "--signer-workflow", WORKFLOW, "--type", "decision"],
  ]);
  expect([told.code, told.stdout]).toEqual([1, expect.stringContaining("the promotion did not pass: it failed")]);
});

test("advisories that cannot be asked: incomplete, exit code 3", async () => {
  const { code, outputs, errors } = await promote(await models.model(), {
    inputs: { osv: "database", "osv-database": join(models.signed.directory, "nowhere") },
  });
  expect([code === 0, ["fail", "incomplete"].includes(outputs["verdict"]!)]).toEqual([false, true]);
  expect(errors.length).toBeGreaterThan(0);
});

test("a pull request signs nothing, and one line says so", async () => {
  const { outputs, summary } = await promote(await models.model(), { event: "issue_comment" });
  expect(outputs["decision-path"]).toBeUndefined();
  expect(summary).toContain("### Not signed");
});

test("attest: true without an identity is wrong usage, with the lines to add, before anything is looked at", async () => {
  const { code, outputs, stdout } = await promote(await models.model(), { token: false, inputs: { attest: "true" } });
  expect([code, outputs["report-path"]]).toEqual([2, undefined]);
  expect(stdout).toContain("id-token: write");
});

test("a Sigstore that is down: with attest: true the job fails, else it is a warning", async () => {
  const { sigstore } = models.signed.signing;
  const down = join(models.signed.directory, "down.json");
  const config = JSON.stringify(sigstore.clientTrustConfig({ log: 2, tsa: true }));
  writeFileSync(down, config.replaceAll(sigstore.urls.fulcio, "http://127.0.0.1:9"));
  const model = await models.model();
  const wanted = await promote(model, { inputs: { sigstore: down, attest: "true" } });
  expect([wanted.code, wanted.outputs["verdict"], wanted.outputs["decision-path"]]).toEqual([3, "pass", undefined]);
  expect(wanted.errors.join("\n")).toContain("the decision is not signed");
});

test.each([
  ["no path", { path: "/nowhere" }, "there is no file or directory /nowhere"],
  ["an unknown stage", { stage: "x\n::error::y" }, "stage: "],
])("%s is wrong usage", async (_, inputs, words) => {
  const { code, outputs, errors } = await promote(await models.model(), { inputs });
  expect([code, outputs["verdict"], errors.length]).toEqual([2, "incomplete", 1]);
  expect(errors[0]).toContain(words);
});
