import { pypiName } from "../core/package-name";
import type { Advisory, PackageQuery } from "../core/advisory";
import { baseEcosystem } from "./name";

/** Bytes of a name: the API's store takes no longer ones, and fails the batch. */
const MAX_NAME_BYTES = 1_500;
/** `GHSA-...`, `RHSA-2003:315`: what starts with a letter and cannot leave its place in a path. CWE-22. */
const ID = /^[A-Za-z][A-Za-z0-9._:+-]{0,127}$/;
/** RFC 3339, which the schema asks for (https://ossf.github.io/osv-schema/#id-modified-fields). */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/**
 * Why a query is not worth sending; `undefined` where it is. One that the API refuses fails the whole batch, so it never
 * gets into one.
 */
export function refusal({ ecosystem, name }: PackageQuery): string | undefined {
  if (baseEcosystem(ecosystem) !== ecosystem) return "the OSV API knows no such ecosystem";
  if (name.trim() === "") return "the package has no name";
  if (/[\0-\x1f\x7f-\x9f]/.test(name)) return "the name has control characters, which no package has";
  if (/\p{Surrogate}/u.test(name)) return "the name is no valid Unicode";
  if (Buffer.byteLength(name) > MAX_NAME_BYTES)
    return `the name is longer than ${MAX_NAME_BYTES.toLocaleString("en-US")} bytes, which the OSV API does not take`;
  return undefined;
}

export const isId = (id: unknown): id is string => typeof id === "string" && ID.test(id);
export const isTime = (time: unknown): time is string => typeof time === "string" && TIME.test(time);

/**
 * Whether a record is about a package at all, generous in spelling: whether it is exactly this one is the matcher's to
 * say. An ecosystem may have a suffix (`Maven:https://...`).
 */
export function isAbout({ affected }: Advisory, { ecosystem, name }: PackageQuery): boolean {
  const wanted = loose(name);
  return affected.some((each) => baseEcosystem(each.ecosystem) === ecosystem && loose(each.name) === wanted);
}

/** No other ecosystem is more generous. */
const loose = pypiName;
