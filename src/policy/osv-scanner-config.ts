import { Malformed } from "../core/bytes";
import { utcDay } from "../core/time";
import {
  parseToml,
  tomlAt,
  tomlEntries,
  tomlItems,
  tomlString,
  tomlTable,
  type TomlValue,
} from "../syntax/toml-places";
import { Lines } from "../syntax/lines";

/** What an `osv-scanner.toml` lets pass: a flaw, or those of packages. Absent conditions hold for everything. */
export interface OsvScannerIgnore {
  /** An advisory, or an alias of it. */
  readonly id?: string;
  /** A package, as its ecosystem spells it. */
  readonly package?: string;
  readonly ecosystem?: string;
  readonly version?: string;
  /** A group of dependencies, such as `dev`. */
  readonly group?: string;
  readonly reason: string;
  /** The last whole day that it holds, `YYYY-MM-DD`, UTC. Absent: it never ends. */
  readonly until?: string;
  /** From 1. */
  readonly line: number;
}

export interface OsvScannerConfig {
  readonly ignores: readonly OsvScannerIgnore[];
  /** What is not understood or has no effect here, in words with lines. */
  readonly notices: readonly string[];
}

/** Characters of one file; long ones have some 30,000. CWE-770. */
const MAX_CONFIG = 1024 ** 2;
/** Entries, and notices, of one file. CWE-770. */
const MAX_ENTRIES = 10_000;
const MAX_NOTICES = 100;

/**
 * Reads an `osv-scanner.toml` (https://google.github.io/osv-scanner/configuration/, as osv-scanner 2.5 does it). It holds for the
 * lockfiles of its own directory. Throws `Malformed`, with the place in characters, where it is no such file; keys that nobody
 * knows are notices.
 */
export function readOsvScannerConfig(text: string): OsvScannerConfig {
  if (text.length > MAX_CONFIG) throw new Malformed("an osv-scanner.toml of more than 1 MiB");
  const { root, placesOf } = parseToml(text);
  const reader = new ConfigReader(new Lines(text), placesOf);
  reader.read(tomlEntries(root));
  return reader;
}

const VULN_KEYS = new Set(["id", "ignoreUntil", "reason"]);
const MATCH_KEYS = ["name", "version", "ecosystem", "group"] as const;
const PACKAGE_KEYS = new Set([
  ...MATCH_KEYS,
  "nameIsRegex",
  "ignore",
  "vulnerability",
  "license",
  "effectiveUntil",
  "reason",
]);
/** Settings for other things than flaws of packages. */
const ELSEWHERE = new Set(["GoVersionOverride", "ScanGoModVersion"]);

class ConfigReader implements OsvScannerConfig {
  readonly ignores: OsvScannerIgnore[] = [];
  readonly notices: string[] = [];
  private readonly ids = new Set<string>();

  constructor(
    private readonly lines: Lines,
    private readonly placesOf: (name: string) => readonly number[],
  ) {}

  read(entries: readonly (readonly [string, TomlValue])[]): void {
    for (const [key, value] of entries)
      if (key === "IgnoredVulns") this.tables(key, value, (entry, place) => this.vulnerability(entry, place));
      else if (key === "PackageOverrides") this.tables(key, value, (entry, place) => this.override(entry, place));
      else if (ELSEWHERE.has(key)) this.note(`${key} has no effect here`);
      else this.note(`unknown key ${key.slice(0, 100)}`);
  }

  private tables(key: string, value: TomlValue, use: (entry: TomlValue, place: number) => void): void {
    const places = this.placesOf(key);
    if (!Array.isArray(value)) throw new Malformed(`${key} must be written [[${key}]]`, places[0]);
    if (value.length > MAX_ENTRIES) throw new Malformed(`${key} has more than ${MAX_ENTRIES} entries`, places[0]);
    for (const [i, entry] of tomlItems(value).entries()) {
      const place = places[i] ?? 0;
      if (tomlTable(entry) === undefined) throw new Malformed(`${key} must hold tables`, place);
      use(entry, place);
    }
  }

