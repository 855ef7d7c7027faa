import * as core from "@actions/core";
import { decisionInputs, promotionInputs } from "./app/promotion-action/inputs";
import { mayJobSign } from "./app/promotion-action/may-job-sign";
import { publishPromotion, writePromotion } from "./app/promotion-action/publish";
import type { AttestOutcome } from "./core/attest-outcome";
import { createHttpClient } from "./host/http";

const EXIT = { pass: 0, fail: 1, incomplete: 3 } as const;

/** `verify/action.yml`: inputs in, one promotion, its decision is signed, everything told, and the job fails where it did not pass. */
async function main(): Promise<void> {
  const { env } = process;
  const getInput = (name: string) => core.getInput(name);
  const request = decisionInputs(getInput);
  const asked = promotionInputs(getInput, env, new Date());
  mayJobSign(request, env);
  const { promote } = await import("./app/promote/run-promotion");
  const promotion = await promote(asked);
  const writeSummary = async (markdown: string) => void (await core.summary.addRaw(markdown).write());
  const output = { setOutput: core.setOutput, warning: core.warning, writeSummary };
  const { report, files } = promotion;
  const written = writePromotion(report, output, env);
  const http = createHttpClient({ env });
  let outcome: AttestOutcome;
  try {
    const { signInAction } = await import("./app/promotion-action/sign-in-action");
    const step = { request, report, files, env, http, githubToken: asked.token, ...written };
    outcome = await signInAction({ ...step, mask: core.setSecret });
  } finally {
    await http.close();
  }
  await publishPromotion(report, output, outcome);
  if (report.verdict !== "pass") process.exitCode = EXIT[report.verdict];
  if (outcome.problem !== undefined) unsigned(outcome.problem, request.attest === "true");
}

/** Who asked for a signature gets it or a job that fails; a promotion that failed is still told as that. */
function unsigned(problem: string, wanted: boolean): void {
  if (!wanted) return core.warning(problem, { title: "Model Assay: the decision is not signed" });
  core.error(problem, { title: "Model Assay: the decision is not signed" });
  process.exitCode = process.exitCode === EXIT.fail ? EXIT.fail : EXIT.incomplete;
}

main().catch((error: unknown) => {
  const usage = error instanceof Error && ["ConfigurationError", "InvalidPolicy", "RangeError"].includes(error.name);
  core.setOutput("verdict", "incomplete");
  core.setFailed(error instanceof Error ? error.message : String(error));
  process.exitCode = usage ? 2 : 3;
});
