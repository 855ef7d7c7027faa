import { isGlob } from "../core/glob";

/** Where a model comes from, as the user or the manifest names it. `revision` is the one to follow, if any is named. */
export type SourceAddress =
  | {
      readonly kind: "hub";
      /** `org/name`. */
      readonly model: string;
      readonly revision?: string;
      /** A directory, a file, or a pattern of files. */
      readonly only?: string;
    }
  | { readonly kind: "http"; readonly url: string }
  | { readonly kind: "git"; readonly url: string; readonly revision?: string; readonly only?: string }
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  | { readonly kind: "local"; readonly path: string };

/** What is no source, in words. */
export class NoSource extends Error {
  override readonly name = "NoSource";
}

export const HUB = "https://huggingface.co";

/** A name of the hub: letters, digits, `-`, `_` and `.`, neither `--` nor `..`, as its clients check it. */
const HUB_PART = /^(?!.*(--|\.\.))[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?$/;
/** Of references and commits: nothing that git, an address or a shell would read as more. */
const REVISION = /^[A-Za-z0-9_][A-Za-z0-9._/+-]{0,254}$/;
/** Parts of an address that carry a right to read: they would be kept in the manifest for everybody. */
const SECRET = /(^|[-_])(signature|sig|token|key|credential|password|secret|auth)$/i;
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Reads a SOURCE. Throws `NoSource`, whose words never repeat credentials. */
export function parseSource(text: string): SourceAddress {
  if (text === "" || text.length > 2048 || /[\u0000-\u0020\u007f]/.test(text))
    throw new NoSource("a source is a short text without spaces: an address, or a path");
  if (text.startsWith("hf:")) return hubName(text.slice(3).replace(/^\/\//, ""));
  if (text.startsWith("s3://")) return s3(text);
  if (/^git\+[a-z+]+:/i.test(text)) return git(text.slice(4));
  if (/^https?:/i.test(text)) return web(text);
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(text))
    throw new NoSource("a source is hf:org/name, https://, git+https://, s3:// or a path");
  return { kind: "local", path: text };
}

/** The address as the manifest keeps it; `parseSource` reads it back. */
export function writeSource(source: SourceAddress): string {
  if (source.kind === "http") return source.url;
  if (source.kind === "local") return source.path;
  if (source.kind === "s3") return `s3://${source.bucket}/${source.prefix}`;
  if (source.kind === "git")
    return `git+${source.url}${source.revision === undefined ? "" : `@${source.revision}`}${source.only === undefined ? "" : `#${source.only}`}`;
  if (source.revision === undefined && source.only === undefined) return `${HUB}/${source.model}`;
  const only = source.only === undefined ? "" : `/${source.only.split("/").map(encoded).join("/")}`;
  return `${HUB}/${source.model}/tree/${encodeURIComponent(source.revision ?? "main")}${only}`;
}

/** Whether the source names one revision for good: a whole commit. */
export function isCommit(revision: string | undefined): boolean {
  return revision !== undefined && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
}

/** A revision that may be asked for. Throws `NoSource`. */
export function checkRevision(revision: string): string {
  if (!REVISION.test(revision) || revision.includes(".."))
    throw new NoSource("this is no revision: a branch, a tag or a commit");
  return revision;
}

/** The source with another revision to follow. Throws `NoSource` where it has none. */
export function atRevision(source: SourceAddress, revision: string): SourceAddress {
  if (source.kind !== "hub" && source.kind !== "git") throw new NoSource("only the hub and git have revisions");
  return { ...source, revision: checkRevision(revision) };
}

/** An address that may be asked: https, or http to this machine. */
export function isSafeAddress(address: URL): boolean {
  return address.protocol === "https:" || (address.protocol === "http:" && isLoopback(address));
}

export function isLoopback(address: URL): boolean {
  return LOOPBACK.includes(address.hostname);
}

/** `org/name[@revision][/only]`; a revision with a slash is one of the hub's `refs/`, or written with `%2F`. */
function hubName(text: string): SourceAddress {
  const found = /^([^/@]+\/[^/@]+)(?:@((?:refs\/[a-z]+\/)?[^/]+))?(?:\/(.+))?$/.exec(text);
  if (found === null)
    throw new NoSource("a model of the hub is hf:org/name, hf:org/name@revision or hf:org/name/directory");
  return hub(found[1]!, found[2], found[3]);
}

function hub(model: string, revision: string | undefined, only: string | undefined): SourceAddress {
  if (!model.split("/").every((part) => HUB_PART.test(part)))
    throw new NoSource("this is no name of the hub: org/name, of letters, digits, -, _ and .");
  const where = only === undefined ? undefined : part(only);
  return {
    kind: "hub",
    model,
    ...(revision === undefined ? {} : { revision: checkRevision(decoded(revision)) }),
    ...(where === undefined || where === "" ? {} : { only: where }),
  };
}

function web(text: string): SourceAddress {
  const url = address(text);
  const parts = url.pathname.split("/").filter((each) => each !== "");
  if (url.host === "huggingface.co" || url.host === "hf.co") {
    const [org, name, word, revision, ...rest] = parts;
    if (org === undefined || name === undefined || ["datasets", "spaces", "api"].includes(org))
      throw new NoSource("a model of the hub is https://huggingface.co/org/name");
    if (word !== undefined && !["tree", "blob", "resolve"].includes(word))
      throw new NoSource("a model of the hub is https://huggingface.co/org/name or .../tree/revision");
    return hub(`${org}/${name}`, revision, rest.length === 0 ? undefined : rest.map(decoded).join("/"));
  }
  if (parts.length === 0 || url.pathname.endsWith("/"))
    throw new NoSource("this address names no file; of a repository use git+https://");
  url.hash = "";
  return { kind: "http", url: url.href };
}

function git(text: string): SourceAddress {
  if (!/^(https?|file):/i.test(text))
    throw new NoSource("git is asked by git+https:// (or git+file:// on this machine)");
  const hash = text.indexOf("#");
  const only = hash < 0 ? "" : part(text.slice(hash + 1));
  const [, base, revision] = /^([a-z]+:\/\/[^/]*\/.*?)(?:@([^@]+))?$/.exec(hash < 0 ? text : text.slice(0, hash)) ?? [];
  if (base === undefined) throw new NoSource("a repository of git is git+https://host/path[@revision][#directory]");
  const url = /^file:/i.test(base) ? new URL(base) : address(base);
  if (url.protocol === "file:" && url.host !== "") throw new NoSource("git+file:// names no host");
  return {
    kind: "git",
    url: url.href,
    ...(revision === undefined ? {} : { revision: checkRevision(revision) }),
    ...(only === "" ? {} : { only }),
  };
}

function s3(text: string): SourceAddress {
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text);
  if (found === null || found[1]!.includes("..")) throw new NoSource("a bucket is s3://bucket/prefix");
  return { kind: "s3", bucket: found[1]!, prefix: found[2] ?? "" };
}

/** An address that may be asked and kept. */
function address(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.host === "") throw new NoSource("this is no address");
  if (url.username !== "" || url.password !== "")
    throw new NoSource("this address holds credentials, and the manifest would keep them: leave them out");
  if (!isSafeAddress(url)) throw new NoSource("a source is asked by https only (or by http on this machine)");
  if ([...url.searchParams.keys()].some((name) => SECRET.test(name)))
    throw new NoSource("this address is signed or holds a token, and the manifest would keep it: leave it out");
  return url;
}

/** A directory, a file or a pattern inside of a source. */
function part(text: string): string {
  const plain = text.replace(/\/+$/, "");
  if (plain.split("/").some((each) => each === ".." || each === "." || each === "") && plain !== "")
    throw new NoSource("the part of the source leads out of it");
  return plain;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new NoSource("this address has a % that is no escape");
  }
}

function encoded(text: string): string {
  return isGlob(text)
    ? text.replaceAll("%", "%25").replaceAll("?", "%3F").replaceAll("#", "%23")
    : encodeURIComponent(text);
}
