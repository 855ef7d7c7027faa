import { ComponentScope, ComponentType, ExternalReferenceType } from "@cyclonedx/cyclonedx-library/Enums";
import {
  ExternalReference,
  ExternalReferenceRepository,
  PropertyRepository,
} from "@cyclonedx/cyclonedx-library/Models";
import type { LockedPackage } from "../core/package-facts";
import { addressOf } from "./address";
import { byCodePoint } from "../core/order";
import { distinct, oneLine } from "./clean";
import { packageHashes } from "./hashes";
import { MlComponent } from "./model/component";
import { asModels, propertiesOf } from "./properties";
import { publicPath } from "./public-path";
import { refOf } from "./refs";

/** Groups of dependencies that are not part of what is delivered. */
const DEVELOPMENT =
  /^(dev|develop|development|test|tests|testing|lint|linting|docs?|documentation|typing|types|build|ci)$/i;
/** What stands between group and name. */
const SEPARATORS = new Map([
  ["npm", "/"],
  ["Packagist", "/"],
  ["GitHub Actions", "/"],
  ["Maven", ":"],
]);
/** A path of a machine has no business in a purl. */
const LOCAL =
  /^pkg:[^@?]*(%5C|\/\.\.?\/|\/\.\.?(@|$))|[?&](file_name|path)=|file(:|%3A)\/|[?&][^=]*=(\.{0,2}\/|%2F|~)/i;

/** The reference of a package, from itself alone: the bill of materials and its VEX document agree on it. */
export function packageRef(pkg: LockedPackage): string {
  const purl = packagePurl(pkg);
  if (purl !== undefined && purl.length <= 400) return purl;
  return refOf("package", `${pkg.ecosystem ?? "?"}/${pkg.name}${pkg.version === undefined ? "" : `@${pkg.version}`}`);
}

/** The purl, where the package is one of a registry or has an address: what lies in a local directory has none. */
export function packagePurl({ purl, source }: LockedPackage): string | undefined {
  if (source?.kind === "local" || LOCAL.test(purl) || !isPurl(purl)) return undefined;
  return purl;
}

/** Type, name and what may follow, of characters that purls have. */
export function isPurl(text: string): boolean {
  return (
    text.length <= 2_048 &&
    /^pkg:[a-z][a-z0-9.+-]*\/[\w.~:%/+-]+(@[\w.~:%+-]+)?(\?[\w.~:%/=&+@-]+)?(#[\w.~:%/+-]+)?$/.test(text)
  );
}

/** Each package once, whatever the number of lockfiles that name it, by its reference. */
export function packagesOf(packages: readonly LockedPackage[]): Map<string, MlComponent> {
  const same = new Map<string, LockedPackage[]>();
  for (const pkg of packages) {
    const ref = packageRef(pkg);
    same.set(ref, [...(same.get(ref) ?? []), pkg].slice(0, 100));
  }
  const refs = [...same.keys()].sort(byCodePoint);
  return new Map(refs.map((ref) => [ref, packageComponent(ref, same.get(ref)!.sort(byPlace))]));
}

function packageComponent(ref: string, same: readonly LockedPackage[]): MlComponent {
  const pkg = same[0]!;
  const { group, name } = splitName(pkg);
  const { hashes, others } = packageHashes(same.flatMap((each) => each.hashes ?? []));
  const purl = packagePurl(pkg);
  const version = pkg.version === undefined ? "" : oneLine(pkg.version);
  const scope = scopeOf(same);
  const component = new MlComponent(ComponentType.Library, name, {
    bomRef: ref,
    hashes,
    ...(group === "" ? {} : { group }),
    ...(version === "" ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    ...(scope === undefined ? {} : { scope }),
    externalReferences: new ExternalReferenceRepository(sourcesOf(same)),
    properties: new PropertyRepository(asModels(propertiesOf([...ownProperties(same), ...lockedHashes(others)]))),
  });
  component.seen = seenIn(same, purl);
  return component;
}

function ownProperties(same: readonly LockedPackage[]): (readonly [string, string | undefined])[] {
  return same.flatMap((each) => [
    ["unlocked", each.unlocked] as const,
    ["dependency-group", each.group] as const,
    ["source", each.source === undefined ? undefined : each.source.kind] as const,
    ["direct", each.direct === undefined ? undefined : String(each.direct)] as const,
  ]);
}

function lockedHashes(others: readonly string[]): (readonly [string, string])[] {
  return others.map((each) => ["locked-hash", each] as const);
}

/** Needed by one that is no development group: required, which is the default of CycloneDX. */
function scopeOf(same: readonly LockedPackage[]): ComponentScope | undefined {
  if (same.some(({ group }) => group === undefined)) return undefined;
  return same.every(({ group }) => DEVELOPMENT.test(group!)) ? ComponentScope.Excluded : ComponentScope.Optional;
}

function sourcesOf(same: readonly LockedPackage[]): ExternalReference[] {
  const found = new Map<string, ExternalReferenceType>();
  for (const { source } of same) {
    const address =
      source === undefined || source.kind === "local" ? undefined : addressOf(source.where.replace(/^git\+/, ""));
    if (address !== undefined)
      found.set(address, source!.kind === "vcs" ? ExternalReferenceType.VCS : ExternalReferenceType.Distribution);
  }
  return [...found].sort(([a], [b]) => byCodePoint(a, b)).map(([url, type]) => new ExternalReference(url, type));
}

function seenIn(same: readonly LockedPackage[], purl: string | undefined): MlComponent["seen"] & object {
  const places = new Map(same.map(({ at }) => [`${at.path}:${at.line ?? 0}:${at.inside.join("\0")}`, at]));
  const files = distinct(same.map(({ at }) => oneLine(publicPath(at.path))));
  return {
    occurrences: [...places.values()].map(({ path, line, inside }) => ({
      location: oneLine(publicPath(path)) || "?",
      ...(line === undefined ? {} : { line }),
      ...(inside.length === 0 ? {} : { additionalContext: oneLine(`in it: ${inside.join(" > ")}`) }),
    })),
    identity: [
      {
        field: purl === undefined ? "name" : "purl",
        confidence: 1,
        methods: files.map((value) => ({ technique: "manifest-analysis", confidence: 1, value })),
      },
    ],
  };
}

function splitName({ name, ecosystem }: LockedPackage): { group: string; name: string } {
  const separator = SEPARATORS.get(ecosystem ?? "");
  const cut = separator === undefined ? -1 : name.lastIndexOf(separator);
  const [group, rest] = cut <= 0 ? ["", name] : [name.slice(0, cut), name.slice(cut + 1)];
  return rest === ""
    ? { group: "", name: oneLine(name) || "?" }
    : { group: oneLine(group), name: oneLine(rest) || "?" };
}

function byPlace(a: LockedPackage, b: LockedPackage): number {
  return (
    byCodePoint(a.at.path, b.at.path) ||
    (a.at.line ?? 0) - (b.at.line ?? 0) ||
    byCodePoint(
      JSON.stringify([a.group, a.direct, a.hashes, a.name]),
      JSON.stringify([b.group, b.direct, b.hashes, b.name]),
    )
  );
}
