import { basename } from "node:path";
import type { InventorySubject } from "../core/inventory";
import { dirtyNames, untrackedNames } from "./diff";
import type { Env, Git } from "./git";
import type { Workspace } from "./workspace";

/**
 * What a bill of materials is of: the repository at its commit. The time is that of `SOURCE_DATE_EPOCH`
 * (https://reproducible-builds.org/specs/source-date-epoch/), else of the commit, so that the same tree gives the same bytes.
 */
export function repositoryIdentity({ root, scope, git }: Workspace, env: Env): InventorySubject {
  const url = git === undefined ? undefined : originOf(git, env);
  const name =
    url === undefined ? basename(scope === "" ? root : scope) : new URL(url).pathname.replace(/^\/|\/$/g, "");
  const commit = git?.ask(["rev-parse", "--verify", "-q", "HEAD"]);
  const time = timeOf(git, env);
  return {
    name,
    ...(url === undefined ? {} : { url }),
    ...(commit === undefined ? {} : { commit }),
    // Before the first commit there is nothing to differ from, and git refuses to compare.
    dirty:
      git !== undefined &&
      commit !== undefined &&
      (dirtyNames(git).length > 0 || untrackedNames(git, "").files.length > 0),
    ...(time === undefined ? {} : { time }),
  };
}

/** The address that people open in a browser, without credentials; GitHub's own word first. */
function originOf(git: Git, env: Env): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  const given = server && repository ? `${server}/${repository}` : git.ask(["config", "--get", "remote.origin.url"]);
  const ssh = /^(?:ssh:\/\/)?git@([\w.-]+)[:/](.+)$/.exec(given ?? "");
  const address = ssh === null ? given : `https://${ssh[1]}/${ssh[2]}`;
  if (address === undefined || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!["http:", "https:"].includes(url.protocol)) return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, "").replace(/\.git$/, "")}`;
}

function timeOf(git: Git | undefined, env: Env): string | undefined {
  const given = env["SOURCE_DATE_EPOCH"];
  const seconds = given !== undefined && /^\d{1,12}$/.test(given) ? given : git?.ask(["log", "-1", "--format=%ct"]);
  return seconds === undefined || seconds === ""
    ? undefined
    : new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
