import { GitHubFailure, type GitHubApi } from "../../core/github";
import type { BuildFacts, CommitSignature } from "../../promotion/provenance";

/** Commits that are asked about. One build has one. CWE-770. */
const MAX_COMMITS = 8;

/**
 * What GitHub says of the signatures of the commits that were built
 * (https://docs.github.com/rest/commits/commits#get-a-commit, `commit.verification`), by commit. `api` absent: nobody is asked.
 */
export async function signedCommits(
  builds: readonly BuildFacts[],
  server: string,
  api: GitHubApi | undefined,
): Promise<ReadonlyMap<string, CommitSignature>> {
  const answers = new Map<string, CommitSignature>();
  for (const { build } of builds.slice(0, MAX_COMMITS))
    if (!answers.has(build.commit)) answers.set(build.commit, await ask(build, server, api));
  return answers;
}

async function ask(
  { repository, commit }: BuildFacts["build"],
  server: string,
  api: GitHubApi | undefined,
): Promise<CommitSignature> {
  const name = repository.startsWith(`${server}/`) ? repository.slice(server.length + 1) : undefined;
  if (api === undefined) return { kind: "not-asked", why: "--offline asks nobody" };
  if (name === undefined || !/^[\w.-]+\/[\w.-]+$/.test(name) || !/^[0-9a-f]{40,64}$/.test(commit))
    return { kind: "not-asked", why: `${repository} is not at ${server}, which is asked here` };
  try {
    return read(await api.json(`/repos/${name}/commits/${commit}`), commit);
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    return { kind: "not-asked", why: error.message };
  }
}

function read(answer: unknown, commit: string): CommitSignature {
  const { sha, commit: inner } = (answer ?? {}) as { sha?: unknown; commit?: { verification?: unknown } | null };
  const { verified, reason } = (inner?.verification ?? {}) as { verified?: unknown; reason?: unknown };
  if (sha !== commit || typeof verified !== "boolean")
    return { kind: "not-asked", why: `GitHub's answer about the commit ${commit} is not what it documents` };
  return verified
    ? { kind: "verified" }
    : { kind: "not-verified", reason: typeof reason === "string" ? reason : "it does not say why" };
}
