/**
 * From the build to the deployment: `node e2e/promotion.mjs [--stack DIR]`. A real Sigstore on loopback, the gate by act builds and signs a
 * model with manifest, bill of materials and provenance; `verify/action.yml` by act promotes it, with approvals of a small GitHub. Then
 * each thing that has to stop it, and the decision as a deployment asks for it. One line for each trial; 2 where a program is missing.
 */
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildModel, prepareBuild } from "./promotion/build.mjs";
import { tryDeployments } from "./promotion/deploy.mjs";
import { GitHubOfStack } from "./promotion/github-of-stack.mjs";
import { TRIALS } from "./promotion/trials.mjs";
import { tryPromotion } from "./promotion/promote.mjs";
import { ACT } from "./run-act.mjs";
import { COSIGN } from "./sigstore/clients.mjs";
import { Stack } from "./sigstore/stack.mjs";
import { DIST, temporaryDirectory } from "./stage.mjs";

const args = process.argv.slice(2);
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const stackDirectory = args.includes("--stack")
  ? args[args.indexOf("--stack") + 1]
  : join(dirname(ROOT), "shared", "sigstore-local");
const only = args.includes("--only") ? args[args.indexOf("--only") + 1] : "";
const missing = [ACT, COSIGN, join(DIST, "cli.js")].filter((program) => !existsSync(program));

if (missing.length > 0) {
  console.error(`Missing: ${missing.join(", ")}. sigstore-local's build.sh and its README say how to get them.`);
  process.exitCode = 2;
} else process.exitCode = await main();

async function main() {
  const directory = temporaryDirectory();
  const build = prepareBuild(directory);
  const stack = new Stack(stackDirectory, join(directory, "stack"), build.claims, GitHubOfStack.environment);
  const github = new GitHubOfStack(stack, directory);
  let [passed, failed] = [0, 0];
  const tell = ({ title, problems }) => {
    console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${title}`);
    for (const problem of problems) console.log(`       ${problem}`);
    if (problems.length === 0) passed++;
    else failed++;
  };
  try {
    await github.start();
    const model = await buildModel(stack, build);
    const decisions = {};
    for (const trial of TRIALS.filter(({ title }) => title.includes(only))) {
      const { problems, decision } = await tryPromotion(stack, github, build, model, trial);
      decisions[trial.id] = decision;
      tell({ title: trial.title, problems });
    }
    if (only === "") tryDeployments(stack, build, model, decisions).forEach(tell);
    console.log(`${passed} passed, ${failed} failed`);
    return failed > 0 || passed === 0 ? 1 : 0;
  } finally {
    github.stop();
    stack.stop();
    if (!process.env.E2E_KEEP) rmSync(directory, { recursive: true, force: true });
  }
}
