/** Runs `dist/action.js` as the runner would, without act: quick, and needs nothing but Node. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseCommand, parseOutputs, readJson, toAnnotation } from "./outcome.mjs";

const LEVELS = ["error", "warning", "notice"];

/** @param {import("./stage.mjs").Stage} stage */
export async function runDirect(stage) {
  const files = {
    output: join(stage.directory, "output"),
    summary: join(stage.directory, "summary"),
    temp: join(stage.directory, "temp"),
  };
  mkdirSync(files.temp);
  for (const path of [files.output, files.summary]) writeFileSync(path, "");
  const { code, text } = await runNode(stage, environment(stage, files));
  const lines = text.split("\n");
  const commands = lines.map(parseCommand).filter((command) => command !== undefined);
  const outputs = parseOutputs(readFileSync(files.output, "utf8"));
  return {
    failed: code !== 0,
    outputs,
    annotations: commands.filter(({ name }) => LEVELS.includes(name)).map(toAnnotation),
    commands: commands.map(({ name }) => name),
    summary: readFileSync(files.summary, "utf8"),
    lines,
    report: readJson(outputs["report-path"]),
    sarif: readJson(outputs["sarif-path"]),
    bom: readJson(outputs["bom-path"]),
    vex: readJson(outputs["vex-path"]),
    shallow: existsSync(join(stage.workspace, ".git", "shallow")),
  };
}

function environment({ event, eventPath, workspace, apiUrl, inputs, variables }, files) {
  const given = Object.entries({ "lfs-max-size": "5GB", "github-token": "e2e-token", ...inputs });
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: apiUrl,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "example/models",
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_SHA: event.sha,
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    RUNNER_TEMP: files.temp,
    NO_PROXY: "127.0.0.1",
    GIT_CONFIG_NOSYSTEM: "1",
    ...variables,
    ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  };
}

function runNode({ node, action, workspace }, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(action, "dist", "action.js")], {
      cwd: workspace,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, text: Buffer.concat(chunks).toString("utf8") }));
  });
}
