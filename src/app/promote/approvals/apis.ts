import type { GitHubApi } from "../../../core/github";
import { createGitHubApi } from "../../../host/github-rest";
import type { ApprovalsRequest } from "./request";

/** One client for each permission, so that a refusal names the one that is missing. Nothing is asked by making them. */
export interface GitHubApis {
  readonly reviews: () => GitHubApi;
  readonly runs: () => GitHubApi;
  /** Undefined: there is no token that may read teams. */
  readonly teams: (() => GitHubApi) | undefined;
}

export function apisOf({ http, env, token, policyToken, sleep }: ApprovalsRequest): GitHubApis {
  const api = (permission: string, secret: string | undefined) => () =>
    createGitHubApi({
      http: http(),
      apiUrl: env["GITHUB_API_URL"],
      token: secret,
      permission,
      ...(sleep === undefined ? {} : { sleep }),
    });
  return {
    reviews: api("pull-requests: read (and contents: read)", token),
    runs: api("actions: read", token),
    teams: policyToken ? api("to read the organisation's members (read:org)", policyToken) : undefined,
  };
}
