import type { LockEntry } from "../../core/lockfile";
import type { LockedPackage, PackageSource } from "../../core/package-facts";
import type { Reached } from "../dependency-graph";
import { pypiName } from "../../core/package-name";
import type { Asked, Reading } from "./reading";
import { descentOf, type Reasons } from "./via";

/** What was read, in the order of the files, with what only all of it tells. */
export function* entriesOf(reading: Reading): Generator<LockEntry> {
  const descent = descentOf(reasonsOf(reading));
  for (const item of reading.items) {
    if (item.kind === "entry") yield item.entry;
    else
      for (const pkg of lockedBy(reading, item))
        yield { kind: "package", pkg: told(pkg, descent.get(pypiName(pkg.name)) ?? {}, reading.index) };
  }
}

function asked(reading: Reading): Asked[] {
  return reading.items.filter((item) => item.kind === "asked");
}

function reasonsOf(reading: Reading): Map<string, Reasons | undefined> {
  const reasons = new Map<string, Reasons | undefined>();
  for (const { pkg, via } of asked(reading)) {
    const name = pypiName(pkg.name);
    reasons.set(name, via.found ?? reasons.get(name));
  }
  return reasons;
}

/** A requirement that leaves its version open has that of the constraints, at whose line it is to be moved. */
function lockedBy({ constraints, constrained }: Reading, { pkg }: Asked): readonly LockedPackage[] {
  if (pkg.unlocked === undefined || pkg.source !== undefined) return [pkg];
  const pins = constraints.get(pypiName(pkg.name));
  if (pins === undefined) return [pkg];
  const { unlocked, ...open } = pkg;
  // Where no marker of a constraint holds, what the requirement itself says counts, and it may ask for something old.
  const other = !constrained.has(pypiName(pkg.name)) && /<|~=|==/.test(unlocked) ? [pkg] : [];
  const locked = pins.map(({ version, at, hashes, source, purl }) => ({
    ...open,
    version: version!,
    purl,
    at,
    ...(hashes === undefined ? {} : { hashes }),
    ...(source === undefined ? {} : { source }),
    ...(unlocked === pkg.name ? {} : { wanted: unlocked }),
  }));
  return [...locked, ...other];
}

function told(pkg: LockedPackage, reached: Reached, index: PackageSource | undefined): LockedPackage {
  return { ...pkg, ...reached, ...(index === undefined || pkg.source !== undefined ? {} : { source: index }) };
}

/** Once for a file: a list of pins without hashes, or, where some have them, the first that pip then refuses. */
export function* hashPractice(reading: Reading): Generator<LockEntry> {
  const all = asked(reading);
  const served = all.filter(({ pkg }) => pkg.source === undefined || pkg.source.kind === "url");
  const bare = served.filter(({ pkg }) =>
    lockedBy(reading, { pkg } as Asked).some(({ hashes }) => hashes === undefined),
  );
  const first = bare[0]?.pkg;
  if (first === undefined) return;
  if (reading.checksHashes) {
    const detail = `pip checks the hashes of all or of none, and refuses the file: ${bare.length} of ${served.length} have none`;
    yield { kind: "practice", at: first.at, practice: { kind: "no-hashes", what: first.name, detail } };
    return;
  }
  const own = all.filter((each) => each.own && each.pkg.source === undefined).map(({ pkg }) => pkg);
  if (own.length === 0 || own.some(({ version }) => version === undefined)) return;
  const detail = "versions are pinned, but not what is in them: a file can be replaced on the index or on its way";
  yield { kind: "practice", at: own[0]!.at, practice: { kind: "no-hashes", what: own[0]!.name, detail } };
}
