import type { BomChange } from "../core/bom-change";
import { byCodePoint } from "../core/order";
import type { ComparedBom, ComparedContainer } from "./compared";
import { sorted } from "./counted";

type Containers = ComparedBom["containers"];

/** Images that came, went, or have another tag or digest, by their name. */
export function diffContainers(base: Containers, head: Containers): BomChange[] {
  const names = [...new Set([...base.keys(), ...head.keys()])].sort(byCodePoint);
  return names.flatMap((name) => diffImages(name, base.get(name) ?? [], head.get(name) ?? []));
}

function diffImages(name: string, base: readonly ComparedContainer[], head: readonly ComparedContainer[]): BomChange[] {
  const [before, after] = [new Set(base.map(words)), new Set(head.map(words))];
  const from = sorted([...before].filter((image) => !after.has(image)));
  const to = sorted([...after].filter((image) => !before.has(image)));
  if (from.length === 0 && to.length === 0) return [];
  if (base.length === 0) return to.map((image) => ({ kind: "container-added", name, image }));
  if (head.length === 0) return from.map((image) => ({ kind: "container-removed", name, image }));
  const tags = new Map(base.map(({ tag, digest }) => [tag, digest]));
  const sameTag = head.some(({ tag, digest }) => tag !== undefined && tags.has(tag) && tags.get(tag) !== digest);
  return [{ kind: "container-changed", name, from, to, sameTag }];
}

/** `tag@sha256:…`, without the name. */
function words({ tag, digest, image }: ComparedContainer): string {
  if (tag === undefined && digest === undefined) return image;
  return `${tag ?? ""}${digest === undefined ? "" : `@${digest}`}`;
}
