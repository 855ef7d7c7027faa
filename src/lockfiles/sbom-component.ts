import type { LockEntry } from "../core/lockfile";
import type { Location } from "../core/location";
import type { LockedPackage, PackageSource } from "../core/package-facts";
import { shorten } from "../core/text";
import { withoutCredentials } from "./address";
import { reachPackages, type DependencyRoot, type Reached } from "./dependency-graph";
import { pypiName } from "../core/package-name";
import { purl } from "./purl";
import { packageOfPurl, readPurl, type Purl, type PurlPackage } from "./read-purl";

/** What both kinds of SBOM say of one component. */
export interface SbomComponent {
  /** What the file calls it for itself. */
  readonly ref?: string;
  /** Ways in which the file spells the name, with its group or without; the first is the one to show. */
  readonly names: readonly string[];
  readonly version?: string;
  readonly purls: readonly string[];
  readonly at: Location;
  readonly hashes: readonly string[];
  readonly group?: string;
  /** False for files, data, operating systems: they are packages only where a purl of an ecosystem says so. */
  readonly isPackage: boolean;
}

/** Hashes that are kept of one package; wheels and archives of one version have some fifty. CWE-770. */
const MAX_HASHES = 64;
/** Characters of a name without a purl, and of a path in an image. CWE-400. */
const MAX_NAME = 256;
/** Where scanners could not tell the version. */
const NO_VERSION = new Set(["", "UNKNOWN", "NOASSERTION", "NONE", "(devel)", "unspecified"]);

/** Components in the order of the file, with what asks for what between them, by their places in the list. */
export interface Sbom {
  readonly components: readonly SbomComponent[];
  readonly asks: ReadonlyMap<number, readonly number[]>;
  /** What the described thing asks for; absent where the file does not tell. */
  readonly asked?: readonly number[];
  /** The image that is described. */
  readonly image?: PackageSource;
}

export function* entriesOf(sbom: Sbom): Generator<LockEntry> {
  const reached = reach(sbom);
  for (const [node, component] of sbom.components.entries()) {
    if (component.purls.length === 0 && component.isPackage) yield { kind: "package", pkg: unknown(component, sbom) };
    for (const text of component.purls) {
      const read = readPurl(text);
      if (read === undefined)
        yield {
          kind: "unreadable",
          at: component.at,
          reason: "malformed",
          detail: `no package URL: ${shorten(text, 200)}`,
        };
      else {
        const found = packageOfPurl(withVersion(read, [read.version, component.version].find(isLocked)));
        if (found.ecosystem !== undefined || component.isPackage)
          yield {
            kind: "package",
            pkg: { ...known(component, found, sbom.image ?? sourceOf(read)), ...reached[node] },
          };
      }
    }
  }
}

/** A component without a purl: nobody knows what it would be called in a database. */
function unknown({ names, version, at, hashes }: SbomComponent, { image }: Sbom): LockedPackage {
  const name = (names[0] ?? "").slice(0, MAX_NAME) || "(no name)";
  // What stands there is kept, `UNKNOWN` too: the gap is that there is no database, not that nothing is locked.
  const locked = version === undefined || version === "" ? undefined : version.slice(0, MAX_NAME);
  return {
    name,
    ...(locked === undefined ? { unlocked: name } : { version: locked }),
    purl: purl("generic", undefined, name, locked),
    at,
    ...(hashes.length === 0 ? {} : { hashes: hashes.slice(0, MAX_HASHES) }),
    ...(image === undefined ? {} : { source: image }),
  };
}

function known(component: SbomComponent, found: PurlPackage, source: PackageSource | undefined): LockedPackage {
  const { ecosystem, version } = found;
  const name = spelling(found, component.names);
  return {
    name,
    ...(version === undefined ? { unlocked: name } : { version }),
    ...(ecosystem === undefined ? {} : { ecosystem }),
    purl: found.purl,
    at: component.at,
    ...(component.hashes.length === 0 ? {} : { hashes: component.hashes.slice(0, MAX_HASHES) }),
    ...(component.group === undefined ? {} : { group: component.group }),
    ...(source === undefined ? {} : { source }),
  };
}

function withVersion(read: Purl, version: string | undefined): Purl {
  const { type, namespace, name, qualifiers } = read;
  return {
    type,
    name,
    qualifiers,
    ...(namespace === undefined ? {} : { namespace }),
    ...(version === undefined ? {} : { version: version.slice(0, MAX_NAME) }),
  };
}

function isLocked(version: string | undefined): version is string {
  return version !== undefined && !NO_VERSION.has(version);
}

