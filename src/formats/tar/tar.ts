import type { ArchiveFact } from "../../core/archive-facts";
import { Malformed, type ByteSource } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import { within } from "../../core/location";
import type { Artifact, Subject } from "../../core/subject";
import { TailSource } from "../../bytes/sources";
import { nameOddity } from "../member-names";
import { readEntries, type TarEntry } from "./entries";
import { BLOCK_SIZE, isHeader } from "./header";
import { Links, normalise } from "./links";
import { MemberSource } from "./member-source";

/**
 * Tar archives (POSIX ustar and pax, GNU, and what was before them), as `.nemo` files and datasets are.
 * Read as Python's `tarfile` reads them; where other readers see something else, that is told.
 */
export const tar: Format = {
  id: "tar",
  title: "tar archive",
  extensions: [],
  claims: (artifact) => isHeader(artifact.bytes.window(0, BLOCK_SIZE)),
  open: (artifact, context) => openTar(artifact, context),
};

/** Members of torch's oldest form in which pickles and raw numbers take turns. */
const INTERLEAVED = ["storages", "tensors"];

/** Subjects of a tar; `reader` says who loads its members, where that is known. */
export function* openTar(artifact: Artifact, context: OpenContext, reader?: "torch"): Generator<Subject> {
  const tour = new Tour(artifact, context, reader);
  try {
    yield* tour.members();
  } catch (error) {
    // What was seen before the archive broke is as true as it was.
    yield tour.archive();
    throw error;
  }
  yield tour.archive();
}

/** One way through an archive, with what has to be remembered between members. */
class Tour {
  private count = 0;
  private readonly oddities: ArchiveFact[] = [];
  private readonly names = new Set<string>();
  private readonly links = new Links();

  constructor(
    private readonly artifact: Artifact,
    private readonly context: OpenContext,
    private readonly reader: "torch" | undefined,
  ) {}

  *members(): Generator<Subject> {
    const { at, bytes } = this.artifact;
    const { budget } = this.context;
    budget.spend("depth", this.artifact.depth + 1);
    budget.release("depth", this.artifact.depth + 1);
    for (const entry of readEntries(bytes, budget)) {
      if (entry.kind === "entry") yield* this.member(entry);
      else if (entry.kind === "another")
        this.odd({ oddity: "data-around", detail: "another tar follows its end", offset: entry.offset });
      else {
        const tail = new TailSource(bytes, entry.offset);
        yield { kind: "trailing", at: { ...at, offset: entry.offset }, bytes: tail.size, after: "tar archive" };
        yield this.subject("trailing", tail);
      }
    }
  }

  archive(): Subject {
    const { at } = this.artifact;
    return { kind: "archive", at, archive: { container: "tar", members: this.count, oddities: this.oddities } };
  }

  private *member(entry: TarEntry): Generator<Subject> {
    const { at, bytes } = this.artifact;
    this.context.budget.spend("members", 1);
    this.context.budget.spend("held", entry.name.length + entry.link.length);
    this.count++;
    this.look(entry);
    if (entry.sparse) {
      // Not "unsupported": Python fills the holes, so the file it reads may be another than the pieces show.
      const detail = "a sparse member: its stored pieces are scanned, not the file that they make up";
      yield { kind: "unreadable", at: within(at, entry.name), reason: "malformed", detail };
    }
    if (entry.size === 0) return;
    const present = presentBytes(bytes, entry);
    if (present > 0) yield this.subject(entry.name, new MemberSource(bytes, entry.dataAt, present));
    if (present < entry.size)
      throw new Malformed(
        `the tar ends inside ${entry.name}, ${entry.size - present} bytes early`,
        entry.dataAt + present,
      );
  }

  private subject(name: string, bytes: ByteSource): Subject {
    const at = within(this.artifact.at, name);
    const depth = this.artifact.depth + 1;
    const { reader } = this;
    if (reader === undefined) return { kind: "member", at, artifact: { at, bytes, depth } };
    const interleaved = INTERLEAVED.includes(at.inside.at(-1) ?? "");
    return { kind: "member", at, artifact: { at, bytes, depth, reader, interleaved } };
  }

  private look(entry: TarEntry): void {
    const { name: member, offset } = entry;
    const traversal = nameOddity(member);
    if (traversal !== undefined) this.odd({ ...traversal, member, offset });
    for (const fact of this.links.check(entry)) this.odd(fact);
    const special = SPECIAL[entry.type];
    if (special !== undefined) this.odd({ oddity: "special-file", member, detail: `is a ${special}`, offset });
    if (entry.disputed !== undefined) this.odd({ oddity: "header-mismatch", member, detail: entry.disputed, offset });
    if (entry.type === "5") return;
    const key = normalise(member);
    if (this.names.has(key)) this.odd({ oddity: "duplicate-name", member, detail: "is there more than once", offset });
    this.names.add(key);
  }

  private odd(fact: ArchiveFact): void {
    this.context.budget.spend("facts", 1);
    this.oddities.push(fact);
  }
}

const SPECIAL: Partial<Record<string, string>> = { "3": "character device", "4": "block device", "6": "fifo" };

/** How many bytes of a member the archive has; asks for its length only if some are missing. */
function presentBytes(bytes: ByteSource, entry: TarEntry): number {
  if (bytes.window(entry.dataAt + entry.size - 1, 1).length === 1) return entry.size;
  return Math.max(0, bytes.size - entry.dataAt);
}
