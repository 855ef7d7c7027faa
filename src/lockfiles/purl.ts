import { pypiName } from "../core/package-name";
import type { Ecosystem } from "../core/ecosystem";

/** The purl type of each ecosystem (https://github.com/package-url/purl-spec). */
const TYPES: Readonly<Record<Ecosystem, string>> = {
  PyPI: "pypi",
  npm: "npm",
  Go: "golang",
  "crates.io": "cargo",
  RubyGems: "gem",
  Packagist: "composer",
  Maven: "maven",
  "GitHub Actions": "github",
  CRAN: "cran",
  NuGet: "nuget",
  Pub: "pub",
  Hex: "hex",
};

/** Ecosystems whose names have a namespace, and what stands before the base name. */
const SEPARATORS: Partial<Readonly<Record<Ecosystem, string>>> = {
  npm: "/",
  Go: "/",
  Packagist: "/",
  "GitHub Actions": "/",
  Maven: ":",
};

/**
 * The purl of a package of an ecosystem. `name` as OSV spells it: `@scope/name` (npm), `group:artifact` (Maven),
 * `vendor/name` (Packagist), a module path (Go), `owner/repo` (GitHub Actions).
 */
export function purlOf(ecosystem: Ecosystem, name: string, version?: string): string {
  const spelled =
    ecosystem === "PyPI"
      ? pypiName(name)
      : ["npm", "Packagist", "GitHub Actions"].includes(ecosystem)
        ? name.toLowerCase()
        : name;
  const separator = SEPARATORS[ecosystem];
  const cut = separator === undefined ? -1 : spelled.lastIndexOf(separator);
  return purl(TYPES[ecosystem], cut < 0 ? undefined : spelled.slice(0, cut), spelled.slice(cut + 1), version);
}

/**
 * A purl of any type (`conda`, `generic`, `huggingface`); qualifiers without a value are left out. Our own writer:
 * packageurl-js 2.0.1 throws a ReferenceError on some Go versions.
 */
export function purl(
  type: string,
  namespace: string | undefined,
  name: string,
  version?: string,
  qualifiers: Readonly<Record<string, string | undefined>> = {},
): string {
  const space = namespace === undefined ? "" : `${namespace.split("/").filter(Boolean).map(encode).join("/")}/`;
  const given = Object.entries(qualifiers).filter((each): each is [string, string] => !!each[1]);
  const query = given.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${encode(value)}`);
  return [
    `pkg:${type}/${space}${encode(name)}`,
    version === undefined ? "" : `@${encode(version)}`,
    query.length === 0 ? "" : `?${query.join("&")}`,
  ].join("");
}

/** Percent-encoding as purl has it: everything but letters, digits, `.`, `-`, `_`, `~`, and colons stay. */
function encode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text; // most names, and eight times as fast
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"))
    .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%3A", ":");
}