/** Writers of purls put names in lower case that are looked up with theirs (`github.com/BurntSushi/toml`, `JSONStream`). */
function spelling({ ecosystem, name }: PurlPackage, names: readonly string[]): string {
  const plain = (text: string) => (ecosystem === "PyPI" ? pypiName(text) : text.toLowerCase());
  return names.find((each) => plain(each) === plain(name)) ?? name;
}

/** Hosts that serve what the registries of the ecosystems hold. */
const REGISTRIES =
  /^(?:https?:\/\/)?(?:[a-z0-9-]+\.)?(?:pypi\.org|pythonhosted\.org|npmjs\.org|yarnpkg\.com|golang\.org|crates\.io|rubygems\.org|packagist\.org|maven\.org|maven\.apache\.org|r-project\.org|nuget\.org|pub\.dev|hex\.pm|github\.com)(?:[/:]|$)/i;

/** Where the purl says that a package comes from somewhere else. */
function sourceOf({ type, qualifiers }: Purl): PackageSource | undefined {
  const of = (kind: PackageSource["kind"], key: string): PackageSource | undefined => {
    const address = qualifiers.get(key);
    if (address === undefined || (kind !== "vcs" && REGISTRIES.test(address))) return undefined;
    const local = kind === "url" && address.startsWith("file:");
    return { kind: local ? "local" : kind, where: withoutCredentials(address) };
  };
  // A channel's mirror, or a distribution's, is no index of a known ecosystem.
  return (
    of("vcs", "vcs_url") ?? of("url", "download_url") ?? (OWN.has(type) ? undefined : of("index", "repository_url"))
  );
}

const OWN = new Set(["oci", "docker", "deb", "rpm", "apk", "conda"]);

/** The image that an SBOM is about: `serving@sha256:...`, or its name where no digest is told. Its tag is left out. */
export function imageSource(name: string, digests: readonly (string | undefined)[]): PackageSource {
  const digest = digests.map((each) => /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(each ?? "")?.[1]).find((each) => each);
  const bare = name.slice(0, MAX_NAME).replace(/@sha256:[0-9a-f]{0,64}$/, "");
  const plain = bare.includes("//") ? withoutCredentials(bare) : bare;
  return { kind: "image", where: digest === undefined ? plain : `${plain.replace(/:[\w.-]{1,128}$/, "")}@${digest}` };
}

/** The place in the file, and in the image where a scanner tells it. */
export function placeOf(path: string, line: number, inside: string | undefined): Location {
  return { path, inside: inside === undefined || inside === "" ? [] : [inside.slice(0, MAX_NAME)], line };
}

/** `sha256:<hex>` of `SHA-256` (CycloneDX) or `SHA256` (SPDX). */
export function hashOf(algorithm: string | undefined, value: string | undefined): string[] {
  if (algorithm === undefined || value === undefined || !/^[0-9a-fA-F]{32,128}$/.test(value)) return [];
  if (!/^[A-Za-z0-9-]{1,20}$/.test(algorithm)) return [];
  return [`${algorithm.toLowerCase().replace(/^sha-/, "sha")}:${value.toLowerCase()}`];
}

/** How each component comes in. Where the file does not say what the described thing asks for, nothing is called direct. */
function reach({ components, asks, asked }: Sbom): readonly Reached[] {
  if (asks.size === 0 && asked === undefined) return [];
  const graph = {
    size: components.length,
    name: (node: number) => components[node]!.names[0] ?? "",
    asks: (node: number) => asks.get(node) ?? [],
  };
  if (asked !== undefined) return reachPackages({ ...graph, roots: passThrough(asked, components, asks) });
  return reachPackages({ ...graph, roots: withoutAsker(graph.size, asks), complete: false }).map(({ via }) =>
    via === undefined || via.length === 0 ? {} : { via },
  );
}

function withoutAsker(size: number, asks: Sbom["asks"]): DependencyRoot[] {
  const askedFor = new Uint8Array(size);
  for (const [node, others] of asks) for (const other of others) if (other !== node) askedFor[other] = 1;
  return [...asks.keys()].filter((node) => askedFor[node] === 0).map((node) => ({ node }));
}

/** Between an image and its packages stand lockfiles and the operating system (Trivy): what these ask for is asked for. */
function passThrough(asked: readonly number[], components: Sbom["components"], asks: Sbom["asks"]): DependencyRoot[] {
  const seen = new Set(asked);
  for (const node of seen)
    if (components[node]!.purls.length === 0) for (const other of asks.get(node) ?? []) seen.add(other);
  return [...seen].filter((node) => components[node]!.purls.length > 0).map((node) => ({ node }));
}
