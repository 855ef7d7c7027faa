import type { Advisory, Affected, AffectedRange, RangeEvent, SeverityVector } from "../core/advisory";
import { Malformed } from "../core/bytes";
import { wholeSeconds } from "../core/time";
import { isTime } from "./api-names";

/** Elements of any array of a record (real ones: 1,583 versions, 147 references). Against memory (CWE-770). */
const MAX_ELEMENTS = 100_000;
/** Characters of an id, a name, a version, a date. Real ones stay below 300. */
const MAX_WORD = 2_000;
/** Characters kept of a summary or of details: what is shown is their beginning. */
const MAX_PROSE = 4_000;

type Members = Readonly<Record<string, unknown>>;

/**
 * A record of the OSV schema (https://ossf.github.io/osv-schema/) from parsed JSON. Members that are not used are not
 * looked at. Throws `Malformed`, with the path of the member, where one that is used is not what the schema says.
 */
export function readAdvisory(value: unknown): Advisory {
  const record = object(value, "record");
  const withdrawn = optional(record["withdrawn"], (given) => word(given, "withdrawn"));
  return {
    id: word(record["id"], "id"),
    modified: word(record["modified"], "modified"),
    ...published(record["published"]),
    ...(withdrawn === undefined ? {} : { withdrawn }),
    aliases: list(record["aliases"], "aliases", word),
    summary: prose(record["summary"], "summary"),
    details: prose(record["details"], "details"),
    severity: list(record["severity"], "severity", vector),
    ...databaseSeverity(record),
    affected: list(record["affected"], "affected", affected),
    references: list(record["references"], "references", (each, path) =>
      text(object(each, path)["url"], `${path}.url`).slice(0, MAX_WORD),
    ),
  };
}

/** No advisory is older, and Go's databases write the year 1 where nobody knows the time (`time.Time{}`). */
const FIRST_TIME = Date.UTC(1970, 0, 1);
/** Beyond, nanoseconds since 1970 have no room in 64 bits: Rego takes such a time for an error. */
const LAST_TIME = Date.UTC(2262, 0, 1);

/** A record without a time of publication still says what is affected: what is no time is as if it were absent. */
function published(value: unknown): { published?: string } {
  const time = isTime(value) ? Date.parse(value) : NaN;
  if (!(time >= FIRST_TIME && time < LAST_TIME)) return {};
  return { published: wholeSeconds(new Date(time)) };
}

function affected(value: unknown, path: string): Affected {
  const member = object(value, path);
  const named = member["package"] ?? undefined;
  // Records of whole repositories (`GIT`) name no package: nothing that is looked up has no name.
  const pkg = named === undefined ? { ecosystem: "", name: "" } : object(named, `${path}.package`);
  return {
    ecosystem: named === undefined ? "" : word(pkg["ecosystem"], `${path}.package.ecosystem`),
    name: named === undefined ? "" : word(pkg["name"], `${path}.package.name`),
    ranges: list(member["ranges"], `${path}.ranges`, range),
    versions: list(member["versions"], `${path}.versions`, word),
    severity: list(member["severity"], `${path}.severity`, vector),
    ...databaseSeverity(member),
  };
}

function range(value: unknown, path: string): AffectedRange {
  const member = object(value, path);
  const type = word(member["type"], `${path}.type`);
  // Commits say nothing about versions.
  return { type, events: type === "GIT" ? [] : list(member["events"], `${path}.events`, event) };
}

function event(value: unknown, path: string): RangeEvent {
  const member = object(value, path);
  const read = (name: string) => optional(member[name], (given) => word(given, `${path}.${name}`));
  const introduced = read("introduced");
  const fixed = read("fixed");
  const lastAffected = read("last_affected");
  const limit = read("limit");
  return {
    ...(introduced === undefined ? {} : { introduced }),
    ...(fixed === undefined ? {} : { fixed }),
    ...(lastAffected === undefined ? {} : { lastAffected }),
    ...(limit === undefined ? {} : { limit }),
  };
}

function vector(value: unknown, path: string): SeverityVector {
  const member = object(value, path);
  return { type: word(member["type"], `${path}.type`), score: word(member["score"], `${path}.score`) };
}

/** What RustSec files beside vulnerabilities: nobody looks after a crate any more, or something is worth knowing. */
const NO_FLAW: ReadonlySet<string> = new Set(["unmaintained", "notice"]);

/** What a database puts there is its own affair, so anything but a word is as if it were absent. */
function databaseSeverity(member: Members): { databaseSeverity?: string } {
  for (const name of ["database_specific", "ecosystem_specific"]) {
    const own = member[name];
    const given = typeof own === "object" && own !== null ? (own as Members)["severity"] : undefined;
    if (typeof given === "string" && given.length <= MAX_WORD) return { databaseSeverity: given };
    const informational = typeof own === "object" && own !== null ? (own as Members)["informational"] : undefined;
    if (typeof informational === "string" && NO_FLAW.has(informational)) return { databaseSeverity: "LOW" };
  }
  return {};
}

function object(value: unknown, path: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Malformed(`${path} is not an object`);
  return value as Members;
}

function list<T>(value: unknown, path: string, read: (each: unknown, path: string) => T): readonly T[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Malformed(`${path} is not an array`);
  if (value.length > MAX_ELEMENTS) throw new Malformed(`${path} has more than ${MAX_ELEMENTS} elements`);
  return value.map((each, index) => read(each, `${path}[${index}]`));
}

function optional<T>(value: unknown, read: (given: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

function text(value: unknown, path: string): string {
  if (typeof value !== "string") throw new Malformed(`${path} is not a text`);
  return value;
}

function word(value: unknown, path: string): string {
  const given = text(value, path);
  if (given.length > MAX_WORD) throw new Malformed(`${path} has more than ${MAX_WORD} characters`);
  return given;
}

function prose(value: unknown, path: string): string {
  return optional(value, (given) => text(given, path).slice(0, MAX_PROSE)) ?? "";
}
