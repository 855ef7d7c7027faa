import type { AffectedRange, RangeEvent } from "../core/advisory";
import type { Version, VersionScheme } from "./versions/scheme";

type Kind = "introduced" | "fixed" | "last" | "limit";

/** An event, its version read: exactly, roughly (`near`), or not at all. */
interface Point {
  readonly kind: Kind;
  readonly text: string;
  /** `undefined` for the beginning of everything (`introduced: "0"`), and where `exact` is `none`. */
  readonly version?: Version;
  readonly exact: "yes" | "about" | "none";
}

/** A range whose events are read and sorted, once for all versions that are held against it. */
export interface ReadRange {
  readonly points: readonly Point[];
  readonly limits: readonly Point[];
}

/** Whether a range holds a version; `unreadable` names the event that leaves it open. */
export type Inside = "inside" | "outside" | { readonly unreadable: string };

/** The events of a range, sorted by version. Those that cannot be read stay behind the one that they follow in the record. */
export function readRange({ events }: AffectedRange, scheme: VersionScheme): ReadRange {
  const all = events.flatMap((event) => pointsOf(event, scheme));
  const sortable = all.filter(({ exact }) => exact !== "none");
  const sorted = sortable.filter(({ kind }) => kind !== "limit").sort((a, b) => comparePoints(a, b, scheme));
  all.forEach((point, index) => {
    if (point.exact !== "none" || point.kind === "limit") return;
    const before = all.slice(0, index).findLast(({ kind }) => kind !== "limit");
    sorted.splice(before === undefined ? 0 : sorted.indexOf(before) + 1, 0, point);
  });
  return { points: withoutInnerEnds(sorted), limits: all.filter(({ kind }) => kind === "limit") };
}

/**
 * Whether `version` is inside, as https://ossf.github.io/osv-schema/#evaluation has it. An event that cannot be read, or
 * only roughly, may be before the version or behind it: both are followed, and what comes out the same is certain.
 * `version` absent: one that cannot be read; of it is known only that it is behind the beginning of everything.
 */
export function inside({ points, limits }: ReadRange, version: Version | undefined, scheme: VersionScheme): Inside {
  let open: Point | undefined;
  let may = { affected: false, not: true };
  for (const point of points) {
    const reached = reaches(point, version, scheme);
    const affected = point.kind === "introduced";
    if (reached === true) [may, open] = [{ affected, not: !affected }, undefined];
    else if (reached === undefined) {
      open ??= point;
      may = { affected: may.affected || affected, not: may.not || !affected };
    }
  }
  if (!may.affected) return "outside";
  const below = limits.map((limit) => (limit.text === "*" ? false : reaches(limit, version, scheme)));
  if (below.length > 0 && below.every((reached) => reached === true)) return "outside";
  const limit = below.length === 0 || below.includes(false) ? undefined : limits[below.indexOf(undefined)];
  if (!may.not && limit === undefined) return "inside";
  const unread = may.not ? open! : limit!;
  return { unreadable: `${words(unread.kind)} ${JSON.stringify(unread.text)}` };
}

/** Whether a version is at or behind an event (for the last affected one: behind it). */
function reaches(point: Point, version: Version | undefined, scheme: VersionScheme): boolean | undefined {
  if (point.exact === "none") return undefined;
  if (point.version === undefined) return true;
  if (version === undefined) return undefined;
  if (point.exact === "about" && scheme.lenient!.near(version, point.version)) return undefined;
  const order = scheme.compare(version, point.version);
  const reached = point.kind === "last" ? order > 0 : order >= 0;
  return reached || scheme.spans?.(version, point.version) !== true ? reached : undefined;
}

function pointsOf(event: RangeEvent, scheme: VersionScheme): Point[] {
  const given: readonly (readonly [Kind, string | undefined])[] = [
    ["introduced", event.introduced],
    ["fixed", event.fixed],
    ["last", event.lastAffected],
    ["limit", event.limit],
  ];
  return given.flatMap(([kind, text]) => (text === undefined ? [] : [point(kind, text, scheme)]));
}

function point(kind: Kind, text: string, scheme: VersionScheme): Point {
  if (kind === "introduced" && text === "0") return { kind, text, exact: "yes" };
  const { lenient } = scheme;
  const version = scheme.parse(text) ?? scheme.parse(lenient?.mend(text) ?? "");
  if (version !== undefined) return { kind, text, version, exact: "yes" };
  const anchor = lenient?.anchor(text);
  return anchor === undefined ? { kind, text, exact: "none" } : { kind, text, version: anchor, exact: "about" };
}

/** The beginning of everything first; else by version, and the order of the record where versions are the same. */
function comparePoints(a: Point, b: Point, scheme: VersionScheme): number {
  if (a.version === undefined || b.version === undefined)
    return Number(a.version !== undefined) - Number(b.version !== undefined);
  return scheme.compare(a.version, b.version);
}

/**
 * Of last affected versions in a row, the highest ends the range. Read by the letter of the schema the first would, and
 * torch 2.7.1 were not affected by a record that names 2.5.0 and 2.7.1 (PYSEC-2025-210).
 */
function withoutInnerEnds(points: readonly Point[]): Point[] {
  return points.filter(({ kind }, index) => kind !== "last" || points[index + 1]?.kind !== "last");
}

function words(kind: Kind): string {
  return kind === "last" ? "last_affected" : kind;
}
