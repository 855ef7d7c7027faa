import { Property } from "@cyclonedx/cyclonedx-library/Models";
import { byCodePoint } from "../core/order";
import { placeOf } from "./facts";
import type { Citation, MlComponent } from "./model/component";

/** Fields of one component whose source is said; the longest real card has some 800 metrics. CWE-770. */
const MAX_SOURCES = 2_000;

/**
 * Who says a field, as citations of 1.7: a JSON pointer (RFC 6901) for each field, one citation for each place.
 * `components` in the order in which they stand in the document.
 */
export function citationsOf(components: readonly MlComponent[], timestamp: string, attributedTo: string): Citation[] {
  const byPlace = new Map<string, string[]>();
  components.forEach(({ sources }, index) => {
    for (const { path, at } of sources.slice(0, MAX_SOURCES)) {
      const pointer = `/${["components", index, ...path].map(escaped).join("/")}`;
      const place = placeOf(at);
      const pointers = byPlace.get(place);
      if (pointers === undefined) byPlace.set(place, [pointer]);
      else pointers.push(pointer);
    }
  });
  return [...byPlace.keys()]
    .sort(byCodePoint)
    .map((note) => ({ pointers: byPlace.get(note)!, timestamp, attributedTo, note }));
}

/** The same as properties, for 1.6 and where no time is known, which a citation must have. */
export function addSourceProperties(components: readonly MlComponent[]): void {
  for (const component of components)
    for (const { path, label = path.join("."), at } of component.sources.slice(0, MAX_SOURCES))
      component.properties.add(new Property(`model-assay:source:${label}`, placeOf(at)));
}

function escaped(segment: string | number): string {
  return String(segment).replaceAll("~", "~0").replaceAll("/", "~1");
}
