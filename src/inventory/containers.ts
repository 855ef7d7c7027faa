import type { Reference, Said } from "../core/card-facts";
import type { InventoryContainer } from "../core/inventory";
import { dockerfileImages, isDockerfile } from "./containers/dockerfile";
import { manifestImages, type NamedImage } from "./containers/manifests";
import type { TreeFile } from "./input";
import { withoutSecrets } from "../core/secrets";
import { sortedBy } from "./order";

/** Images that one file names. CWE-770. */
const MAX_IMAGES = 1000;
/** Characters of an image's name: a registry's host, 255 of a repository, 128 of a tag, and a digest. */
const MAX_IMAGE = 700;
/** A user and a password before the host, which an image never has: pasted from an address. An `@` has only a digest behind it. */
const USER = /^.*@(?=[^@]*\/)/s;

export interface ContainerFacts {
  readonly containers: readonly InventoryContainer[];
  /** Models that manifests serve by address. */
  readonly served: readonly Said<Reference>[];
  /** Files of which not all was read, with the reason. */
  readonly unread: readonly { readonly path: string; readonly detail: string }[];
}

/** Images that the files of a tree name: Dockerfiles, compose files, Kubernetes manifests, workflows, actions. */
export function readContainers(files: readonly TreeFile[]): ContainerFacts {
  const containers: InventoryContainer[] = [];
  const served: Said<Reference>[] = [];
  const unread: ContainerFacts["unread"][number][] = [];
  for (const { path, text, size } of files) {
    if (text === undefined) {
      if (isDockerfile(path)) unread.push({ path, detail: `it has ${size} bytes and was not read` });
      continue;
    }
    const images = new Map<string, InventoryContainer>();
    const found: Iterable<NamedImage> = isDockerfile(path) ? dockerfileImages(text) : manifestImages(text, path);
    for (const { image: written, line, use } of found) {
      const image = withoutSecrets(written).replace(USER, "");
      const at = { path, line };
      if (use === "served") served.push({ value: { name: image, url: image }, at });
      else if (image !== "" && image.length <= MAX_IMAGE && images.size <= MAX_IMAGES && !images.has(`${use} ${image}`))
        images.set(`${use} ${image}`, { ...parseImage(image), use, at });
    }
    if (images.size > MAX_IMAGES) {
      unread.push({
        path,
        detail: `it names more than ${MAX_IMAGES.toLocaleString("en-US")} images; the rest was left out`,
      });
      images.delete([...images.keys()].at(-1)!);
    }
    containers.push(...images.values());
  }
  const place = ({ at }: { readonly at: { readonly path: string } }) => at.path;
  const line = ({ at }: { readonly at: { readonly line?: number } }) => at.line ?? 0;
  return {
    containers: sortedBy(containers, place, line, ({ image }) => image),
    served: sortedBy(served, place, line, ({ value }) => value.name),
    unread,
  };
}

/** `registry:5000/name:tag@sha256:…` taken apart. A variable in a tag makes it no tag. */
export function parseImage(image: string): Pick<InventoryContainer, "image" | "name" | "tag" | "digest"> {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
  const rest = digest === undefined ? image : image.slice(0, -digest.length - 1);
  const tag = /^[^$]*:([\w][\w.-]{0,127})$/.exec(rest)?.[1];
  const colon = rest.lastIndexOf(":");
  const tagged = tag !== undefined && colon > rest.lastIndexOf("/");
  return {
    image,
    name: tagged ? rest.slice(0, colon) : rest,
    ...(tagged ? { tag } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}
