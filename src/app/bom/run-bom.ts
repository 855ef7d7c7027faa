import { diffInventories } from "../../bom/diff";
import type { AuditResult } from "../../audit";
import { compileGlobs } from "../../core/glob";
import { ConfigurationError, type FileSelection } from "../../core/host";
import type { Inventory } from "../../core/inventory";
import type { Policy } from "../../core/policy";
import type { RuleContext } from "../../core/rule";
import type { BomResult, ScannedFile } from "../../gate";
import type { Env } from "../../host/git";
import { repositoryIdentity } from "../../host/repository-identity";
import type { Workspace } from "../../host/workspace";
import { factsOf, hasRecords, type Told } from "../../inventory/facts";
import { judge } from "../../judge";
import { markOld } from "../../policy/decide";
import { RULES } from "../../rules";
import { baseInventory } from "./base-inventory";
import { collectInventory, type Collected } from "./collect";
import type { Scan } from "./read-files";
import { originsOf } from "./origins";
import { renderInventory } from "./render";
import { recordOf } from "./record";
import type { BomRequest } from "./request";
import { suppliedInventories } from "./supplied";
import { compareVersions } from "./versions";

/** What the bill of materials of a gate's run needs. */
export interface BomRun {
  readonly workspace: Workspace;
  readonly selection: FileSelection;
  /** Absent where only the policy asks about models: nothing is written then. */
  readonly request?: BomRequest;
  readonly policy: Policy;
  readonly context: RuleContext;
  readonly env: Env;
  readonly scan: Scan;
  /** Files of inventories that were given, as SBOMs of images. */
  readonly sboms: readonly string[];
  /** Takes the document, once it is known to be valid. */
  readonly onDocument: (text: string) => void;
  /** Takes the whole tree as it was scanned. */
  readonly onTree: (collected: Collected) => void;
}

/**
 * The bill of materials of the whole tree, how it differs from the base's, and what its sources contradict each other in. A
 * bill that cannot be made leaves the verdict incomplete, and takes nothing away from the scan. Throws `ConfigurationError` where `models.lock.yaml`
 * cannot be used.
 */
export async function runBom(
  run: BomRun,
  scanned: readonly ScannedFile[],
  { contents }: AuditResult,
): Promise<BomResult> {
  const { workspace, selection, policy, env, scan } = run;
  const ignored = compileGlobs(policy.ignore);
  try {
    const collected = await collectInventory({
      workspace,
      subject: repositoryIdentity(workspace, env),
      scanned,
      named: selection.mode === "paths" ? selection.files : [],
      read: contents,
      sboms: run.sboms,
      lockfiles: true,
      scan,
      ignored,
      packages: [],
      origins: originsOf(workspace.root),
    });
    const supplied = suppliedInventories(run.sboms, workspace, contents);
    const inventory = { ...collected.inventory, ...(supplied.length === 0 ? {} : { supplied }) };
    const { base, notices } = await baseOf(run, collected, ignored);
    const changes = base && diffInventories(base, inventory, { compareVersions });
    const findings = findingsOf(inventory, base, run);
    // Once it is judged: a reader takes what a bill of materials has, and no finding is about, for good.
    const failed = written(inventory, run);
    run.onTree({ ...collected, inventory });
    const { models } = inventory;
    const record = run.request === undefined ? {} : { record: recordOf(inventory, changes) };
    return { findings, notices, missing: failed, ...record, models };
  } catch (error) {
    // A `models.lock.yaml` that cannot be read would otherwise be a way not to be held against it.
    if (error instanceof ConfigurationError) throw error;
    return { findings: [], notices: [], missing: [notMade(error)] };
  }
}

/** Gives the document away; why there is none where it cannot, which takes no finding away. */
function written(inventory: Inventory, { request, onDocument }: BomRun): string[] {
  if (request === undefined) return [];
  try {
    onDocument(renderInventory(inventory, request));
    return [];
  } catch (error) {
    return [notMade(error)];
  }
}

const notMade = (error: unknown): string => `The bill of materials could not be made: ${(error as Error).message}`;

interface Base {
  readonly base: Inventory | undefined;
  readonly notices: readonly string[];
}

/** A base that cannot be read leaves the bill as it is, and is said. */
async function baseOf(run: BomRun, head: Collected, ignored: (path: string) => boolean): Promise<Base> {
  const { workspace, selection, scan } = run;
  try {
    return { base: await baseInventory({ workspace, selection, head, scan, ignored }), notices: [] };
  } catch (error) {
    const notice = `The bill of materials could not be compared with the base's: ${(error as Error).message}`;
    return { base: undefined, notices: [notice] };
  }
}

/** What the base has too is old. Where its inventory is not known, what no file of this change says is. */
function findingsOf(inventory: Inventory, base: Inventory | undefined, run: BomRun): BomResult["findings"] {
  const { selection, policy } = run;
  // Taking all records away hides no model, and the first of all makes no news of the models that the base has without one.
  const recording = hasRecords(inventory) || (base !== undefined && hasRecords(base));
  const told = factsOf(inventory, policy, recording);
  if (base !== undefined) {
    const before = new Map<string, Unnumbered[]>();
    const facts = factsOf(base, policy, recording);
    for (const each of facts.flatMap((fact) => judged(fact, run)))
      before.set(each.location.path, [...(before.get(each.location.path) ?? []), each]);
    return markOld(
      told.flatMap((each) => judged(each, run)),
      new Set(),
      before,
    );
  }
  return told.flatMap((each) => {
    const old = selection.mode === "changes" && !each.paths.some((path) => selection.changedPaths.has(path));
    return judged(each, run).map((finding) => (old ? { ...finding, baseline: true } : finding));
  });
}

type Unnumbered = BomResult["findings"][number];

function judged({ fact, at }: Told, { context }: BomRun): Unnumbered[] {
  return [...judge({ kind: "inventory", at: { ...at, inside: [] }, fact }, RULES, context)];
}
