import type { Ecosystem } from "../core/ecosystem";
import { pypiName } from "../core/package-name";
import { purl, purlOf } from "./purl";

/** The parts of a package URL, decoded (https://github.com/package-url/purl-spec, ECMA-427). */
export interface Purl {
  /** Lower case. */
  readonly type: string;
  /** Segments joined by `/`. */
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  /** Keys in lower case; without those that have no value. */
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath?: string;
}

/** Characters of one purl. With a signed address among the qualifiers they come near a thousand. CWE-400. */
const MAX_PURL = 8192;
/** Segments of a namespace or subpath, and qualifiers, of one purl. CWE-770. */
const MAX_PARTS = 64;

const TYPE = /^[a-z][a-z0-9.+-]*$/;
const KEY = /^[a-z][a-z0-9._-]*$/;
const CONTROL = /\p{Cc}/u;

/** Undefined where the text breaks a rule of the specification; reads from right to left, as that says. */
export function readPurl(text: string): Purl | undefined {
  if (text.length > MAX_PURL || CONTROL.test(text)) return undefined;
  const [bare, fragment] = cutLast(text, "#");
  const [path, query] = cutLast(bare, "?");
  const type = /^pkg:\/*([^/]+)\//i.exec(path);
  if (type === null || !TYPE.test(type[1]!.toLowerCase())) return undefined;
  const [spaced, version] = cutVersion(trimSlashes(path.slice(type[0].length)));
  const segments = decodeSegments(spaced);
  const name = segments?.pop();
  const qualifiers = readQualifiers(query);
  const decodedVersion = decode(version);
  const subpath = decodeSegments(
    trimSlashes(fragment)
      .split("/")
      .filter((segment) => segment !== "." && segment !== "..")
      .join("/"),
  );
  if (segments === undefined || name === undefined || qualifiers === undefined) return undefined;
  if (decodedVersion === undefined || subpath === undefined) return undefined;
  return {
    type: type[1]!.toLowerCase(),
    name,
    ...(segments.length === 0 ? {} : { namespace: segments.join("/") }),
    ...(decodedVersion === "" ? {} : { version: decodedVersion }),
    qualifiers,
    ...(subpath.length === 0 ? {} : { subpath: subpath.join("/") }),
  };
}

/** The version follows the last `@`. Writers that leave the `@` of a scope as it is (`npm/@scope/name`) are common. */
function cutVersion(path: string): readonly [string, string] {
  const at = path.lastIndexOf("@");
  const isScope = (at === 0 || path[at - 1] === "/") && path.includes("/", at);
  return isScope ? [path, ""] : cutLast(path, "@");
}

function cutLast(text: string, mark: string): readonly [string, string] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function trimSlashes(path: string): string {
  let [start, end] = [0, path.length];
  while (path[start] === "/") start++;
  while (end > start && path[end - 1] === "/") end--;
  return path.slice(start, end);
}

/** Empty segments do not count, encoded slashes make no segments, and a name may not hide one. */
function decodeSegments(path: string): string[] | undefined {
  const segments = path.split("/").filter((segment) => segment !== "");
  if (path.endsWith("/") && path !== "/") return undefined;
  if (segments.length > MAX_PARTS) return undefined;
  const decoded: string[] = [];
  for (const segment of segments) {
    const text = decode(segment);
    if (text === undefined || text.includes("/")) return undefined;
    decoded.push(text);
  }
  return decoded;
}

function readQualifiers(query: string): Map<string, string> | undefined {
  const qualifiers = new Map<string, string>();
  if (query === "") return qualifiers;
  const pairs = query.split("&");
  if (pairs.length > MAX_PARTS) return undefined;
  const seen = new Set<string>();
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    const key = pair.slice(0, equals < 0 ? undefined : equals).toLowerCase();
    const value = equals < 0 ? "" : decode(pair.slice(equals + 1));
    if (value === undefined || !KEY.test(key) || seen.has(key)) return undefined;
    seen.add(key);
    if (value !== "") qualifiers.set(key, value);
  }
  return qualifiers;
}

