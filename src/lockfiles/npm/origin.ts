/** Where a lockfile of the npm world takes a package from. Addresses are without credentials. */
export type Origin =
  | {
      readonly kind: "registry";
      /** Host of a registry that is not the default one. */
      readonly host?: string;
      /** What the archive's address says that it holds; of default registries only, whose addresses follow a rule. */
      readonly archive?: { readonly name: string; readonly version: string };
    }
  | { readonly kind: "url" | "vcs" | "local"; readonly where: string };

export const REGISTRY: Origin = { kind: "registry" };

/** Registries that hold the same packages under the same names, and JSR's for its own scope. */
const DEFAULT_HOSTS = new Set(["registry.npmjs.org", "registry.yarnpkg.com", "npm.jsr.io"]);
/** Hosts whose archives are made from a repository, or put there by people: no registry, whatever their path looks like. */
const CODE_HOSTS = new Set([
  "github.com",
  "codeload.github.com",
  "raw.githubusercontent.com",
  "gitlab.com",
  "bitbucket.org",
  "gist.github.com",
]);

/** Nearly all addresses; a URL need not be made of them. */
const USUAL =
  /^https:\/\/registry\.(?:npmjs\.org|yarnpkg\.com)\/(?:@[\w.-]+\/)?[\w.-]+\/-\/[\w.-]+\.tgz(?:#[0-9a-f]*)?$/;
const VCS = /^(?:git(?:\+[a-z]+)?:|ssh:|git@|(?:github|gitlab|bitbucket|gist):|hg\+)/i;
const LOCAL = /^(?:(?:file|link|portal|workspace|exec):|\.{1,2}(?:[\\/]|$)|[\\/~]|[a-z]:[\\/])/i;
const WEB = /^https?:\/\//i;
/** `owner/repository#commit`, which npm, yarn and bun take for one of GitHub. */
const SHORTHAND = /^[\w.-]+\/[\w.-]+(?:#[^\s]*)?$/;

/** What an address in a lockfile (`resolved`, a git version, a tarball) points to; without one it is the default registry. */
export function originOf(address: string | undefined): Origin {
  if (address === undefined || address === "") return REGISTRY;
  if (USUAL.test(address)) return { kind: "registry", archive: archiveOf(address.slice(address.indexOf("/", 8)))! };
  if (LOCAL.test(address)) return { kind: "local", where: address.replace(/^(?:file|link|portal|workspace):/i, "") };
  if (VCS.test(address) || SHORTHAND.test(address)) return { kind: "vcs", where: withoutCredentials(address) };
  if (WEB.test(address)) return originOfUrl(address);
  return REGISTRY;
}

/**
 * The same where the lock says that the package is one of a registry, by its range or its key: then an address of any
 * form is that registry's, and the package is looked up by its name.
 */
export function registryAt(address: string | undefined): Origin {
  const origin = originOf(address);
  if (origin.kind !== "url") return origin;
  return { kind: "registry", host: /^[a-z]+:\/\/([^/?#]*)/i.exec(origin.where)?.[1] ?? origin.where };
}

/** What is in no registry although its address does not tell where it is: a word of a plugin, an unknown scheme. */
export function elsewhere(address: string): Origin {
  const origin = originOf(address);
  return origin.kind === "registry" && origin.archive === undefined ? { kind: "url", where: address } : origin;
}

/** Whether a range asks for something that is not in a registry: an address, a path, a repository. */
export function isElsewhere(range: string): boolean {
  return originOf(range).kind !== "registry" || WEB.test(range);
}

/** Without the user, the password, and the query, where tokens stand; `git@` says nothing of anybody. */
export function withoutCredentials(address: string): string {
  const plain = address.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i, (_, scheme: string, user: string) =>
    user === "git" ? `${scheme}git@` : scheme,
  );
  return plain.replace(/\?[^#]*/, "");
}

function originOfUrl(address: string): Origin {
  const where = withoutCredentials(address);
  let url: URL;
  try {
    url = new URL(where);
  } catch {
    return { kind: "url", where };
  }
  const path = url.pathname;
  if (DEFAULT_HOSTS.has(url.hostname)) {
    const archive = archiveOf(path);
    return archive === undefined ? REGISTRY : { kind: "registry", archive };
  }
  if (/\.git$/.test(path) || url.hostname === "codeload.github.com") return { kind: "vcs", where };
  const isApi = url.hostname === "gitlab.com" && path.startsWith("/api/v4/");
  if (CODE_HOSTS.has(url.hostname) && !isApi) return { kind: "url", where };
  // `/name/-/name-1.0.0.tgz` is npm's own form, which nearly all registries keep; GitHub's and China's have `/download/`.
  const isRegistry = /\/-\/(?!archive\/)|\/download\/|\/npm\//.test(path);
  return isRegistry ? { kind: "registry", host: url.host } : { kind: "url", where };
}

/** `/@scope/name/-/name-1.2.3.tgz`, the form of npm's registry; JSR's (`/~/11/@jsr/a__b/1.0.0.tgz`) is not read. */
function archiveOf(path: string): { name: string; version: string } | undefined {
  const cut = path.indexOf("/-/");
  const end = path.lastIndexOf(".tgz");
  if (cut < 1 || end < cut) return undefined;
  const name = decoded(path.slice(1, cut));
  const file = decoded(path.slice(cut + 3, end));
  const base = name.slice(name.indexOf("/") + 1);
  const bare = file.slice(file.lastIndexOf("/") + 1);
  // A version begins with a digit, behind the name; of a few old packages the file is not called like them.
  const version = bare.startsWith(`${base}-`) ? bare.slice(base.length + 1) : "";
  return name === "" ? undefined : { name, version };
}

function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
