import type { Location } from "../core/location";
import type { LockedPackage } from "../core/package-facts";
import { withoutCredentials } from "./address";
import { purl } from "./purl";

/** A conda package as a specification or an address names it. */
export interface CondaSpec {
  readonly name: string;
  /** Present only where no other version will do. */
  readonly version?: string;
  readonly build?: string;
  readonly channel?: string;
  readonly subdir?: string;
  /** What stands behind the name: `>=1.2`, `=1.2`; empty where nothing does. */
  readonly versions: string;
  readonly hashes?: readonly string[];
  /** `conda` or `tar.bz2`, where the file is named. */
  readonly type?: string;
}

/** Characters of a specification; names and versions have some ten. CWE-400. */
const MAX_SPEC = 1000;
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*/;
const EXACT = /^[A-Za-z0-9_.!+-]+$/;

/**
 * A match specification: `channel::name=1.2=build`, `name ==1.2`, `name 1.2 build`, `name[version=1.2]`
 * (https://docs.conda.io/projects/conda/en/stable/user-guide/concepts/pkg-search.html). `name=1.2` is any 1.2.x. Undefined where it is none.
 */
export function parseCondaSpec(text: string): CondaSpec | undefined {
  if (text.length > MAX_SPEC) return undefined;
  const bare = text.split(/\s#/, 1)[0]!.trim();
  if (/^(?:https?|file):\/\//.test(bare) && !bare.includes("::")) return parseCondaUrl(bare);
  const bracket = bare.endsWith("]") ? bare.indexOf("[") : -1;
  const keys = bracket < 0 ? new Map<string, string>() : keysOf(bare.slice(bracket + 1, -1));
  const main = bracket < 0 ? bare : bare.slice(0, bracket);
  const separator = main.lastIndexOf("::");
  const [channel, subdir] = channelOf(keys.get("channel") ?? (separator < 0 ? "" : main.slice(0, separator)));
  const spec = separator < 0 ? main : main.slice(separator + 2);
  const name = NAME.exec(spec.trim())?.[0];
  if (name === undefined) return undefined;
  const behind = spec.trim().slice(name.length);
  if (!/^(?:[\s=<>!~]|$)/.test(behind)) return undefined;
  const { version, build, versions } = versionOf(keys.get("version") ?? behind, keys.get("build"));
  return {
    name,
    versions,
    ...(version === undefined ? {} : { version }),
    ...(build === undefined ? {} : { build }),
    ...(channel === undefined ? {} : { channel }),
    ...(subdir === undefined ? {} : { subdir }),
  };
}

/** `=1.2` is fuzzy, `==1.2` and ` 1.2` are exact; with a build behind it, so is `=1.2`. */
function versionOf(behind: string, given: string | undefined): { version?: string; build?: string; versions: string } {
  const versions = behind.trim();
  const [, operator = "", version = "", build = given] =
    /^(==?|)\s*([^\s=<>!~|,]+)(?:[\s=]+([^\s=<>!~|,]+))?$/.exec(versions) ?? [];
  const fuzzy = operator === "=" && build === undefined;
  const wanted = build === undefined || build === "*" ? {} : { build };
  return EXACT.test(version) && !fuzzy ? { version, ...wanted, versions } : { ...wanted, versions };
}

/** `version='1.2', build=py_0`. */
function keysOf(text: string): Map<string, string> {
  const pairs = text.matchAll(/([a-z_0-9]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\s]+))/g);
  return new Map([...pairs].map(([, key, double, single, plain]) => [key!, double ?? single ?? plain ?? ""]));
}

/** `conda-forge/linux-64` in two; the namespace of `channel:namespace:name` is empty in practice. */
function channelOf(text: string): readonly [string | undefined, string | undefined] {
  const clean = withoutCredentials(text.trim());
  const subdir = /\/((?:linux|osx|win|emscripten|wasi|freebsd|zos)-[a-z0-9_]+|noarch)$/.exec(clean)?.[1];
  const channel = subdir === undefined ? clean : clean.slice(0, -subdir.length - 1);
  return [channel === "" ? undefined : channel, subdir];
}

/** The address of a package's file: `https://host/channel/subdir/name-version-build.conda#md5`. Undefined where it is none. */
export function parseCondaUrl(url: string): CondaSpec | undefined {
  if (url.length > MAX_SPEC) return undefined;
  const [address = "", hash = ""] = url.split("#", 2);
  const clean = withoutCredentials(address);
  const [, place, file = "", type] = /^(.*)\/([^/]+)\.(conda|tar\.bz2)$/.exec(clean) ?? [];
  if (place === undefined) return undefined;
  const parts = decoded(file).split("-");
  const [version, build] = parts.slice(-2);
  const name = parts.slice(0, -2).join("-");
  if (!NAME.test(name) || !EXACT.test(version!)) return undefined;
  const [channel, subdir] = channelOf(place);
  const hex = /^(?:sha256:|md5:)?([0-9a-f]{32}|[0-9a-f]{64})$/i.exec(hash)?.[1]?.toLowerCase();
  return {
    name,
    version: version!,
    build: build!,
    versions: `==${version!}`,
    type: type!,
    ...(channel === undefined ? {} : { channel: channel.replace(/^https:\/\/conda\.anaconda\.org\//, "") }),
    ...(subdir === undefined ? {} : { subdir }),
    ...(hex === undefined ? {} : { hashes: [`${hex.length === 32 ? "md5" : "sha256"}:${hex}`] }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A package of a conda channel, for which OSV has no ecosystem. `channel`: where it comes from if it does not say so itself. */
export function condaPackage(spec: CondaSpec, at: Location, channel: string | undefined): LockedPackage {
  const { name, version, build, subdir, hashes, type, versions } = spec;
  const where = spec.channel ?? channel;
  return {
    name,
    ...(version === undefined ? { unlocked: versions === "" ? name : versions } : { version }),
    purl: purl("conda", undefined, name.toLowerCase(), version, { build, channel: where, subdir, type }),
    at,
    ...(hashes === undefined ? {} : { hashes }),
    ...(where === undefined ? {} : { source: { kind: "channel", where } }),
  };
}
