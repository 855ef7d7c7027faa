import type { BomResult } from "../../gate";
import type { FileSelection, SelectedFile } from "../../core/host";
import type { Contradiction, Inventory, InventoryFact } from "../../core/inventory";
import type { Policy } from "../../core/policy";
import type { RuleContext } from "../../core/rule";
import type { ScannedFile } from "../../gate";
import type { Env } from "../../host/git";
import { repositoryIdentity } from "../../host/repository-identity";
import type { Workspace } from "../../host/workspace";
import { compileGlobs } from "../../core/glob";
import { judge } from "../../judge";
import { RULES } from "../../rules";
import { MODELS_LOCK } from "../../sources/models-lock";
import { collectInventory } from "./collect";
import { originsOf } from "./origins";
import { renderInventory } from "./render";
import type { BomRequest } from "./request";

/** What the bill of materials of a gate's run needs. */
export interface BomRun {
  readonly workspace: Workspace;
  readonly selection: FileSelection;
  readonly request: BomRequest;
  readonly policy: Policy;
  readonly context: RuleContext;
  readonly env: Env;
  readonly scan: (files: readonly SelectedFile[]) => Promise<readonly ScannedFile[]>;
  /** Takes the document, once it is known to be valid. */
  readonly onDocument: (text: string) => void;
}

/**
 * The bill of materials of the whole tree, and what its sources contradict each other in. A bill that cannot be made is said,
 * and takes nothing away from the scan.
 */
export async function runBom(run: BomRun, scanned: readonly ScannedFile[]): Promise<BomResult> {
  const { workspace, policy, env, request } = run;
  try {
    const inventory = await collectInventory({
      workspace,
      subject: repositoryIdentity(workspace, env),
      scanned,
      scan: run.scan,
      ignored: compileGlobs(policy.ignore),
      packages: [],
      origins: originsOf(workspace.root),
    });
    run.onDocument(renderInventory(inventory, request));
    return { findings: findingsOf(inventory, run), notices: [countsOf(inventory)] };
  } catch (error) {
    return { findings: [], notices: [`The bill of materials could not be made: ${(error as Error).message}`] };
  }
}

function findingsOf(inventory: Inventory, { selection, context }: BomRun): BomResult["findings"] {
  return factsOf(inventory).flatMap(({ fact, at, paths }) => {
    // What no file of this change says was there before it.
    const old = selection.mode === "changes" && !paths.some((path) => selection.changedPaths.has(path));
    const found = [...judge({ kind: "inventory", at: { ...at, inside: [] }, fact }, RULES, context)];
    return old ? found.map((finding) => ({ ...finding, baseline: true })) : found;
  });
}

interface Told {
  readonly fact: InventoryFact;
  readonly at: { readonly path: string; readonly line?: number };
  /** Files that say it. */
  readonly paths: readonly string[];
}

function factsOf({ contradictions, models }: Inventory): Told[] {
  const recorded = models.some(({ origin }) => origin !== undefined);
  const unlisted = recorded ? models.filter(({ origin, kind }) => origin === undefined && kind === "model") : [];
  return [
    ...contradictions.map((contradiction) => ({
      fact: { kind: "contradiction", contradiction } as const,
      at: contradiction.at,
      paths: placesOf(contradiction),
    })),
    ...unlisted.map(({ path, files }) => ({
      fact: { kind: "unlisted-origin", path, manifest: MODELS_LOCK } as const,
      at: { path: files[0]?.path ?? path },
      paths: [MODELS_LOCK, ...files.map((file) => file.path)],
    })),
  ];
}

function placesOf({ at, other }: Contradiction): string[] {
  return [at.path, ...(other === undefined ? [] : [other.path])];
}

function countsOf({ models, datasets, containers, packages, missing }: Inventory): string {
  const counted = [
    `${models.length} models`,
    `${datasets.length} datasets`,
    `${containers.length} images`,
    `${packages.length} packages`,
  ];
  const absent = missing.length === 0 ? "" : ` ${missing.length} files are not here, and stand in it by name.`;
  return `Bill of materials: ${counted.join(", ")}.${absent}`;
}
