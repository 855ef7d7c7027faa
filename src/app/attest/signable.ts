import { numberFindings } from "../../core/finding";
import type { Inventory } from "../../core/inventory";
import type { Policy } from "../../core/policy";
import { reaches } from "../../core/severity";
import type { ScannedFile } from "../../gate";
import { applyWaivers } from "../../policy/decide";

/** The whole tree, as this run has looked at it. */
export interface LookedAt {
  readonly scanned: readonly ScannedFile[];
  /** Files whose content is not here, with the reason. */
  readonly missing: Inventory["missing"];
}

/**
 * Files that nothing may be signed of, with the reason, whatever the change is: what the base has too is no news to a reviewer,
 * but whoever trusts a signature has not seen the base. A waiver in force lets its finding pass here as it does in the gate.
 */
export function unsignable({ scanned, missing }: LookedAt, policy: Policy, today: string): Map<string, string> {
  const reasons = new Map(missing.map(({ path, detail }) => [path, detail]));
  for (const file of scanned) {
    const reason = file.notScanned?.detail ?? stoppedBy(file, policy, today);
    if (reason !== undefined) reasons.set(file.path, reason);
  }
  return reasons;
}

function stoppedBy({ path, findings, format, sha256, size, members }: ScannedFile, policy: Policy, today: string) {
  if (findings.length === 0) return undefined;
  const artifacts =
    format === undefined ? [] : [{ path, format, size, members, ...(sha256 === undefined ? {} : { sha256 }) }];
  const judged = applyWaivers(numberFindings(findings), artifacts, policy, today, false).findings;
  const stop = judged.find(({ severity, waived }) => waived === undefined && reaches(severity, policy.failOn));
  return stop === undefined ? undefined : `${stop.rule}: ${stop.message}`;
}

/** A directory to sign as one, and what is in it. */
export interface ModelDirectory {
  /** As in `Location.path`; `.` is the root. */
  readonly path: string;
  /** Paths of its files, below it. */
  readonly files: readonly string[];
}

/**
 * The outermost directories of models, adapters and what belongs to them: a manifest covers all that is below it, and one
 * inside another would have to hold the other's signature. `all`: every path of the tree.
 */
export function modelDirectories({ models }: Pick<Inventory, "models">, all: readonly string[]): ModelDirectory[] {
  const paths = new Set(all);
  const directories = models
    .filter(({ path, kind }) => kind !== "tokenizer" && !paths.has(path))
    .map(({ path }) => path);
  const outermost = directories.filter((path) => !directories.some((other) => other !== path && isBelow(path, other)));
  return outermost.map((path) => filesBelow(path, all));
}

/** A directory with all that is below it. */
export function filesBelow(path: string, all: readonly string[]): ModelDirectory {
  return { path, files: all.filter((each) => isBelow(each, path)) };
}

function isBelow(path: string, directory: string): boolean {
  return directory === "." || path.startsWith(`${directory}/`);
}
