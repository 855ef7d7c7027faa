import { satisfies as satisfiesPep440, validRange as validPep440 } from "@renovatebot/pep440";
import { satisfies as satisfiesGem } from "@renovatebot/ruby-semver";
import semver from "semver";
import type { Ecosystem } from "../core/ecosystem";
import { SCHEMES } from "./versions";
import { MAX_VERSION_LENGTH } from "./versions/scheme";

/** Characters of a constraint. Real ones have up to some 80; the libraries' patterns are not all linear (CWE-1333). */
const MAX_WANTED = 256;

/**
 * Whether what the project asks for (`^4.17.0`, `~=2.1`, `>=1,<2`) allows a version. `undefined` where it cannot be read,
 * or where the ecosystem has no such constraint: Go's minimum never stands in the way.
 */
export function insideWanted(ecosystem: Ecosystem, wanted: string, version: string): boolean | undefined {
  if (wanted.length > MAX_WANTED || version.length > MAX_VERSION_LENGTH) return undefined;
  const reader = READERS[ecosystem];
  if (reader === undefined || SCHEMES[ecosystem].parse(version) === undefined) return undefined;
  try {
    return reader(wanted.trim(), version);
  } catch {
    return undefined;
  }
}

type Reader = (wanted: string, version: string) => boolean | undefined;

const READERS: Partial<Readonly<Record<Ecosystem, Reader>>> = {
  npm: insideSemver,
  "crates.io": (wanted, version) => insideSemver(wanted.split(",").map(cargoPart).join(" "), version),
  Pub: (wanted, version) => insideSemver(wanted === "any" ? "*" : wanted, version),
  Packagist: (wanted, version) => insideSemver(fromComposer(wanted), version.replace(/^v/, "")),
  PyPI: insidePython,
  RubyGems: insideGem,
  Hex: (wanted, version) =>
    anyOf(wanted.split(/\s+or\s+/), (part) => insideGem(part.split(/\s+and\s+/).join(", "), version)),
  Maven: (wanted, version) => (/^[[(]/.test(wanted) ? insideInterval("Maven", wanted, version) : undefined),
  NuGet: (wanted, version) => insideInterval("NuGet", /^[[(]/.test(wanted) ? wanted : `[${wanted},)`, version),
};

function insideSemver(wanted: string, version: string): boolean | undefined {
  if (wanted === "" || semver.validRange(wanted) === null || semver.valid(version) === null) return undefined;
  return semver.satisfies(version, wanted);
}

/** Cargo's `1.2` is `^1.2` (https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html). */
function cargoPart(part: string): string {
  const plain = part.trim();
  return /^\d+(?:\.\d+)*(?:[-+]|$)/.test(plain) ? `^${plain}` : plain;
}

/** Composer's `~1.2` allows 1.3, and a comma or one bar is what npm writes as a space or two bars. */
function fromComposer(wanted: string): string {
  return wanted
    .replace(/@\w+/g, "")
    .replace(/\|+/g, "||")
    .replace(/,/g, " ")
    .replace(
      /~\s*v?(\d+)\.(\d+)(?![.\d])/g,
      (_, major: string, minor: string) => `>=${major}.${minor}.0 <${Number(major) + 1}.0.0-0`,
    );
}

function insideGem(wanted: string, version: string): boolean | undefined {
  const readable = wanted.split(",").every((part) => /^\s*(?:[<>]=?|!?=|~>)?\s*\d[\w.-]*\s*$/.test(part));
  return readable ? satisfiesGem(version, wanted) : undefined;
}

/** Specifiers of PEP 440, and what Poetry has beside them: `^1.2`, `~1.2`, `1.*`, alternatives with bars. */
function insidePython(wanted: string, version: string): boolean | undefined {
  return anyOf(wanted.split(/\s*\|\|?\s*/), (alternative) => {
    const specifiers = alternative
      .replace(/^\((.*)\)$/, "$1")
      .split(",")
      .map(pythonPart)
      .join(",");
    if (specifiers === "*") return true;
    // The locked version may be a pre-release, and then pip keeps to pre-releases as well.
    return validPep440(specifiers) && specifiers !== ""
      ? satisfiesPep440(version, specifiers, { prereleases: true })
      : undefined;
  });
}

function pythonPart(part: string): string {
  const plain = part.trim();
  const poetry = /^([\^~])\s*v?(\d+(?:\.\d+)*)$/.exec(plain);
  if (poetry === null) return /^\d/.test(plain) ? `==${plain}` : plain;
  const release = poetry[2]!.split(".").map(Number);
  // `^0.2.3` ends before 0.3: the first number that is not zero stays. `~1.2.3` ends before 1.3, `~1` before 2.
  const significant = release.findIndex((number) => number !== 0);
  const kept = poetry[1] === "~" ? Math.min(1, release.length - 1) : significant < 0 ? release.length - 1 : significant;
  const end = release.slice(0, kept + 1).map((number, index) => (index === kept ? number + 1 : number));
  return `>=${poetry[2]},<${end.join(".")}`;
}

/** `[1.0,2.0)`, `[1.0]`, `(,1.0],[1.2,)` (https://maven.apache.org/pom.html#dependency-version-requirement-specification). */
function insideInterval(ecosystem: "Maven" | "NuGet", wanted: string, version: string): boolean | undefined {
  const scheme = SCHEMES[ecosystem];
  const locked = scheme.parse(version)!;
  const intervals = wanted.match(/[[(][^[\]()]*[\])]/g) ?? [];
  if (intervals.join(",") !== wanted.replace(/\s+/g, "")) return undefined;
  return anyOf(intervals, (interval) => {
    const [low = "", high = low] = interval.slice(1, -1).split(",");
    const orders = [low, high].map((text) => {
      const bound = text === "" ? undefined : scheme.parse(text);
      return bound === undefined ? undefined : scheme.compare(locked, bound);
    });
    if ([low, high].some((text, index) => text !== "" && orders[index] === undefined)) return undefined;
    const [fromLow = 1, fromHigh = -1] = orders;
    return (
      (interval.startsWith("[") ? fromLow >= 0 : fromLow > 0) && (interval.endsWith("]") ? fromHigh <= 0 : fromHigh < 0)
    );
  });
}

/** True where one allows it; unknown where none does and one cannot be read. */
function anyOf(parts: readonly string[], allows: (part: string) => boolean | undefined): boolean | undefined {
  const answers = parts.map(allows);
  return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
}
