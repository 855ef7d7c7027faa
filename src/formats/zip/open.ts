import type { ArchiveFact } from "../../core/archive-facts";
import { Malformed, OutOfBounds } from "../../core/bytes";
import type { OpenContext } from "../../core/format";
import { within } from "../../core/location";
import type { Artifact, Subject } from "../../core/subject";
import { SliceSource } from "../../bytes/sources";
import { compareHeaders, oddHeader, sameNameKey } from "./compare";
import { readZipDirectory, type ListedEntry, type Range, type ZipDirectory } from "./directory";
import { FactList } from "./fact-list";
import { complement, descriptorLength, searchGap, type HiddenMember } from "./gaps";
import { openMember, type Reader } from "./member";
import { readLocalHeader, type HeaderFields, type LocalHeader } from "./records";

/**
 * Opens a zip as every reader at once: members that the directory lists, members that only a streaming
 * reader meets, and the bytes that belong to none. What is odd about it comes last, as one `archive`.
 */
export function* openZip(
  artifact: Artifact,
  context: OpenContext,
  container: string,
  reader?: Reader,
): Iterable<Subject> {
  const opening = new ZipOpening(artifact, context, reader ?? (() => undefined));
  let failure: { error: unknown } | undefined;
  try {
    yield* opening.members();
  } catch (error) {
    failure = { error };
  }
  const { count: members, facts } = opening;
  yield { kind: "archive", at: artifact.at, archive: { container, members, oddities: facts.all() } };
  if (failure !== undefined) throw failure.error;
}

class ZipOpening {
  count = 0;
  readonly facts = new FactList();
  private readonly directory: ZipDirectory;
  private readonly names = new Set<string>();
  private readonly extents: (Range & { readonly member: string })[] = [];

  constructor(
    private readonly artifact: Artifact,
    private readonly context: OpenContext,
    private readonly reader: Reader,
  ) {
    this.directory = readZipDirectory(artifact.bytes, context.budget);
  }

  *members(): Generator<Subject> {
    for (const fact of this.directory.facts) this.facts.add(fact);
    for (const entry of this.directory.entries) yield* this.listed(entry);
    this.findOverlaps();
    yield* this.unlisted();
    if (this.directory.problem !== undefined) throw this.directory.problem;
    if (this.directory.records.length === 0)
      throw new Malformed("the zip has no directory at its end: is the file complete?", this.artifact.bytes.size);
  }

  private *listed(entry: ListedEntry): Generator<Subject> {
    const { bytes, at } = this.artifact;
    const local = this.localAt(entry.offset + entry.base);
    this.noteAll(oddHeader(entry, entry.mode));
    this.noteName(entry);
    if (local === undefined) {
      const detail = `the directory says that it is at 0x${entry.offset.toString(16)}, where no local header is`;
      yield { kind: "unreadable", at: within(at, entry.name), reason: "malformed", detail };
      return;
    }
    this.noteAll(compareHeaders(entry, local));
    if (local.rawName !== entry.rawName) this.noteAll(oddHeader(local, 0));
    yield* this.open(entry, local);
    // After the content, so that a file is read from front to back.
    const end = local.data + entry.packed;
    const flags = local.flags | entry.flags;
    const descriptor = descriptorLength(bytes, end, { flags }, entry.packed);
    this.extents.push({ start: local.at, end: end + descriptor, member: entry.name });
  }

  /** A header whose extra field is cut off by the end of the file is none. */
  private localAt(place: number): LocalHeader | undefined {
    const { bytes } = this.artifact;
    try {
      return readLocalHeader(bytes, place);
    } catch (error) {
      if (error instanceof OutOfBounds || error instanceof Malformed) return undefined;
      throw error;
    }
  }

  private *open(entry: HeaderFields & { mode?: number }, local: LocalHeader): Generator<Subject> {
    this.count++;
    const { facts, artifact, context, reader } = this;
    yield* openMember({ entry, local, facts, artifact, context, reader });
  }

  private *unlisted(): Generator<Subject> {
    const { bytes } = this.artifact;
    const { ranges, records } = this.directory;
    const ends = records.map((record) => ({ start: record.first, end: record.end }));
    const known = [...this.extents, ...ranges, ...ends];
    const first = known.reduce((least, { start }) => Math.min(least, start), bytes.size);
    const last = ends.reduce((most, { end }) => Math.max(most, end), 0);
    for (const gap of complement(known, bytes.size)) {
      const { hidden, rests } = searchGap(bytes, gap, this.context.budget);
      for (const member of hidden) yield* this.hidden(member);
      for (const rest of rests) {
        const isOutside = records.length > 0 && (rest.start < first || rest.start >= last);
        yield* this.around(rest, !isOutside ? "inside" : rest.start < first ? "before" : "after");
      }
    }
  }

  private *hidden({ local, packed }: HiddenMember): Generator<Subject> {
    this.context.budget.spend("members", 1);
    if (this.directory.records.length > 0)
      this.facts.add({
        oddity: "hidden-member",
        member: local.name,
        detail: "a streaming reader sees it, the directory does not list it",
        offset: local.at,
      });
    this.noteAll(oddHeader(local, 0));
    this.noteName(local);
    yield* this.open({ ...local, packed }, local);
  }

  /** What comes first is what a loader meets that does not take the file for a zip. */
  private *around({ start, end }: Range, where: "before" | "inside" | "after"): Generator<Subject> {
    const { artifact } = this;
    const name = where === "inside" ? `<inside the archive at 0x${start.toString(16)}>` : `<${where} the archive>`;
    const detail = `${end - start} bytes ${where} the archive that belong to no member`;
    if (this.directory.records.length > 0) this.facts.add({ oddity: "data-around", detail, offset: start });
    const bytes = new SliceSource(artifact.bytes, start, end - start);
    const at = within(artifact.at, name);
    yield { kind: "member", at, artifact: { at, bytes, depth: artifact.depth + 1, nested: true } };
  }

  /** Overlapping members are how a small zip holds petabytes (Fifield 2019), or two readers see two files. */
  private findOverlaps(): void {
    const sorted = [...this.extents].sort((a, b) => a.start - b.start);
    let widest = sorted[0];
    for (const extent of sorted.slice(1)) {
      if (widest !== undefined && extent.start < widest.end)
        this.differ(extent.member, `its bytes overlap those of ${widest.member}`, extent.start);
      if (widest === undefined || extent.end > widest.end) widest = extent;
    }
  }

  private noteName({ name, at }: HeaderFields & { readonly at?: number }): void {
    if (name.includes("\0")) this.differ(name, "its name has a NUL, where some readers end it", at ?? 0);
    if (name.endsWith("/")) return;
    const key = sameNameKey(name);
    if (this.names.has(key))
      this.facts.add({ oddity: "duplicate-name", member: name, detail: "another member has the same name" });
    this.names.add(key);
  }

  private differ(member: string, detail: string, offset: number): void {
    this.facts.add({ oddity: "header-mismatch", member, detail, offset });
  }

  private noteAll(facts: Iterable<ArchiveFact>): void {
    for (const fact of facts) this.facts.add(fact);
  }
}
