import type { CompareCommits } from "./changes";
import { SHA } from "./event";
import type { Env } from "./git";

/** GitHub answers a comparison within seconds; a gate must not hang on it. */
const API_TIMEOUT_MS = 30_000;

/**
 * Asks GitHub's compare API. Octokit is loaded only when the question comes up: most runs compare with
 * a parent and never need it.
 */
export function compareByApi(env: Env, token: string, timeout = API_TIMEOUT_MS): CompareCommits {
  return async (base, head) => {
    const [owner, repo] = (env["GITHUB_REPOSITORY"] ?? "").split("/");
    if (!owner || !repo)
      throw new Error("GITHUB_REPOSITORY is not set, so there is no repository to ask the compare API about");
    if (!token) throw new Error("the compare API needs a token: give `github-token`");
    const api = env["GITHUB_API_URL"] || "https://api.github.com";
    const { getOctokit } = await import("@actions/github");
    const octokit = getOctokit(token, { baseUrl: api, log: SILENT });
    const basehead = `${base}...${head}`;
    const signal = AbortSignal.timeout(timeout);
    try {
      const answer = await octokit.rest.repos.compareCommitsWithBasehead({
        owner,
        repo,
        basehead,
        per_page: 1,
        request: { signal },
      });
      const found: unknown = answer.data.merge_base_commit?.sha;
      if (typeof found === "string" && SHA.test(found)) return found;
      throw new Error("its answer names no merge base");
    } catch (error) {
      throw new Error(
        `the compare API of ${api} did not answer for ${owner}/${repo} ${basehead}: ${signal.aborted ? `no answer within ${timeout / 1000} s` : reason(error)}`,
        {
          cause: error,
        },
      );
    }
  };
}

/** Octokit writes deprecations and failures to the console, which a job's log would read as ours. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

function reason(error: unknown): string {
  const { message, status } = error as { message?: string; status?: number };
  if (status === 404) return "not found (404). The token needs `contents: read`";
  return status === undefined ? String(message) : `status ${status}`;
}
