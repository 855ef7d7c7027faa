import * as core from "@actions/core";
import { attestFromInputs, commentFromInputs, requestFromInputs } from "./app/inputs";
import { publish, writeFiles, writePage, type Documents } from "./app/publish";
import type { ScannedTree } from "./app/attest/tree-to-sign";
import type { TellRequest } from "./app/pull-request/tell";
import { run } from "./app/run";
import { exitCode } from "./gate";
import { headline } from "./report/verdict-words";

/** The action: inputs in, one run of the gate, what passed is signed, everything told, and the job fails where the verdict says so. */
async function main(): Promise<void> {
  const documents: Documents = {};
  let tree: ScannedTree | undefined;
  const getInput = (name: string) => core.getInput(name);
  const policyToken = getInput("policy-token");
  if (policyToken !== "") core.setSecret(policyToken);
  const request = requestFromInputs(getInput, process.env);
  const attest = attestFromInputs(getInput);
  const wish = commentFromInputs(getInput);
  const report = await run({
    ...request,
    onDocument: (kind, text) => (documents[kind] = text),
    onTree: (scanned) => (tree = scanned),
  });
  const writeSummary = async (markdown: string) => void (await core.summary.addRaw(markdown).write());
  const output = { setOutput: core.setOutput, warning: core.warning, writeSummary };
  const written = writeFiles(report, output, process.env, documents);
  await writePage(report, output, written);
  const signing = attest.attest === "false" ? undefined : await import("./app/attest/sign-in-action");
  const outcome = await signing?.signInAction({
    attest,
    report,
    written,
    tree,
    token: request.token,
    mask: core.setSecret,
  });
  await publish(report, output, { outcome, bom: written.bom });
  if (exitCode(report) !== 0) process.exitCode = exitCode(report);
  else if (report.verdict === "incomplete") core.warning(headline(report));
  if (outcome?.problem !== undefined) unsigned(outcome.problem, attest.attest === "true");
  await tell({ report, wish, token: request.token, env: process.env });
}

/** Findings that a step annotates by itself. */
const ANNOTATED = 10;

/** The verdict stands by now: whatever goes wrong here is a warning. */
async function tell(request: TellRequest): Promise<void> {
  const comments = request.wish !== "never" && process.env["GITHUB_EVENT_NAME"]?.startsWith("pull_request") === true;
  if (!comments && request.report.findings.length <= ANNOTATED) return;
  try {
    const { tellGitHub } = await import("./app/pull-request/tell");
    await tellGitHub(request, core);
  } catch (error) {
    core.warning(`GitHub could not be told: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Who asked for signatures gets them or a job that fails; who did not gets to know. */
function unsigned(problem: string, wanted: boolean): void {
  if (!wanted) return core.warning(problem, { title: "Model Assay: not everything was signed" });
  core.setFailed(problem);
  process.exitCode = 3;
}

main().catch((error: unknown) => {
  const usage = error instanceof Error && ["ConfigurationError", "InvalidPolicy"].includes(error.name);
  core.setOutput("verdict", "incomplete");
  core.setFailed(error instanceof Error ? error.message : String(error));
  process.exitCode = usage ? 2 : 3;
});