/** Percent-decoding; a plus is a plus. Undefined where it is not UTF-8, or hides a control character. */
function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return CONTROL.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** A package as a purl names it, in the terms of OSV. */
export interface PurlPackage {
  /** Absent where OSV keeps no records of the type that are read here (deb, apk, rpm, conda, oci, generic...). */
  readonly ecosystem?: Ecosystem;
  /** As OSV spells it: `@scope/name`, `group:artifact`, `vendor/name`, a module path, `owner/repo`. */
  readonly name: string;
  readonly version?: string;
  /** Canonical, without qualifiers where the ecosystem is known. */
  readonly purl: string;
}

/** How a name of a type is put together, where the type is one of an ecosystem; undefined: it cannot be one of its packages. */
const ECOSYSTEMS: ReadonlyMap<string, readonly [Ecosystem, (purl: Purl) => string | undefined]> = new Map([
  ["pypi", ["PyPI", pypi]],
  ["npm", ["npm", npm]],
  ["golang", ["Go", ({ namespace, name }) => (namespace === undefined ? name : `${namespace}/${name}`)]],
  ["cargo", ["crates.io", alone]],
  ["gem", ["RubyGems", alone]],
  ["composer", ["Packagist", within("/")]],
  ["maven", ["Maven", within(":")]],
  ["github", ["GitHub Actions", within("/")]],
  ["githubactions", ["GitHub Actions", within("/")]],
  ["cran", ["CRAN", alone]],
  ["nuget", ["NuGet", alone]],
  ["pub", ["Pub", alone]],
  // With a namespace it is a package of an organisation's own repository.
  ["hex", ["Hex", alone]],
] as const);

/** The ecosystem of a type of purl, where OSV keeps records of it. */
export function ecosystemOfPurl(type: string): Ecosystem | undefined {
  return ECOSYSTEMS.get(type)?.[0];
}

/** Never fails: what is of no ecosystem keeps the name it has. */
export function packageOfPurl(read: Purl): PurlPackage {
  const { type, namespace, name, version, qualifiers } = read;
  const known = ECOSYSTEMS.get(type);
  const spelled = known?.[1](read);
  const locked = version === undefined ? {} : { version };
  if (known !== undefined && spelled !== undefined)
    return { ecosystem: known[0], name: spelled, ...locked, purl: purlOf(known[0], spelled, version) };
  const kept = Object.fromEntries([...qualifiers].filter(([key]) => KEPT.has(key)));
  return {
    name: namespace === undefined || DISTRIBUTIONS.has(type) ? name : `${namespace}/${name}`,
    ...locked,
    purl: purl(type, namespace, name, version, kept),
  };
}

/** Qualifiers that tell packages apart, and hold no address. */
const KEPT = new Set(["arch", "distro", "epoch", "channel", "subdir", "build"]);
/** Their namespace is the distribution (`debian`), no part of the name. */
const DISTRIBUTIONS = new Set(["deb", "apk", "rpm", "alpm"]);

function alone({ namespace, name }: Purl): string | undefined {
  return namespace === undefined ? name : undefined;
}

function within(separator: string): (purl: Purl) => string | undefined {
  return ({ namespace, name }) => (namespace === undefined ? undefined : `${namespace}${separator}${name}`);
}

/** Some scanners take lines of a `setup.py` for names (`;platform-system`), which an index cannot have. */
function pypi({ namespace, name }: Purl): string | undefined {
  return namespace === undefined && /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(pypiName(name))
    ? name
    : undefined;
}

/** A namespace is a scope, with or without its `@`. */
function npm({ namespace, name }: Purl): string {
  return namespace === undefined ? name : `${namespace.startsWith("@") ? "" : "@"}${namespace}/${name}`;
}
