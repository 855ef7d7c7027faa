/**
 * The action, end to end: `node e2e/run.mjs [--direct] [--only WORDS] [--json] [--list]`.
 * By act unless `--direct`. One line for each scenario, then `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { emptyConversation } from "../__tests__/support/github-conversation.mjs";
import { check } from "./check.mjs";
import { checkConversation } from "./check-conversation.mjs";
import { ACT, runAct } from "./run-act.mjs";
import { runDirect } from "./run-direct.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { stageAction, temporaryDirectory, withStage } from "./stage.mjs";

const args = process.argv.slice(2);
const only = args.includes("--only") ? args[args.indexOf("--only") + 1] : undefined;
const direct = args.includes("--direct");
const json = args.includes("--json");

if (args.includes("--list")) {
  console.log(JSON.stringify(SCENARIOS.filter(({ needs }) => !isMissing(needs)).map(({ title }) => title)));
} else if (!direct && !existsSync(ACT)) {
  console.error(
    `${ACT} is not there. Run \`go install github.com/nektos/act@<version in .ci/run>\`, or give --direct.`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = await runAll(SCENARIOS.filter(({ title }) => only === undefined || title.includes(only)));
}

async function runAll(scenarios) {
  const directory = temporaryDirectory();
  const results = [];
  try {
    const action = stageAction(directory);
    for (const scenario of scenarios) {
      if (isMissing(scenario.needs)) {
        if (!json) console.log(`skip ${scenario.title}: ${scenario.needs} is not installed`);
        continue;
      }
      const problems = await runOne(scenario, action);
      results.push({ title: scenario.title, problems });
      if (!json)
        console.log(
          `${problems.length === 0 ? "ok  " : "FAIL"} ${scenario.title}${problems.map((problem) => `\n       ${problem}`).join("")}`,
        );
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  console.log(json ? JSON.stringify(results) : `${results.length - failed} passed, ${failed} failed`);
  return failed > 0 || results.length === 0 ? 1 : 0;
}

function isMissing(program) {
  return program !== undefined && spawnSync(program, ["version"], { stdio: "ignore" }).status !== 0;
}

async function runOne(scenario, action) {
  const conversation = { ...emptyConversation(), ...scenario.conversation };
  const problems = [];
  for (const [i, step] of (scenario.steps ?? [scenario]).entries()) {
    step.between?.(conversation);
    const some = await runStep(step, action, conversation);
    problems.push(...some.map((problem) => (scenario.steps ? `step ${i + 1}: ${problem}` : problem)));
  }
  return problems;
}

async function runStep(step, action, conversation) {
  try {
    return await withStage(step, action, conversation, async (stage, requests) => {
      const outcome = await (direct ? runDirect(stage) : runAct(stage));
      const problems = [
        ...check(step.expect, outcome, stage.event.facts ?? {}, requests),
        ...checkConversation(step.expect, outcome, conversation),
      ];
      if (problems.length > 0 && process.env.E2E_KEEP) problems.push(`log:\n${outcome.lines.join("\n")}`);
      return problems;
    });
  } catch (error) {
    return [`it did not run: ${error.stack}`];
  }
}
