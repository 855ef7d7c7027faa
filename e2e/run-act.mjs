/** Runs a workflow that uses the action, by act on this machine (no container). */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { readJson } from "./outcome.mjs";

export const ACT = process.env.ACT ?? join(homedir(), "go", "bin", "act");

const LEVELS = ["error", "warning", "notice"];
/** act knows the checkout by its name and copies the prepared workspace in its place. */
const CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd";

/**
 * `stage.uses`: another action of the repository than the gate. `stage.launcher`: a command before act's own (`stack exec`); `stage.variables`, `stage.token`, `stage.permissions`: what the job has
 * besides. act gives no ID tokens: a job has them where `ACTIONS_ID_TOKEN_REQUEST_URL` and `_TOKEN` are among the variables.
 * @param {import("./stage.mjs").Stage} stage
 */
export async function runAct(stage) {
  const results = join(stage.directory, "results");
  const cache = join(stage.directory, "cache");
  const workflow = join(stage.directory, "gate.yml");
  mkdirSync(results);
  writeFileSync(workflow, workflowFor(stage));
  const { code, entries } = await spawnAct(stage, { results, cache, workflow });
  const ofGate = entries.filter(({ stepID }) => stepID?.[0] === "gate");
  const commands = ofGate.filter(({ command, raw }) => command !== undefined && raw !== undefined);
  return {
    failed: code !== 0,
    outputs: Object.fromEntries(
      ofGate.filter(({ command }) => command === "set-output").map(({ name, arg }) => [name, arg]),
    ),
    annotations: commands
      .filter(({ command }) => LEVELS.includes(command))
      .map(({ command, arg, kvPairs }) => ({
        level: command,
        file: kvPairs?.file,
        message: arg,
        properties: kvPairs ?? {},
      })),
    commands: commands.map(({ command }) => command),
    summary: ofGate
      .filter(({ command }) => command === "summary")
      .map(({ content }) => content)
      .join(""),
    lines: ofGate.filter(({ raw_output }) => raw_output).map(({ msg }) => msg.replace(/\n$/, "")),
    report: readJson(join(results, "report")),
    sarif: readJson(join(results, "sarif")),
    bom: readJson(join(results, "bom")),
    vex: readJson(join(results, "vex")),
    shallow: existsSync(join(results, "shallow")),
    results,
  };
}

/** A user's workflow, with one step after it that keeps the files, because act removes the workspace. */
function workflowFor({ event, inputs, permissions = {}, uses = "model-assay/model-assay@e2e" }) {
  const given = Object.entries(inputs).map(([name, value]) => `          ${name}: ${JSON.stringify(value)}\n`);
  return `name: gate
on: [${event.name}]
permissions:
${Object.entries({ contents: "read", ...permissions })
  .map(([name, level]) => `  ${name}: ${level}`)
  .join("\n")}
jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
      - uses: ${uses}
        id: gate
${given.length === 0 ? "" : `        with:\n${given.join("")}`}      - if: always()
        env:
          REPORT: \${{ steps.gate.outputs.report-path }}
          SARIF: \${{ steps.gate.outputs.sarif-path }}
          BOM: \${{ steps.gate.outputs.bom-path }}
          VEX: \${{ steps.gate.outputs.vex-path }}
          BUNDLES: \${{ steps.gate.outputs.bundle-paths }}
          DECISION: \${{ steps.gate.outputs.decision-path }}
        run: |
          if [ -f "$REPORT" ]; then cp "$REPORT" "$E2E_RESULTS/report"; fi
          if [ -f "$SARIF" ]; then cp "$SARIF" "$E2E_RESULTS/sarif"; fi
          if [ -f "$BOM" ]; then cp "$BOM" "$E2E_RESULTS/bom"; fi
          if [ -f "$VEX" ]; then cp "$VEX" "$E2E_RESULTS/vex"; fi
          if [ -f "$DECISION" ]; then cp "$DECISION" "$E2E_RESULTS/decision"; fi
          if [ -n "$BUNDLES" ]; then mkdir "$E2E_RESULTS/bundles"; cp $BUNDLES "$E2E_RESULTS/bundles"; cp -r . "$E2E_RESULTS/tree"; fi
          if [ -f .git/shallow ]; then touch "$E2E_RESULTS/shallow"; fi
`;
}

/**
 * Runs the jobs of a workflow file. `stage.repositories`: `owner/repo@ref` and the directory that stands for it.
 * Returns the exit code and the entries of the log.
 */
export function spawnAct(stage, { results, cache, workflow }) {
  const args = [stage.event.name, "--json", "-W", workflow, "-e", stage.eventPath, "-P", "ubuntu-latest=-self-hosted"];
  args.push("--action-offline-mode", "--action-cache-path", cache, "--use-gitignore=false", "--rm");
  args.push("--no-cache-server", "--cache-server-addr", "127.0.0.1", "--artifact-server-addr", "127.0.0.1");
  const repositories = { "model-assay/model-assay@e2e": stage.action, ...stage.repositories };
  for (const [name, directory] of Object.entries(repositories)) args.push("--local-repository", `${name}=${directory}`);
  const variables = {
    GITHUB_REPOSITORY: "example/models",
    GITHUB_API_URL: stage.apiUrl,
    E2E_RESULTS: results,
    ...stage.variables,
  };
  for (const [name, value] of Object.entries(variables)) args.push("--env", `${name}=${value}`);
  args.push("-s", `GITHUB_TOKEN=${stage.token ?? "e2e-token"}`);
  const path = `${dirname(stage.node)}:${process.env.PATH}`;
  const env = {
    PATH: path,
    HOME: stage.directory,
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
    GIT_CONFIG_NOSYSTEM: "1",
  };
  return new Promise((resolve, reject) => {
    const [program, ...before] = [...(stage.launcher ?? []), ACT];
    const child = spawn(program, [...before, ...args], {
      cwd: stage.workspace,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, entries: parseLog(Buffer.concat(chunks).toString("utf8")) }));
  });
}

function parseLog(text) {
  return text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}
