import type { Location } from "../../core/location";
import type { LockedPackage } from "../../core/package-facts";
import { purl, purlOf } from "../purl";

/** Characters of one reference. CWE-400. */
const MAX_USES = 500;
const ACTION = /^([A-Za-z0-9][A-Za-z0-9-]{0,99})\/([\w.-]{1,100})(?:\/[^@\s]{0,300})?@(\S{1,255})$/;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;
/** Three numbers are a release; `v4` and `v4.1` are moved along by most projects. */
const RELEASE = /^v?(\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,100})?)$/;

export interface UsedAction {
  readonly pkg: LockedPackage;
  readonly owner: string;
  /** `owner/repo@ref`. */
  readonly written: string;
  /** Whether nobody can change what runs without changing this line. */
  readonly pinned: boolean;
}

/**
 * `owner/repo[/path]@ref` of a step or a reusable workflow
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses). `comment`: what
 * stands behind it in the line, where the version of a pinned commit is told. Undefined where it is none.
 */
export function readAction(uses: string, comment: string, at: Location): UsedAction | undefined {
  const [, owner, repo, ref] = uses.length > MAX_USES ? [] : (ACTION.exec(uses) ?? []);
  if (owner === undefined || repo === undefined || ref === undefined) return undefined;
  const name = `${owner}/${repo}`;
  const pinned = COMMIT.test(ref);
  const version = RELEASE.exec(pinned ? versionIn(comment) : ref)?.[1];
  const common = { owner, written: `${name}@${ref}`, pinned };
  if (version !== undefined || !pinned) {
    const pkg = {
      name,
      purl: purlOf("GitHub Actions", name, version),
      ecosystem: "GitHub Actions",
      at,
      direct: true,
    } as const;
    return { ...common, pkg: { ...pkg, ...(version === undefined ? { unlocked: ref } : { version }) } };
  }
  // A commit without a word about its version: nothing is open, but there is nothing to look up either.
  const source = { kind: "vcs", where: `https://github.com/${name}@${ref}` } as const;
  const [space, base] = [owner.toLowerCase(), repo.toLowerCase()];
  return { ...common, pkg: { name, purl: purl("github", space, base, ref), at, direct: true, source } };
}

/** `# v4.1.2`, `# tag=v4.1.2`, `# pin@v4.1.2`. */
function versionIn(comment: string): string {
  return /^[ \t]*#[ \t]*(?:[a-z]{1,20}[=@:][ \t]*)?(\S{1,120})/i.exec(comment)?.[1] ?? "";
}

/** `docker://image:tag` or `docker://image@sha256:...`: an image, of which OSV knows nothing. */
export function readImage(uses: string, at: Location): LockedPackage | undefined {
  if (uses.length > MAX_USES || !/^docker:\/\//i.test(uses)) return undefined;
  const where = uses.slice("docker://".length).trim();
  const [image = "", digest] = where.split("@", 2);
  const colon = image.lastIndexOf(":");
  const tagged = colon > image.lastIndexOf("/");
  const name = tagged ? image.slice(0, colon) : image;
  if (name === "") return undefined;
  const tag = tagged ? image.slice(colon + 1) : "latest";
  const source = { kind: "image", where } as const;
  if (digest !== undefined && /^sha256:[0-9a-f]{64}$/i.test(digest)) {
    const base = name.slice(name.lastIndexOf("/") + 1).toLowerCase();
    const place = purl("oci", undefined, base, digest.toLowerCase(), {
      repository_url: name.toLowerCase(),
      tag: tagged ? tag : undefined,
    });
    return { name, version: digest.toLowerCase(), purl: place, at, direct: true, source };
  }
  const cut = name.lastIndexOf("/");
  const place = purl("docker", cut < 0 ? undefined : name.slice(0, cut), name.slice(cut + 1), tag);
  return { name, purl: place, at, direct: true, source, unlocked: tag };
}
