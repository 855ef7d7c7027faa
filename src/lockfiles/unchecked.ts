import type { CountedNames, LockedPackage, PackageFacts, PackageSource } from "../core/package-facts";
import type { AuditSubject } from "./read";

/** Names that a finding may show. */
const MAX_NAMES = 50;

/** What nobody could look up, counted for each reason: five hundred conda packages are one word, not five hundred. */
export function summariseUnchecked(path: string, facts: readonly PackageFacts[]): AuditSubject[] {
  const without = new Map<string, PackageFacts[]>();
  const failed = new Map<string, PackageFacts[]>();
  for (const each of facts) {
    if (each.reason === "no-database") push(without, placeOf(each.pkg), each);
    else if (each.reason === "lookup-failed") push(failed, each.detail ?? "no answer", each);
  }
  const at = (some: readonly PackageFacts[]) => some[0]!.pkg.at;
  const here = (some: readonly PackageFacts[]) => (at(some).path === path ? at(some) : { path, inside: [], line: 1 });
  return [
    ...[...without].map(([what, some]): AuditSubject => {
      return { kind: "lockfile", at: here(some), lockfile: { kind: "no-database", what, packages: names(some) } };
    }),
    ...[...failed].map(([detail, some]): AuditSubject => {
      return { kind: "lockfile", at: here(some), lockfile: { kind: "lookup-failed", detail, packages: names(some) } };
    }),
  ];
}

function push<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}

function names(facts: readonly PackageFacts[]): CountedNames {
  const first = facts.slice(0, MAX_NAMES).map(({ pkg }) => `${pkg.name} ${pkg.version ?? ""}`.trim());
  return { count: facts.length, first };
}

const PLACES: Readonly<Record<PackageSource["kind"], string>> = {
  index: "an index",
  url: "addresses",
  vcs: "version control",
  local: "local directories",
  channel: "conda channels",
  image: "the distribution of an image",
};

/** Where it comes from, in words. */
function placeOf({ source, purl }: LockedPackage): string {
  if (source !== undefined) return PLACES[source.kind];
  const type = /^pkg:([a-z0-9.+-]+)\//.exec(purl)?.[1];
  return type === "conda" ? PLACES.channel : `${type ?? "elsewhere"}`;
}
