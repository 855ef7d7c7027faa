import type { Reference } from "./card-facts";
import { compileGlob } from "./glob";
import { hubRepository, isHubId, isShortHubId } from "./hub-name";
import type { AllowLists } from "./policy";

/**
 * Where a model is from, as the policy's `sources.allow` names it, without scheme, revision and credentials:
 * `huggingface.co/org/name`, `github.com/acme/models`, `example.com/models/a.gguf`, `s3/bucket/prefix`, `local/path`.
 */

const HUB_PLACE = "huggingface.co";
/** Servers on which names that differ in case alone are one. */
const CASELESS = /^(?:huggingface\.co|github\.com)\//i;

/** The place of a source of `models.lock.yaml`; `undefined` for what cannot be told. A name alone is a path here. */
export function placeOfSource(source: string): string | undefined {
  const short = /^hf:(?:\/\/)?([^/@]{1,200}\/[^/@]{1,200})/.exec(source)?.[1];
  if (short !== undefined) return clear(source) && `${HUB_PLACE}/${short}`;
  if (/^git\+/i.test(source)) {
    const [address] = source.slice("git+".length).split("#");
    return placeOfAddress(address!.replace(/^([a-z]+:\/\/[^/]*\/.*?)@[^@]+$/i, "$1"));
  }
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(source)) return placeOfAddress(source);
  return clear(`local/${source.replace(/^(?:\.?\/)+/, "")}`);
}

/** The place of what a document names: a repository of the hub by its name, or an address. */
export function placeOfReference({ name, url }: Reference): string | undefined {
  const address = url ?? (name.includes("://") || name.startsWith("hf:") ? name : undefined);
  if (address !== undefined) return placeOfSource(address);
  return isHubId(name) || isShortHubId(name) ? `${HUB_PLACE}/${name}` : undefined;
}

/** Host and path; other schemes than those of the web stand before: `s3/bucket/prefix`. */
function placeOfAddress(address: string): string | undefined {
  const hub = hubRepository(address);
  if (hub !== undefined) return `${HUB_PLACE}/${hub.kind === "dataset" ? "datasets/" : ""}${hub.id}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname, search } = new URL(address);
  const path = `${host}${pathname}`.replace(/\/+$/, "").replace(/\.git$/i, "");
  if (/^https?:$/.test(protocol)) return host === "" ? undefined : clear(`${path}${search}`);
  // Of an object store, dots are a part of the name that resolving them would hide.
  return clear(address) && clear(`${protocol.slice(0, -1)}/${path.replace(/^\/+/, "")}`);
}

/** Whoever serves it may read an encoded slash, or dots, as another directory than a pattern does (CWE-22). */
function clear(place: string): string | undefined {
  return /%2f|%5c|%2e|\\|(?:^|\/)\.\.?(?:\/|$)/i.test(place) ? undefined : place;
}

/** Whether every list has a pattern that fits. Without lists everything does; an empty list lets nothing in. */
export function placeMatcher(lists: AllowLists): (place: string) => boolean {
  const compiled = lists.map((patterns) =>
    patterns.map((pattern) => ({ exact: compileGlob(pattern), folded: compileGlob(pattern.toLowerCase()) })),
  );
  return (place) => {
    const folds = CASELESS.test(place);
    const low = place.toLowerCase();
    return compiled.every((list) => list.some(({ exact, folded }) => (folds ? folded(low) : exact(place))));
  };
}
