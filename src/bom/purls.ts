import type { Reference } from "../core/card-facts";
import { githubRepository } from "./address";

const COMMIT = /^[0-9a-f]{40}$/i;
/** `org/name` of the Hugging Face hub; a name alone may be a directory and is not taken for one. */
const HUB_NAME = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;
const HUB_HOSTS = ["huggingface.co", "hf.co"];
/** What names no version: it means something else tomorrow. */
const MOVING = /^(latest|main|master|head|dev|develop|trunk|nightly|stable|default)$/i;

/** Whether it is a full commit. */
export function isCommit(revision: string | undefined): revision is string {
  return revision !== undefined && COMMIT.test(revision);
}

/** A version that stays what it is: no branch, no path, no address. */
export function fixedVersion(text: string): string | undefined {
  return text === "" || MOVING.test(text) || /[\\/]/.test(text) ? undefined : text;
}

/** `pkg:huggingface/org/name@commit` (purl-spec, type huggingface), only where pinned by the full commit. */
export function huggingFacePurl(reference: Reference): string | undefined {
  const name = hubName(reference);
  return name === undefined || !isCommit(reference.revision)
    ? undefined
    : `pkg:huggingface/${name}@${reference.revision.toLowerCase()}`;
}

/** `org/name` where the reference is one of the hub: by name, by `hf:` or by the address of its page. */
export function hubName({ name, url }: Reference): string | undefined {
  const address = url ?? (/^(hf:|https?:)/.test(name) ? name : undefined);
  if (address === undefined) return HUB_NAME.test(name) ? name : undefined;
  const short = /^hf:(?:\/\/)?([^@]+)/.exec(address)?.[1] ?? pageOf(address);
  return short !== undefined && HUB_NAME.test(short) ? short : undefined;
}

function pageOf(address: string): string | undefined {
  try {
    const { hostname, pathname } = new URL(address);
    const [owner, repo] = pathname.split("/").filter(Boolean);
    return HUB_HOSTS.includes(hostname) && repo !== undefined ? `${owner}/${repo}` : undefined;
  } catch {
    return undefined;
  }
}

/** `pkg:github/owner/repo@commit`, only where the commit is known. */
export function githubPurl(url: string | undefined, commit: string | undefined): string | undefined {
  const repository = url === undefined ? undefined : githubRepository(url);
  if (repository === undefined || !isCommit(commit)) return undefined;
  const [owner, repo] = [repository.owner, repository.repo].map((each) => encodeURIComponent(decodedOnce(each)));
  return `pkg:github/${owner}/${repo}@${commit.toLowerCase()}`;
}

function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `pkg:oci/name@sha256:<hex>?repository_url=host/path/name` (purl-spec, type oci), only where pinned by digest. */
export function ociPurl(name: string, digest: string | undefined): string | undefined {
  if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
  if (!/^[a-z0-9][a-z0-9._/:-]{0,254}$/.test(name) || name.includes("//") || name.endsWith("/")) return undefined;
  const last = name.slice(name.lastIndexOf("/") + 1);
  const where = name.includes("/") ? `?repository_url=${encodeURIComponent(name).replaceAll("%3A", ":")}` : "";
  return `pkg:oci/${encodeURIComponent(last)}@${digest.replace(":", "%3A")}${where}`;
}
