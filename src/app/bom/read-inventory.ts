import type { Inventory } from "../../core/inventory";
import type { Env } from "../../host/git";
import { repositoryIdentity } from "../../host/repository-identity";
import { openWorkspace } from "../../host/workspace";
import { compileGlobs } from "../../core/glob";
import type { ProgressState } from "../../report/progress";
import { counting } from "../counting";
import { loadPolicy } from "../load-policy";
import type { OrganisationRequest } from "../organisation/request";
import { NO_POLICY, ruleContext, withoutChange } from "../rule-context";
import { scanFiles } from "../scanning";
import { collectInventory } from "./collect";
import { originsOf } from "./origins";
import { installedPackages } from "../audit/installed";
import { SecondDigests } from "./second-digest";
import { suppliedInventories, suppliedLockfiles } from "./supplied";
import { readLockfiles } from "../../lockfiles/read-all";

export interface BomPlace {
  readonly directory: string;
  readonly env: Env;
  /** The policy file, where it is not the usual one. */
  readonly config?: string;
  /** The organisation's policy, which may not let files be ignored. */
  readonly organisation?: OrganisationRequest;
  /** Directories of installed Python packages, in place of what lockfiles say. */
  readonly environments: readonly string[];
  /** Files of inventories (SBOMs) of images, or of anything else. */
  readonly sboms: readonly string[];
  readonly sha512: boolean;
  readonly onProgress?: (state: ProgressState) => void;
}

/** The inventory of a directory's whole tree. Reads every model once; nothing of it is judged. */
export async function readInventory(place: BomPlace): Promise<Inventory> {
  const { directory, env, config, organisation, environments, sboms, sha512 } = place;
  const workspace = openWorkspace(directory, env);
  const { policy } = await loadPolicy({
    workspace,
    comparison: undefined,
    baseDecides: false,
    overrides: {},
    ...(config === undefined ? {} : { config }),
    ...(organisation === undefined ? {} : { organisation }),
  });
  const repository = withoutChange(workspace.root, false);
  const context = ruleContext(NO_POLICY, repository);
  const setup = { context: NO_POLICY, repository, sha512 };
  const installed = environments.map((each) => installedPackages(each, workspace));
  const supplied = suppliedLockfiles(sboms, workspace);
  const read = readLockfiles([...installed, ...supplied]);
  const digests = new SecondDigests();
  const collected = await collectInventory({
    workspace,
    subject: repositoryIdentity(workspace, env),
    scanned: [],
    named: [],
    read,
    sboms,
    lockfiles: environments.length === 0,
    scan: digests.keep((files) => scanFiles(files, { setup, context, progress: counting(files, place.onProgress) })),
    ignored: compileGlobs(policy.ignore),
    packages: [],
    origins: originsOf(workspace.root),
  });
  const inventory = { ...collected.inventory, supplied: suppliedInventories(sboms, workspace, read) };
  return sha512 ? digests.addTo(inventory) : inventory;
}
