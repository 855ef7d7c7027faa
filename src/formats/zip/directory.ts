import type { ArchiveFact } from "../../core/archive-facts";
import type { Budget } from "../../core/budget";
import { Malformed, type ByteSource } from "../../core/bytes";
import { findEndRecords, type DirectoryPlace, type EndRecord } from "./end-record";
import { IN_ZIP64_16, readCentralEntry, readLocalHeader, type CentralEntry } from "./records";

/** Directories that are read of one file: one is normal, two is a trick, more only costs. CWE-400. */
const MAX_DIRECTORIES = 8;

/** Memory that an entry needs beside its name. Bytes. */
const ENTRY_COST = 200;

/** An entry, with what a reader adds to its offset: 0 where nothing stands before the archive. */
export interface ListedEntry extends CentralEntry {
  readonly base: number;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What the end of a zip says: the union of what readers would take for its directory. */
export interface ZipDirectory {
  readonly entries: readonly ListedEntry[];
  /** None: no reader that needs a directory reads this. */
  readonly records: readonly EndRecord[];
  /** The bytes of the directories themselves. */
  readonly ranges: readonly Range[];
  readonly facts: readonly ArchiveFact[];
  /** Why the entries may not be all. */
  readonly problem?: unknown;
}

const cache = new WeakMap<ByteSource, ZipDirectory>();

/** The directory, read once for all formats that ask. Never throws: `problem` says what went wrong. */
export function readZipDirectory(bytes: ByteSource, budget: Budget): ZipDirectory {
  const known = cache.get(bytes);
  if (known !== undefined) return known;
  const reader = new DirectoryReader(bytes, budget);
  let directory: ZipDirectory;
  try {
    reader.readAll();
    directory = reader;
  } catch (problem) {
    const { entries, records, ranges, facts } = reader;
    directory = { entries, records, ranges, facts, problem };
  }
  cache.set(bytes, directory);
  return directory;
}

class DirectoryReader implements ZipDirectory {
  readonly entries: ListedEntry[] = [];
  readonly records: EndRecord[] = [];
  readonly ranges: Range[] = [];
  readonly facts: ArchiveFact[] = [];
  /** Keys of the entries, once there is a second directory that may repeat them. */
  private seen: Set<string> | undefined;
  private readonly places: DirectoryPlace[] = [];

  constructor(
    private readonly bytes: ByteSource,
    private readonly budget: Budget,
  ) {}

  readAll(): void {
    for (const record of findEndRecords(this.bytes)) {
      if (this.isInsideMember(record)) continue;
      this.records.push(record);
      if (this.records.length > 1) this.disagree(record.at, "a second end record");
      for (const place of record.places) this.readDirectory(record, place);
    }
  }

  /** A stored zip near the end has an end record of its own, which is that member's business. */
  private isInsideMember(record: EndRecord): boolean {
    return this.entries.some((entry) => {
      const at = entry.offset + entry.base;
      if (at > record.at || at + entry.packed + entry.rawName.length + 2 * IN_ZIP64_16 < record.at) return false;
      const local = readLocalHeader(this.bytes, at);
      return local !== undefined && local.data <= record.at && record.at < local.data + entry.packed;
    });
  }

  private readDirectory(record: EndRecord, place: DirectoryPlace): void {
    if (this.places.some(({ start, base }) => start === place.start && base === place.base)) return;
    if (this.places.length >= MAX_DIRECTORIES) throw new Malformed("the zip has too many directories", place.start);
    if (this.places.length > 0) {
      this.disagree(place.start, "a second directory");
      this.seen = new Set(this.entries.map(keyOf));
    }
    this.places.push(place);
    const range = { start: place.start, end: place.start };
    this.ranges.push(range);
    let count = 0;
    for (let at = place.start; at < record.at; count++) {
      const read = readCentralEntry(this.bytes, at);
      if (read === undefined) break;
      this.add({ ...read.entry, base: place.base });
      range.end = at = Math.min(read.next, record.at);
    }
    this.compareCounts(place, count, range.end, record);
  }

  private add(entry: ListedEntry): void {
    if (this.seen?.has(keyOf(entry)) === true) return;
    this.budget.spend("members", 1);
    this.budget.spend("held", ENTRY_COST + 2 * entry.rawName.length);
    this.entries.push(entry);
  }

  private compareCounts(place: DirectoryPlace, count: number, end: number, record: EndRecord): void {
    const { entries, size, start } = place;
    // Archivers without Zip64 count modulo 65,536.
    if (entries !== count && (entries & IN_ZIP64_16) !== (count & IN_ZIP64_16))
      this.disagree(record.at, `the end record counts ${entries} members, the directory has ${count}`);
    if (size !== end - start)
      this.disagree(record.at, `the end record says that the directory has ${size} bytes, it has ${end - start}`);
  }

  private disagree(offset: number, detail: string): void {
    this.facts.push({ oddity: "header-mismatch", detail, offset });
  }
}

function keyOf(entry: ListedEntry): string {
  return JSON.stringify(entry);
}
