/** One promotion by act: what comes in, what GitHub knows, and what has to come of it. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runAct } from "../run-act.mjs";
import { stageAction } from "../stage.mjs";

const CHECKS = ["integrity", "provenance", "vulnerabilities", "approvals", "bom", "revocation", "rules", "decision"];

/**
 * @param {import("../sigstore/stack.mjs").Stack} stack
 * @param {import("./trials.mjs").PromotionTrial} trial
 */
export async function tryPromotion(stack, github, build, model, trial) {
  const directory = mkdtempSync(join(build.directory, `${trial.id}-`));
  const workspace = join(directory, "workspace");
  cpSync(build.workspace, workspace, { recursive: true });
  cpSync(model.release, join(workspace, "release"), { recursive: true });
  await trial.change?.({ workspace, stack, build });
  github.knows(trial.facts(build));
  const eventPath = join(directory, "event.json");
  writeFileSync(eventPath, JSON.stringify({ ref: "refs/heads/main", repository: { private: true } }));
  const outcome = await runAct({
    ...{ directory, workspace, eventPath, event: { name: "workflow_dispatch", sha: build.sha } },
    uses: "model-assay/model-assay/verify@e2e",
    action: stageAction(directory),
    node: process.execPath,
    apiUrl: stack.job.GITHUB_API_URL,
    token: "ghs_of_the_job",
    launcher: stack.launcher,
    permissions: { "id-token": "write", "pull-requests": "read", actions: "read" },
    variables: {
      ACTIONS_ID_TOKEN_REQUEST_URL: stack.job.ACTIONS_ID_TOKEN_REQUEST_URL,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: stack.job.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
      ...trial.variables,
    },
    inputs: {
      path: "release/chat",
      bundle: "release/attestations",
      "trusted-root": stack.file("trusted_root.json"),
      osv: "database",
      "osv-database": trial.flawed === true ? build.flawed : build.clean,
      attest: "true",
      sigstore: stack.file("client_trust_config.json"),
      ...trial.inputs,
    },
  });
  const decision = keep(outcome, directory);
  if (!process.env.E2E_KEEP) rmSync(workspace, { recursive: true, force: true });
  return { problems: problemsOf(outcome, decision, trial.expect), decision };
}

function keep({ results }, directory) {
  const found = join(results, "decision");
  if (!existsSync(found)) return undefined;
  const kept = join(directory, "decision.sigstore.json");
  mkdirSync(directory, { recursive: true });
  cpSync(found, kept);
  return kept;
}

function problemsOf(outcome, decision, expect) {
  const { report, outputs, summary, failed, lines } = outcome;
  const log = lines.slice(-30).join("\n       | ");
  if (report === undefined) return [`there is no report:\n       | ${log}`];
  const problems = [];
  const is = (what, found, wanted) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      problems.push(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  };
  const statuses = Object.fromEntries(report.checks.map(({ id, status }) => [id, status]));
  is("the list of checks", Object.keys(statuses), CHECKS);
  is("the output verdict", outputs.verdict, expect.verdict);
  is("the verdict of the report", report.verdict, expect.verdict);
  is("whether the job fails", failed, expect.verdict !== "pass");
  for (const [id, status] of Object.entries(expect.checks)) is(`the check ${id}`, statuses[id], status);
  const bad = report.checks.filter(({ status }) => status === "fail" || status === "unknown").map(({ id }) => id);
  is(
    "what did not pass",
    bad.sort(),
    Object.entries(expect.checks)
      .filter(([, status]) => status !== "pass")
      .map(([id]) => id)
      .sort(),
  );
  const told = report.checks.flatMap(({ problems: each }) => each).join("\n");
  if (expect.words !== undefined && !expect.words.test(told))
    problems.push(`the report does not say ${expect.words}: ${told}`);
  if (expect.words !== undefined && !expect.words.test(readable(summary)))
    problems.push(`the summary does not say ${expect.words}`);
  if (decision === undefined) problems.push(`no decision was signed:\n       | ${log}`);
  const secrets = [/eyJ[\w-]{20,}\.eyJ/, /actions-request-token/, /ghs_of_the_job/].filter((each) =>
    each.test(lines.join("\n")),
  );
  if (secrets.length > 0) problems.push(`the log holds secrets: ${secrets.join(", ")}`);
  return problems;
}

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** A summary as a reader sees it: without tags, with the characters that entities stand for. */
function readable(summary) {
  return summary
    .replace(/<[^>]+>|\u200b/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([\da-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&([a-z]+);/g, (entity, name) => NAMED[name] ?? entity);
}

/** The statement of a signed decision. */
export function statementOf(decision) {
  const { dsseEnvelope } = JSON.parse(readFileSync(decision, "utf8").split("\n")[0]);
  return JSON.parse(Buffer.from(dsseEnvelope.payload, "base64").toString("utf8"));
}
