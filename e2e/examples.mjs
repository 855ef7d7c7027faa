/**
 * The examples' workflows by act: `node e2e/examples.mjs [--only WORDS]`. One line for each trial, then `N passed, N failed`; 2 where act is not there.
 * `e2e/signed-examples.mjs` has those that need a Sigstore; the other examples are run by jest (`__tests__/examples/`).
 */
import { existsSync, rmSync } from "node:fs";
import { emptyConversation } from "../__tests__/support/github-conversation.mjs";
import { CALLED_GATE, OWN_JOBS } from "./examples/called-gate.mjs";
import { gateRepository, runWorkflow } from "./examples/run-workflow.mjs";
import { ACT } from "./run-act.mjs";
import { stageAction, temporaryDirectory, withStage } from "./stage.mjs";

const args = process.argv.slice(2);
const only = args.includes("--only") ? args[args.indexOf("--only") + 1] : "";

if (!existsSync(ACT)) {
  console.error(`${ACT} is not there. Run \`go install github.com/nektos/act@<version in .ci/run>\`.`);
  process.exitCode = 2;
} else process.exitCode = await main();

async function main() {
  const directory = temporaryDirectory();
  let [passed, failed] = [0, 0];
  try {
    const gate = gateRepository(directory, stageAction(directory));
    for (const trial of [...CALLED_GATE, ...OWN_JOBS].filter(({ title }) => title.includes(only))) {
      const problems = await run(trial, gate);
      console.log([`${problems.length === 0 ? "ok  " : "FAIL"} ${trial.title}`, ...problems].join("\n       "));
      if (problems.length === 0) passed++;
      else failed++;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function run({ scenario, workflow, failed = false, check }, gate) {
  return withStage(scenario, gate.asCalled, emptyConversation(), async (stage) => {
    const outcome = await runWorkflow(stage, gate, workflow);
    const ended =
      outcome.failed === failed
        ? []
        : [`the workflow ${outcome.failed ? "failed" : "passed"}: ${outcome.lines.slice(-12).join(" | ")}`];
    return [...ended, ...check(outcome)];
  });
}
