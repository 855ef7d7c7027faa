import { createHash } from "node:crypto";
import type { Env } from "../../host/git";

/**
 * The first line of our comment: a comment of HTML, which nobody sees. Two jobs that gate one pull request have two comments, so that the
 * pass of one does not hide the failure of the other; what tells them apart, as a digest, is the workflow's file, the job's id, the step and the
 * input `paths`: the jobs of a matrix, and two calls of one reusable workflow, have the same id (variables `GITHUB_JOB` and `GITHUB_ACTION`).
 */
export function commentMarker(env: Env): string {
  const [workflow] = (env["GITHUB_WORKFLOW_REF"] || env["GITHUB_WORKFLOW"] || "").split("@");
  const asked = ["GITHUB_JOB", "GITHUB_ACTION", "INPUT_PATHS"].map((name) => env[name]?.trim() ?? "");
  const job = createHash("sha256").update(JSON.stringify([workflow, ...asked]));
  return `<!-- model-assay:${job.digest("hex").slice(0, 16)} -->`;
}

/** The marker, the report as a comment, and where the rest is. `head`: hex digits. */
export function commentBody(rendered: string, { head, env }: { head: string; env: Env }): string {
  const run = runAddress(env);
  const rest = run === undefined ? "the job's summary and report" : `<a href="${run}">the job's summary and report</a>`;
  return `${commentMarker(env)}\n${rendered}\n<p><sub>For commit ${head}. The rest is in ${rest}.</sub></p>\n`;
}

function runAddress(env: Env): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  const address = `${server}/${repository}/actions/runs/${run}`;
  return /^https:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+$/.test(address) ? address : undefined;
}
