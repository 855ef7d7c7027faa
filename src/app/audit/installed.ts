import { resolve } from "node:path";
import type { LockfileSyntax } from "../../core/lockfile";
import { listEnvironment } from "../../host/environment";
import type { Workspace } from "../../host/workspace";
import { readEnvironment } from "../../lockfiles/python-environment";
import type { Lockfile } from "../../lockfiles/read";
import { displayed, standingAlone } from "./find-lockfiles";

/**
 * What is installed in a directory, as a lockfile would say it: it has no text, its entries come from many files. Throws
 * `ConfigurationError` where there is no environment.
 */
export function installedPackages(directory: string, workspace: Workspace): Lockfile {
  const path = displayed(resolve(directory), workspace.root);
  const entries = [...readEnvironment(listEnvironment(directory, path))];
  const syntax: LockfileSyntax = {
    id: "python-environment",
    title: "An environment of Python",
    claims: () => false,
    parse: () => entries,
    upgrade: ({ name, version }) => `pip install ${name}==${version}`,
  };
  return {
    path,
    syntax,
    text: "",
    context: standingAlone(path),
  };
}
