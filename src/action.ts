import * as core from "@actions/core";
import { requestFromInputs } from "./app/inputs";
import { publish } from "./app/publish";
import { run } from "./app/run";
import { exitCode } from "./gate";
import { headline } from "./report/verdict-words";

/** The action: inputs in, one run of the gate, everything told, and the job fails where the verdict says so. */
async function main(): Promise<void> {
  let bom: string | undefined;
  const request = requestFromInputs((name) => core.getInput(name), process.env);
  const report = await run({ ...request, onBom: (text) => (bom = text) });
  const writeSummary = async (markdown: string) => void (await core.summary.addRaw(markdown).write());
  await publish(report, { setOutput: core.setOutput, warning: core.warning, writeSummary }, process.env, bom);
  if (exitCode(report) !== 0) process.exitCode = exitCode(report);
  else if (report.verdict === "incomplete") core.warning(headline(report));
}

main().catch((error: unknown) => {
  const usage = error instanceof Error && ["ConfigurationError", "InvalidPolicy"].includes(error.name);
  core.setOutput("verdict", "incomplete");
  core.setFailed(error instanceof Error ? error.message : String(error));
  process.exitCode = usage ? 2 : 3;
});
