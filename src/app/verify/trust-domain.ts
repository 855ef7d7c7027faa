import { Refused } from "../../core/attestation";
import { GitHubFailure } from "../../core/github";
import type { HttpClient } from "../../core/http";
import type { Env } from "../../host/git";
import { createGitHubApi } from "../../host/github-rest";

/** What can be a part of a file's name and nothing else. */
const TRUST_DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * The name under which a tenant's trusted root lies in GitHub's TUF repository. It is that of the region, not the tenant's own, so the
 * tenant's API is asked, as `gh attestation verify` does (cli/cli, pkg/cmd/attestation/api/trust_domain.go). It only chooses among what
 * GitHub has signed. `tenant`: the subdomain of `ghe.com`. The token of another GitHub is not sent. Throws `Refused`.
 */
export async function trustDomainOf(tenant: string, http: HttpClient, env: Env): Promise<string> {
  const own = env["GITHUB_SERVER_URL"] === `https://${tenant}.ghe.com`;
  const api = createGitHubApi({
    http,
    apiUrl: (own ? env["GITHUB_API_URL"] : undefined) || `https://api.${tenant}.ghe.com`,
    token: own ? env["GITHUB_TOKEN"] || env["GH_TOKEN"] : undefined,
  });
  const where = `the trust domain of ${tenant}.ghe.com`;
  const found = domainIn(await api.json("/meta").catch((error: unknown) => unavailable(where, error)));
  if (typeof found === "string" && TRUST_DOMAIN.test(found)) return found;
  throw new Refused("unavailable", `${where} is not in the answer of its API (/meta). ${OTHERWISE}`);
}

const OTHERWISE = "Give the trusted root as a file: --trusted-root FILE (`gh attestation trusted-root` writes it)";

function unavailable(where: string, error: unknown): never {
  if (!(error instanceof GitHubFailure)) throw error;
  throw new Refused("unavailable", `${where} could not be asked: ${error.message}. ${OTHERWISE}`);
}

/** `{"domains": {"artifact_attestations": {"trust_domain": "..."}}}`, https://docs.github.com/rest/meta/meta */
function domainIn(meta: unknown): unknown {
  return ["domains", "artifact_attestations", "trust_domain"].reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    meta,
  );
}
