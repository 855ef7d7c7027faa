import type { Advisory, AdvisorySource, PackageQuery, PackageRecords, UnreadableRecord } from "../core/advisory";
import type { AdvisoryDatabase, AdvisoryDatabases } from "../core/advisory-database";
import { Malformed, type ByteSource } from "../core/bytes";
import type { DatabaseIndexStore } from "../core/database-index-store";
import type { Ecosystem } from "../core/ecosystem";
import { idOf, unpackAll, type BatchVisitor, type RecordBatch } from "./database-batches";
import { readDirectory } from "./database-directory";
import { IndexBuilder, indexSubject, membersByIndex } from "./database-index";
import { candidates, type Candidate } from "./database-names";
import { baseEcosystem, normalName } from "./name";
import { readAdvisory } from "./record";

/** Records that may concern any package and cannot be read. A database with more of them answers nothing. */
const MAX_UNREADABLE = 100;
/** Pairs of a name asked for and a record that names it. A large project has some thousands (CWE-770). */
const MAX_FOUND = 200_000;

/**
 * The records of packages from databases on disk. One that names a package and cannot be read is unreadable for that
 * package; one that does not tell which package it is about (a damaged member, no JSON, no `name`) is so for
 * every package asked for. A record that only names others is not looked at further. With `indexes` the first search of a
 * database keeps what records have which names, and later ones read those alone; the answers are the same.
 */
export function createDatabaseSource(databases: AdvisoryDatabases, indexes?: DatabaseIndexStore): AdvisorySource {
  const dated = new Map<Ecosystem, string>();
  return {
    describe() {
      const ages = [...dated].map(([ecosystem, day]) => `${ecosystem} of ${day}`);
      return `the OSV database in ${databases.where}${ages.length === 0 ? "" : ` (${ages.sort().join(", ")})`}`;
    },
    async recordsOf(queries) {
      const answers = new Map<Ecosystem, (name: string) => PackageRecords>();
      for (const [ecosystem, names] of namesByEcosystem(queries)) {
        const search = await searchOne({ databases, indexes }, ecosystem, names);
        if ("failed" in search) answers.set(ecosystem, () => search);
        else {
          dated.set(ecosystem, search.dated);
          answers.set(ecosystem, (name) => search.found.of(name));
        }
      }
      return queries.map(({ ecosystem, name }) => answers.get(ecosystem)!(normalName(ecosystem, name)));
    },
  };
}

function namesByEcosystem(queries: readonly PackageQuery[]): Map<Ecosystem, Set<string>> {
  const names = new Map<Ecosystem, Set<string>>();
  for (const { ecosystem, name } of queries) {
    const known = names.get(ecosystem);
    if (known === undefined) names.set(ecosystem, new Set([normalName(ecosystem, name)]));
    else known.add(normalName(ecosystem, name));
  }
  return names;
}

type Search = { readonly found: Found; readonly dated: string } | { readonly failed: string };

interface Sources {
  readonly databases: AdvisoryDatabases;
  readonly indexes: DatabaseIndexStore | undefined;
}

/** Reads a database once. One ecosystem after the other, so that memory is that of one. */
async function searchOne({ databases, indexes }: Sources, ecosystem: Ecosystem, names: Set<string>): Promise<Search> {
  const failed = (error: unknown) => ({
    failed: `the database for ${ecosystem} in ${databases.where} cannot be read: ${(error as Error).message}`,
  });
  let database: AdvisoryDatabase;
  try {
    const opened = await databases.open(ecosystem);
    if ("failed" in opened) return { failed: opened.failed };
    database = opened;
  } catch (error) {
    return failed(error);
  }
  try {
    return { found: await searchDatabase(database.bytes, ecosystem, names, indexes), dated: database.dated };
  } catch (error) {
    return failed(error);
  } finally {
    database.close();
  }
}

async function searchDatabase(
  source: ByteSource,
  ecosystem: Ecosystem,
  names: Set<string>,
  indexes: DatabaseIndexStore | undefined,
): Promise<Found> {
  const members = readDirectory(source);
  if (members.count === 0) throw new Malformed("it has no records");
  const subject = indexes === undefined ? undefined : indexSubject(source, members, ecosystem);
  const stored = subject === undefined ? undefined : indexes?.get(subject.key);
  const chosen = stored === undefined ? undefined : membersByIndex(stored, subject!, names);
  const builder = subject === undefined || chosen !== undefined ? undefined : new IndexBuilder();
  const found = new Found(ecosystem, names);
  const visitor: BatchVisitor = {
    batch(batch) {
      builder?.searched(batch.members.length);
      for (const candidate of candidates(batch, ecosystem, names, builder?.name)) {
        if (candidate.unsure) builder?.unclear(candidate.member);
        found.add(batch, candidate, () => idOf(source, members, candidate.member));
      }
    },
    unreadable(member, detail) {
      builder?.searched(1);
      builder?.unclear(member);
      found.unclear({ id: idOf(source, members, member), detail });
    },
  };
  await unpackAll(source, members, visitor, chosen);
  const index = builder?.finish(subject!);
  if (index !== undefined) indexes!.put(subject!.key, index);
  return found;
}

/** What was found for each name. */
class Found {
  private readonly advisories = new Map<string, Advisory[]>();
  private readonly unreadable = new Map<string, UnreadableRecord[]>();
  /** Records of which nobody knows what they are about. */
  private readonly anyone: UnreadableRecord[] = [];
  private count = 0;

  constructor(
    private readonly ecosystem: Ecosystem,
    private readonly asked: ReadonlySet<string>,
  ) {}

  add({ bytes }: RecordBatch, { start, end, names, unsure }: Candidate, memberId: () => string): void {
    let id: string | undefined;
    let advisory: Advisory;
    try {
      const value: unknown = JSON.parse(bytes.toString("utf8", start, end));
      id = idIn(value);
      advisory = readAdvisory(value);
    } catch (error) {
      const record = { id: id ?? memberId(), detail: detailOf(error) };
      if (unsure) this.unclear(record);
      else for (const name of names) this.keep(this.unreadable, name, record);
      return;
    }
    for (const name of this.namesOf(advisory)) this.keep(this.advisories, name, advisory);
  }

  unclear(record: UnreadableRecord): void {
    if (this.anyone.push(record) > MAX_UNREADABLE)
      throw new Malformed(`more than ${MAX_UNREADABLE} of its records cannot be read, ${record.id} among them`);
  }

  /** Sorted by id: members are unpacked in no order. */
  of(name: string): PackageRecords {
    const unreadable = [...(this.unreadable.get(name) ?? []), ...this.anyone];
    return { advisories: [...(this.advisories.get(name) ?? [])].sort(byId), unreadable: unreadable.sort(byId) };
  }

  private keep<T>(into: Map<string, T[]>, name: string, value: T): void {
    if (++this.count > MAX_FOUND) throw new Malformed(`more than ${MAX_FOUND} of its records name what was asked for`);
    const known = into.get(name);
    if (known === undefined) into.set(name, [value]);
    else known.push(value);
  }

  private namesOf({ affected }: Advisory): Set<string> {
    const names = new Set<string>();
    for (const { ecosystem, name } of affected) {
      const normal = normalName(this.ecosystem, name);
      if (baseEcosystem(ecosystem) === this.ecosystem && this.asked.has(normal)) names.add(normal);
    }
    return names;
  }
}

function idIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "id")) return undefined;
  const { id } = value as { id: unknown };
  return typeof id === "string" && id !== "" && id.length <= 200 ? id : undefined;
}

function detailOf(error: unknown): string {
  return error instanceof Malformed ? error.message : "it is no JSON";
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