  /** Of two entries for one id the first counts, even where it has ended. */
  private vulnerability(entry: TomlValue, place: number): void {
    this.unknown(entry, VULN_KEYS, "IgnoredVulns", place);
    const id = this.text(entry, "id", place);
    if (id === undefined || id === "") throw new Malformed("an entry of IgnoredVulns has no id", place);
    const ending = this.ending(entry, "ignoreUntil", place);
    if (this.ids.has(id)) return this.note(`${id.slice(0, 100)} stands twice, and the first counts`, place);
    this.ids.add(id);
    this.ignores.push({ id, ...ending });
  }

  private override(entry: TomlValue, place: number): void {
    this.unknown(entry, PACKAGE_KEYS, "PackageOverrides", place);
    // An empty text is none.
    const [name, version, ecosystem, group] = MATCH_KEYS.map((key) => this.text(entry, key, place) || undefined);
    const isPattern = this.flag(entry, place, "nameIsRegex") && name !== undefined;
    const [whole, flaws] = [this.flag(entry, place, "ignore"), this.flag(entry, place, "vulnerability", "ignore")];
    const ending = this.ending(entry, "effectiveUntil", place);
    // What is left says something of licences.
    if (!whole && !flaws) return;
    // A pattern of Go's is another one here, or takes for ever. Not to ignore is the safe side.
    if (isPattern) return this.note("names by pattern (nameIsRegex) are not applied here: name the packages", place);
    if ([name, version, ecosystem, group].every((each) => each === undefined))
      this.note("an override without name, version, ecosystem or group ignores every package", place);
    this.ignores.push({
      ...(name === undefined ? {} : { package: name }),
      ...(version === undefined ? {} : { version }),
      ...(ecosystem === undefined ? {} : { ecosystem }),
      ...(group === undefined ? {} : { group }),
      ...ending,
    });
  }

  private ending(entry: TomlValue, key: string, place: number): Pick<OsvScannerIgnore, "reason" | "until" | "line"> {
    const value = tomlAt(entry, key);
    if (value !== undefined && !(value instanceof Date))
      throw new Malformed(`${key} must be a date such as 2027-01-31, without quotes`, place);
    const until = value === undefined ? undefined : lastDay(value, key, place);
    return {
      reason: this.text(entry, "reason", place) ?? "",
      ...(until === undefined ? {} : { until }),
      line: this.lines.lineOf(place),
    };
  }

  private text(entry: TomlValue, key: string, place: number): string | undefined {
    const value = tomlAt(entry, key);
    if (value !== undefined && typeof value !== "string") throw new Malformed(`${key} must be a text`, place);
    return tomlString(value);
  }

  private flag(entry: TomlValue, place: number, ...path: readonly string[]): boolean {
    const value = tomlAt(entry, ...path);
    if (value !== undefined && typeof value !== "boolean")
      throw new Malformed(`${path.join(".")} must be true or false`, place);
    return value === true;
  }

  private unknown(entry: TomlValue, known: ReadonlySet<string>, where: string, place: number): void {
    for (const [key] of tomlEntries(entry))
      if (!known.has(key)) this.note(`unknown key ${key.slice(0, 100)} in ${where}`, place);
  }

  private note(words: string, place?: number): void {
    if (this.notices.length >= MAX_NOTICES) return;
    this.notices.push(place === undefined ? words : `line ${this.lines.lineOf(place)}: ${words}`);
  }
}

const DAY = 86_400_000;

/**
 * The last whole day before a moment: osv-scanner stops ignoring when it has come, so with `2027-01-31` the 30th is the last day.
 * It takes what has no zone for the machine's; here it is UTC, to be the same everywhere. Go's zero time stands for none.
 */
function lastDay(value: Date, key: string, place: number): string | undefined {
  const moment = value.getTime();
  if (Number.isNaN(moment) || value.getUTCFullYear() < 1)
    throw new Malformed(`${key} must be a date, not a time`, place);
  if (value.getUTCFullYear() === 1) return undefined;
  return utcDay(new Date(Math.floor(moment / DAY) * DAY - DAY));
}
