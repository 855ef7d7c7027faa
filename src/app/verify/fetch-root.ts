import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { HttpClient } from "../../core/http";
import type { Env } from "../../host/git";
import { withFetch } from "../../host/fetch-by-client";
import type { FetchedRoot, TufOptions, TufRepository } from "../../verify/tuf";

/** Where the client of TUF keeps what it saw: `verify` and `trusted-root` share it, so neither takes anything older than the other saw. */
export function tufDirectory(env: Env): string {
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "model-assay", "tuf");
}

/** The trusted root by TUF, from the network. `http` asks for it, and a tenant's server which root is its own; without
 * it Node asks, which knows no proxy of the environment. Throws `Refused`. */
export async function fetchRoot(repository: TufRepository, env: Env, http?: () => HttpClient): Promise<FetchedRoot> {
  const { fetchTrustedRoot, mirrorOf } = await import("../../verify/tuf");
  const cacheDirectory = tufDirectory(env);
  mkdirSync(cacheDirectory, { recursive: true });
  const options: TufOptions = {
    cacheDirectory,
    ...(http === undefined
      ? {}
      : { trustDomain: async (tenant) => (await import("./trust-domain")).trustDomainOf(tenant, http(), env) }),
    writeSeed: async (name, text) => {
      const path = join(cacheDirectory, name);
      writeFileSync(path, text);
      return path;
    },
  };
  const fetching = () => fetchTrustedRoot(repository, options);
  return http === undefined ? fetching() : withFetch(http(), mirrorOf(repository), fetching);
}
