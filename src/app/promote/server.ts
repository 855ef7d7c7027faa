import type { Env } from "../../host/git";

/** The GitHub that this runs at: `https://github.com`, without `/` at its end. */
export function serverOf(env: Env): string {
  return (env["GITHUB_SERVER_URL"] || "https://github.com").replace(/\/+$/, "");
}

/** `owner/name` of a repository's address at that GitHub; undefined for one elsewhere. */
export function repositoryAt(address: string, env: Env): string | undefined {
  const server = serverOf(env);
  const name = address.startsWith(`${server}/`) ? address.slice(server.length + 1) : "";
  return /^(?!\.\.?\/)[\w.-]+\/(?!\.\.?$)[\w.-]+$/.test(name) ? name : undefined;
}
