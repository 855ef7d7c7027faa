import type { AdvisoryGroup, LockedPackage, PackageFacts } from "../../core/package-facts";
import { shorten } from "../../core/text";

/** `torch 2.0.1`, or the name alone where nothing is locked. */
export function shown({ name, version }: LockedPackage): string {
  return version === undefined ? name : `${name} ${version}`;
}

/** `GHSA-53q9-r3pm-6pq6 (CVE-2025-32434, PYSEC-2025-41)`: the other ids are what people search for. */
export function idsOf({ id, ids }: AdvisoryGroup): string {
  const others = ids.filter((each) => each !== id).slice(0, MAX_IDS);
  return others.length === 0 ? id : `${id} (${others.join(", ")})`;
}

const MAX_IDS = 6;
/** Characters. Sixteen names, as they are in real lockfiles, have some 300. */
const MAX_WAY = 600;

/** What was found, for the fingerprint: the package at its version, and the flaw. */
export function keyOf(pkg: LockedPackage, flaw: AdvisoryGroup): string[] {
  return [...identity(pkg), flaw.key];
}

/** A package at its version, wherever it is locked. */
export function identity({ purl, unlocked }: LockedPackage): string[] {
  return [purl, ...(unlocked === undefined ? [] : [unlocked])];
}

/** How it came in: `It comes with transformers.` Empty where it is direct, or the file does not tell. */
export function cameWith({ via, direct, source }: LockedPackage): string {
  if (source?.kind === "image") return `It is in the image ${source.where}.`;
  if (direct === true || via === undefined || via.length === 0) return "";
  return via.length === 1
    ? `It comes with ${via[0]}.`
    : `It comes with ${shorten(`${via[0]} (by way of ${via.slice(1).join(", ")})`, MAX_WAY)}.`;
}

/** What to do about it: the version, the command, and the dependency to move. */
export function fixOf({ pkg, fixed, fixAllowed, command }: PackageFacts, flaw: AdvisoryGroup): string | undefined {
  const version = fixed ?? flaw.fixed;
  if (version === undefined) return undefined;
  const all = fixed !== undefined && fixed !== flaw.fixed ? ", which fixes everything known about it" : "";
  const steps = [`Move ${pkg.name} to ${version}${all}${command === undefined ? "" : `: ${command}`}.`];
  if (fixAllowed === false && pkg.wanted !== undefined)
    steps.push(`What the project asks for (${pkg.wanted}) does not allow that yet.`);
  const brings = pkg.direct === true ? undefined : pkg.via?.[0];
  if (brings !== undefined) steps.push(`If that is refused, move ${brings}, which brings it in.`);
  return steps.join(" ");
}
