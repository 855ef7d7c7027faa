import { GitHubFailure } from "../core/github";
import type { CheckRun, CreateCheckRun } from "../core/github-conversation";
import { sendToGitHub, type GitHubAccess } from "./github-rest";

/** Annotations of one request; those of the next are added to them (https://docs.github.com/rest/checks/runs). */
const PER_REQUEST = 50;

/** Makes check runs of `repository` (`owner/name`). */
export function createCheckRuns(access: GitHubAccess, repository: string): CreateCheckRun {
  const path = `/repos/${repository.split("/").map(encodeURIComponent).join("/")}/check-runs`;
  return async ({ name, commit, conclusion, title, summary, annotations }: CheckRun) => {
    const output = (from: number) => ({ title, summary, annotations: annotations.slice(from, from + PER_REQUEST) });
    const body = { name, head_sha: commit, status: "completed", conclusion, output: output(0) };
    const made = await sendToGitHub(access, { method: "POST", path, body, repeatable: false });
    const { id } = made as { id?: unknown };
    if (typeof id !== "number" || !Number.isSafeInteger(id))
      throw new GitHubFailure("malformed", "GitHub's answer to a new check run has no id");
    for (let from = PER_REQUEST; from < annotations.length; from += PER_REQUEST) {
      const more = {
        method: "PATCH",
        path: `${path}/${id}`,
        body: { output: output(from) },
        repeatable: false,
      } as const;
      await sendToGitHub(access, more);
    }
  };
}
