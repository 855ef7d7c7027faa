/**
 * Runs an example's workflow by act as it stands, on one of the scenarios' repositories. `actions/checkout` of another repository is a stand-in
 * (`checkout/`) that takes it from a directory; the repository of the gate is made of this one's files.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Repository } from "../repository.mjs";
import { spawnAct } from "../run-act.mjs";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd";
const VERSION = "v0.1.0";
const GATE = ".github/workflows/gate.yml";

export const read = (path) => readFileSync(join(ROOT, path), "utf8");

/**
 * The gate's repository: the staged action and the workflow that others call. act 0.2.89 does not know `job.workflow_sha` and
 * `job.workflow_repository` (https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#job-context): these two
 * expressions, and nothing else, are replaced by what GitHub would put there.
 */
export function gateRepository(directory, action) {
  const repository = new Repository(join(directory, "repositories", "model-assay", "model-assay"));
  cpSync(action, repository.root, { recursive: true });
  const commit = repository.commit({}, "the action");
  repository.git("tag", VERSION);
  const asCalled = join(directory, "gate-as-called");
  cpSync(action, asCalled, { recursive: true });
  mkdirSync(dirname(join(asCalled, GATE)), { recursive: true });
  const workflow = read(GATE)
    .replaceAll("${{ job.workflow_sha }}", commit)
    .replaceAll("${{ job.workflow_repository }}", "model-assay/model-assay");
  writeFileSync(join(asCalled, GATE), workflow);
  return { commit, asCalled, repositories: join(directory, "repositories") };
}

/**
 * @typedef {{ title: string, scenario: object, workflow: string, failed?: boolean, check: (outcome: any) => string[] }} Trial
 *   `check` returns what is wrong, in words
 */

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {{ asCalled: string, repositories: string }} gate
 * @param {string} text the workflow
 */
export async function runWorkflow(stage, gate, text) {
  const results = join(stage.directory, "results");
  const workflow = join(stage.directory, "example.yml");
  mkdirSync(results);
  writeFileSync(workflow, text);
  const places = { results, cache: join(stage.directory, "cache"), workflow };
  const repositories = {
    [CHECKOUT]: join(ROOT, "e2e/examples/checkout"),
    [`model-assay/model-assay@${VERSION}`]: gate.asCalled,
  };
  const variables = { ...stage.variables, E2E_REPOSITORIES: gate.repositories };
  const { code, entries } = await spawnAct({ ...stage, repositories, variables }, places);
  const steps = entries.filter(({ stepResult, stage: part }) => stepResult !== undefined && part === "Main");
  return {
    failed: code !== 0,
    results,
    entries,
    steps: steps.map(({ job, step, stepResult }) => ({ job, step, result: stepResult })),
    outputs: Object.fromEntries(
      entries.filter(({ command }) => command === "set-output").map(({ name, arg }) => [name, arg]),
    ),
    annotations: entries.filter(({ command }) => ["error", "warning"].includes(command)).map(({ command, arg }) => `${command}: ${arg}`),
    lines: entries.filter(({ raw_output: raw }) => raw).map(({ msg }) => msg.replace(/\n$/, "")),
  };
}

/** What is wrong about the steps of the job of this name: `wanted` are the names, each without the commit that it is pinned to. */
export function stepsOf({ steps }, job, wanted) {
  const ran = steps.filter((step) => step.job.split("/").at(-1).trim() === job).map(({ step }) => step.replace(/@[0-9a-f]{40}$/, ""));
  return JSON.stringify(ran) === JSON.stringify(wanted) ? [] : [`${job} ran ${JSON.stringify(ran)}`];
}

/** The text of an example in which each of `changes`, which has to be there exactly once, is put in another's place. */
export function adapted(path, changes) {
  return changes.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`${path}: ${JSON.stringify(from)} is not there once`);
    return text.replace(from, () => to);
  }, read(path));
}
