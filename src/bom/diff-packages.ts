import type { BomChange } from "../core/bom-change";
import type { ComparedBom, ComparedPackage } from "./compared";
import { counted } from "./counted";
import type { CompareVersions } from "./diff-versions";

type Packages = ComparedBom["packages"];
type Kind = Extract<BomChange, { kind: "packages" }>["change"];

const KINDS: readonly Kind[] = ["downgraded", "removed", "added", "upgraded", "changed"];

/** Packages that came, went or have another version: one change a kind, with counts and names. */
export function diffPackages(base: Packages, head: Packages, compare: CompareVersions): BomChange[] {
  const names = new Map<Kind, string[]>(KINDS.map((kind) => [kind, []]));
  for (const purl of new Set([...base.keys(), ...head.keys()])) {
    const [kind, name] = changeOf(purl, base.get(purl), head.get(purl), compare) ?? [];
    if (kind !== undefined && name !== undefined) names.get(kind)!.push(name);
  }
  return KINDS.filter((change) => names.get(change)!.length > 0).map((change) => ({
    kind: "packages",
    change,
    packages: counted(names.get(change)!),
  }));
}

function changeOf(
  purl: string,
  base: ComparedPackage | undefined,
  head: ComparedPackage | undefined,
  compare: CompareVersions,
): [Kind, string] | undefined {
  if (base === undefined) return head && ["added", `${head.name} ${words(head.versions)}`.trimEnd()];
  if (head === undefined) return ["removed", `${base.name} ${words(base.versions)}`.trimEnd()];
  const gone = [...base.versions].filter((version) => !head.versions.has(version));
  const come = [...head.versions].filter((version) => !base.versions.has(version));
  if (gone.length === 0 && come.length === 0) return undefined;
  const name = `${head.name} ${words(gone) || words(base.versions)} → ${words(come) || words(head.versions)}`;
  if (gone.length !== 1 || come.length !== 1) return ["changed", name];
  const order = compare(/^pkg:([^/]*)/.exec(purl)?.[1] ?? "", gone[0]!, come[0]!);
  return [order === undefined || order === 0 ? "changed" : order < 0 ? "upgraded" : "downgraded", name];
}

/** Versions that are shown of one package. CWE-770. */
const MAX_VERSIONS = 8;

function words(versions: Iterable<string>): string {
  return [...versions]
    .sort()
    .slice(0, MAX_VERSIONS)
    .map((version) => version || "(not locked)")
    .join(", ");
}
