import type { Inventory } from "../../core/inventory";
import type { Env } from "../../host/git";
import { repositoryIdentity } from "../../host/repository-identity";
import { openWorkspace } from "../../host/workspace";
import { compileGlobs } from "../../core/glob";
import { loadPolicy } from "../load-policy";
import { repositoryFacts, ruleContext, type ContextData } from "../rule-context";
import { scanFiles } from "../scanning";
import { collectInventory } from "./collect";
import { originsOf } from "./origins";
import { installedPackages } from "../audit/installed";
import { readLockfiles } from "../../lockfiles/read-all";

export interface BomPlace {
  readonly directory: string;
  readonly env: Env;
  /** The policy file, where it is not the usual one. */
  readonly config?: string;
  /** Directories of installed Python packages, in place of what lockfiles say. */
  readonly environments: readonly string[];
}

/** The inventory of a directory's whole tree. Reads every model once; nothing of it is judged. */
export async function readInventory({ directory, env, config, environments }: BomPlace): Promise<Inventory> {
  const workspace = openWorkspace(directory, env);
  const { policy } = await loadPolicy({
    workspace,
    comparison: undefined,
    baseDecides: false,
    overrides: {},
    ...(config === undefined ? {} : { config }),
  });
  const data: ContextData = { allowedGlobals: [], deniedFormats: [] };
  const repository = repositoryFacts(workspace.root, NOTHING_CHANGED);
  const context = ruleContext(data, repository);
  const installed = environments.map((each) => installedPackages(each, workspace));
  return collectInventory({
    workspace,
    subject: repositoryIdentity(workspace, env),
    scanned: [],
    scan: (files) => scanFiles(files, { setup: { context: data, repository }, context, onProgress: () => undefined }),
    ignored: compileGlobs(policy.ignore),
    packages: readLockfiles(installed).flatMap(({ packages }) => packages),
    origins: originsOf(workspace.root),
  });
}

const NOTHING_CHANGED = {
  mode: "tree",
  files: [],
  missing: [],
  deleted: [],
  changedPaths: new Set<string>(),
  notices: [],
} as const;
