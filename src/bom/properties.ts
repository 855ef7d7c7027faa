import { Property } from "@cyclonedx/cyclonedx-library/Models";
import { byCodePoint } from "../core/order";
import { MAX_LIST_LENGTH, prose } from "./clean";
import type { NamedValue } from "./model/component";

const PREFIX = "model-assay:";

/** Names that a document gives become part of ours: lower-case letters, digits, `.` and `-`. */
export function slug(name: string): string {
  return name
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** Our own properties, sorted, each once; `name` without prefix, values that are empty or absent are left out. */
export function propertiesOf(
  given: readonly (readonly [string, string | number | boolean | undefined])[],
): NamedValue[] {
  const seen = new Map<string, NamedValue>();
  for (const [name, raw] of given.slice(0, 4 * MAX_LIST_LENGTH)) {
    const value = raw === undefined ? "" : prose(String(raw));
    if (value !== "" && name !== "") seen.set(`${name}\0${value}`, { name: `${PREFIX}${name}`, value });
  }
  return [...seen.values()].sort((a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.value, b.value));
}

/** The same as the library's. */
export function asModels(values: readonly NamedValue[]): Property[] {
  return values.map(({ name, value }) => new Property(name, value));
}
