import type { Advisory, PackageQuery, PackageRecords } from "../core/advisory";
import type { AdvisoryGroup, LockedPackage, PackageFacts } from "../core/package-facts";
import { condemned } from "./every-version";
import { lowestFixed } from "./fix";
import { groupAdvisories, unreadableGroup } from "./group";
import { normalName } from "./name";

export type PackageJudgement = Pick<PackageFacts, "status" | "reason" | "detail" | "flaws" | "fixed">;

/** Gaps that are told in words; the flaws name all. */
const MAX_TOLD = 3;

/**
 * What the records of a package say of its locked version. `records` are all that name it, whatever the version; they
 * are not looked at where there is no database for the package. Where no version is locked, only malware of every
 * version counts.
 */
export function judgePackage(pkg: LockedPackage, records: PackageRecords): PackageJudgement {
  if ("failed" in records) return unchecked("lookup-failed", records.failed);
  const { ecosystem, version } = pkg;
  const open = openReason(pkg);
  if (ecosystem === undefined) return open;
  const query = { ecosystem, name: normalName(ecosystem, pkg.name) };
  if (version === undefined) return anyVersion(records.advisories, query) ?? open;
  const unread = records.unreadable.map(({ id, detail }) => unreadableGroup(id, detail));
  const flaws = [...groupAdvisories(records.advisories, query, version), ...unread];
  // A version that only the name of a file says may be vulnerable; it is never clean.
  if (flaws.length === 0) return pkg.unlocked === undefined && !isElsewhere(pkg) ? { status: "clean", flaws } : open;
  const affecting = flaws.filter(({ unreadable }) => unreadable === undefined);
  if (affecting.length === 0) return { ...unchecked("unreadable-advisory", told(flaws)), flaws };
  const fixed = lowestFixed(records.advisories, query, version);
  return { status: "vulnerable", flaws, ...(fixed === undefined ? {} : { fixed }) };
}

/** What is malware in every version is so in the one that an open dependency would install. */
function anyVersion(advisories: readonly Advisory[], query: PackageQuery): PackageJudgement | undefined {
  const flaws = groupAdvisories(condemned(advisories, query), query, "0");
  return flaws.length === 0 ? undefined : { status: "vulnerable", flaws };
}

/** Why a package that nobody can look up, or not for sure, is not clean. */
function openReason({ unlocked, ecosystem, version, source }: LockedPackage): PackageJudgement {
  if (unlocked !== undefined) return unchecked("unlocked", unlocked);
  if (ecosystem !== undefined && version === undefined) return unchecked("unlocked", undefined);
  return unchecked("no-database", source === undefined ? undefined : `${source.kind} ${source.where}`);
}

/** Whether it comes from where its registry's bytes need not be. */
function isElsewhere({ source }: LockedPackage): boolean {
  return source?.kind === "url" || source?.kind === "vcs" || source?.kind === "local";
}

function unchecked(reason: NonNullable<PackageFacts["reason"]>, detail: string | undefined): PackageJudgement {
  return { status: "unchecked", reason, ...(detail === undefined ? {} : { detail }), flaws: [] };
}

function told(flaws: readonly AdvisoryGroup[]): string {
  const first = flaws.slice(0, MAX_TOLD).map(({ id, unreadable }) => `${id}: ${unreadable}`);
  const more = flaws.length - first.length;
  return [...first, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
