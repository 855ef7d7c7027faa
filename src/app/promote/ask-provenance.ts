import type { Check } from "../../core/promotion";
import { createGitHubApi } from "../../host/github-rest";
import { checkProvenance, countingBuilds, type CommitSignature } from "../../promotion/provenance";
import type { CheckInput } from "./checks-input";
import { serverOf } from "./server";
import { signedCommits } from "./signed-commits";

/** Where it was built, and what GitHub says of the commit where the policy wants that. */
export async function askProvenance(input: CheckInput, refused: readonly string[]): Promise<Check> {
  const { gathered, inForce, request, http } = input;
  const { builds, verdicts } = gathered.statements;
  const { require } = inForce.policy.promotion;
  const { token, verify, env } = request;
  let commits: ReadonlyMap<string, CommitSignature> = new Map();
  if (require.includes("signed-commit")) {
    const access = { apiUrl: env["GITHUB_API_URL"], token, permission: "contents: read" };
    const api = verify.offline ? undefined : createGitHubApi({ http: http(), ...access });
    commits = await signedCommits(countingBuilds(builds, gathered.promoted), serverOf(env), api);
  }
  return checkProvenance({ content: gathered.promoted, builds, verdicts, require, commits, refused });
}
