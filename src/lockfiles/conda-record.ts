import type { LockEntry } from "../core/lockfile";
import type { Location } from "../core/location";
import type { PackageSource } from "../core/package-facts";
import { itemsOf, member, membersOf, stringOf, type JsonNode } from "../syntax/json";
import { httpsHost, withoutCredentials } from "./address";
import { condaPackage, parseCondaUrl, type CondaSpec } from "./conda-spec";
import type { Reached } from "./dependency-graph";
import { parseRequirement } from "./pep508";
import { pypiName } from "../core/package-name";
import { purl } from "./purl";
import { readAddress } from "./python-address";
import { reachPython, type PythonAsk } from "./python-graph";
import { indexSource, isProjectItself, OtherIndexes, pythonPackage } from "./python-locked";

/** One record of a lockfile that holds packages of conda and of PyPI: conda-lock and pixi. */
export interface CondaRecord {
  readonly manager: "conda" | "pypi";
  readonly name: string;
  readonly version?: string | undefined;
  /** An address or a path, as written. */
  readonly from: string;
  /** The index of Python packages, where the record says it. */
  readonly index?: string | undefined;
  readonly hashes: readonly string[];
  /** What all records of this package ask for. */
  readonly asks: PythonAsk[];
  readonly group?: string | undefined;
  /** Characters from the start of the text. */
  readonly place: number;
}

/** Records by what they lock: the same package for several platforms is one, where it stands first. */
export class CondaRecords {
  private readonly byKey = new Map<string, CondaRecord>();

  add(record: CondaRecord): void {
    const key = [record.manager, record.name, record.version ?? "", placeKey(record)].join("\0");
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, record);
    else {
      for (const ask of record.asks) known.asks.push(ask);
      // What runs in production is not for tests alone, whoever else has it.
      if (known.group !== undefined && record.group === undefined) this.byKey.set(key, { ...known, group: undefined });
    }
  }

  /** `lineAt`: where a place in the text is. */
  *entries(lineAt: (place: number) => Location): Generator<LockEntry> {
    const records = [...this.byKey.values()];
    const reached = reachPython(records, undefined);
    const indexes = new OtherIndexes();
    for (const [number, record] of records.entries()) {
      const at = lineAt(record.place);
      const around = { ...reached[number], ...(record.group === undefined ? {} : { group: record.group }) };
      if (record.manager === "conda") {
        if (!isProjectItself(record.from)) yield condaEntry(record, at, around);
        continue;
      }
      const source = pypiSource(record);
      if (source?.kind === "local" && isProjectItself(source.where)) continue;
      yield* indexes.note(source, at);
      yield pythonPackage({ ...installed(record), at, source, hashes: record.hashes, reached: around });
    }
  }
}

/** What makes two records of one version different: not the platform, which is in the address too. */
function placeKey(record: CondaRecord): string {
  if (record.manager === "conda") return parseCondaUrl(record.from)?.channel ?? record.from;
  return pypiSource(record)?.where ?? "";
}

function condaEntry({ name, version, from, hashes }: CondaRecord, at: Location, around: Reached): LockEntry {
  const spec = parseCondaUrl(from);
  if (spec !== undefined) {
    // As with wheels, the name of the file counts.
    const told: CondaSpec = { ...spec, ...(hashes.length === 0 ? {} : { hashes }) };
    return { kind: "package", pkg: { ...condaPackage(told, at, undefined), ...around } };
  }
  const where = withoutCredentials(from);
  const kind = /^git\+/.test(from) ? "vcs" : /^[a-z]+:\/\//i.test(from) ? "url" : "local";
  return {
    kind: "package",
    pkg: {
      name,
      ...(version === undefined ? {} : { version }),
      purl: purl("conda", undefined, name.toLowerCase(), version),
      at,
      ...around,
      ...(hashes.length === 0 ? {} : { hashes }),
      source: { kind, where },
    },
  };
}

/** The name of a wheel is what gets installed; the fields beside it are what people read. */
function installed({ name, version, from }: CondaRecord): { name: string; version: string | undefined } {
  const wheel = readAddress(from.replace(/^direct\+/, ""));
  const same = wheel.name === undefined || pypiName(wheel.name) === pypiName(name);
  return { name: same ? name : wheel.name!, version: wheel.version ?? version };
}

/** None for PyPI. A file of another host is one of an index, unless the file says that it was asked for by its address. */
function pypiSource({ from, index }: CondaRecord): PackageSource | undefined {
  if (from.startsWith("direct+")) return readAddress(from.slice("direct+".length)).source;
  if (index !== undefined) return indexSource(index);
  const { source } = readAddress(from);
  if (source.kind !== "url") return source;
  const host = httpsHost(source.where);
  return host === undefined ? source : indexSource(`https://${host}`);
}

/** `sha256` and `md5` of a node, as `algorithm:hex`. */
export function hashesOf(node: JsonNode | undefined): string[] {
  return ["sha256", "md5"].flatMap((algorithm) => {
    const hex = stringOf(member(node, algorithm));
    return hex === undefined ? [] : [`${algorithm}:${hex}`];
  });
}

/** Names that a package asks for: keys of a mapping, or a list of specifications of conda or of Python. */
export function asksOf(node: JsonNode | undefined): PythonAsk[] {
  const named = membersOf(node).map(({ key }): PythonAsk => ({ name: key }));
  const listed = itemsOf(node).flatMap((item): PythonAsk[] => {
    const text = stringOf(item);
    return text === undefined ? [] : askOf(text);
  });
  return [...named, ...listed];
}

/** `numpy >=1.2`, `black[d] (>=3) ; extra == 'x'`, `libgcc-ng 12.* h1_2`. */
function askOf(text: string): PythonAsk[] {
  const requirement = parseRequirement(text);
  if (requirement !== undefined) {
    const { name, extras, marker = "" } = requirement;
    const forExtras = [...marker.matchAll(/\bextra\s*==\s*['"]([^'"]{1,100})['"]/g)].map(([, extra]) => extra!);
    return [{ name, ...(extras.length === 0 ? {} : { extras }), ...(forExtras.length === 0 ? {} : { forExtras }) }];
  }
  const name = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}/.exec(text.trim())?.[0];
  return name === undefined ? [] : [{ name }];
}
