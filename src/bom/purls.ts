import type { Reference } from "../core/card-facts";
import { isCommit } from "../core/commit";
import { hubRepository, isHubId, type HubRepository } from "../core/hub-name";
import type { ModelOrigin } from "../core/inventory";
import { addressOf, githubRepository } from "./address";

/** What names no version: it means something else tomorrow. */
const MOVING = /^(latest|main|master|head|dev|develop|trunk|nightly|stable|default)$/i;

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

/** `org/name` where the reference is a model of the hub: by name, by `hf:` or by the address of its page. */
export function hubName({ name, url }: Reference): string | undefined {
  const repository = hubOf("model", url ?? name);
  return repository?.kind === "model" ? repository.id : undefined;
}

/** `kind` is what a name alone is of; an address says that itself. */
function hubOf(kind: HubRepository["kind"], text: string): HubRepository | undefined {
  if (!/^(hf:|https?:)/.test(text)) return isHubId(text) ? { kind, id: text } : undefined;
  const short = /^hf:(?:\/\/)?(datasets\/)?([^@]+)/.exec(text);
  if (short === null) return hubRepository(text);
  const [, datasets, id = ""] = short;
  return isHubId(id) ? { kind: datasets === undefined ? "model" : "dataset", id } : undefined;
}

/** The page of a repository of the hub: of the commit, where that is the full one. */
function hubPage({ kind, id }: HubRepository, revision: string | undefined): string {
  const commit = isCommit(revision) ? `/tree/${revision.toLowerCase()}` : "";
  return `https://huggingface.co/${kind === "dataset" ? "datasets/" : ""}${id}${commit}`;
}

/** Where a model or dataset is read about: the address that is written, or the page of what is surely on the hub. */
export function pageOf(kind: HubRepository["kind"], { name, revision, url }: Reference): string | undefined {
  const written = url ?? name;
  const hub = /^https?:/.test(written) ? undefined : hubOf(kind, written);
  return hub === undefined ? addressOf(written) : hubPage(hub, revision);
}

type Origin = Pick<ModelOrigin, "source" | "revision">;

/** The address that was recorded; `hf:org/name` is the page of the commit. */
export function originAddress(origin: Origin): string | undefined {
  return isAddress(origin) ? pageOf("model", referenceOf(origin)) : undefined;
}

/** Where a model came from, as a purl: only with the hub's name and the full commit. */
export function originPurl(origin: Origin): string | undefined {
  return isAddress(origin) ? huggingFacePurl(referenceOf(origin)) : undefined;
}

/** A source without a scheme is a path. */
const isAddress = ({ source }: Origin) => /^[a-z][a-z0-9+.-]*:/i.test(source);

const referenceOf = ({ source, revision }: Origin): Reference => ({
  name: source,
  ...(revision === undefined ? {} : { revision }),
});

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
