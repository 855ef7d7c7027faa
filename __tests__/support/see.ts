import { Budget, LimitExceeded, type Cost } from "../../src/core/budget";
import { Malformed, OutOfBounds, Unsupported, type ByteSource } from "../../src/core/bytes";
import type { ArchiveFact } from "../../src/core/archive-facts";
import type { Format, OpenContext } from "../../src/core/format";
import { NO_NEIGHBOURS, type Neighbours } from "../../src/core/neighbours";
import type { Artifact, Subject } from "../../src/core/subject";
import { BufferSource } from "../../src/bytes/sources";

/** What one format sees in bytes, with each member read to its end as it comes. */
export interface Seen {
  readonly subjects: readonly Exclude<Subject, { kind: "member" }>[];
  readonly members: readonly SeenMember[];
  /** What `open` threw, of the kinds that it may throw. */
  readonly failure?: string;
}

export interface SeenMember {
  readonly name: string;
  readonly text: string;
  readonly nested: boolean;
  readonly reader: string | undefined;
}

export interface SeeOptions {
  /** Bytes that the walk reads of each member; all of them where absent. */
  readonly read?: number;
  readonly limits?: Partial<Record<Cost, number>>;
  readonly inside?: readonly string[];
  readonly neighbours?: Neighbours;
}

export function artifactOf(bytes: Uint8Array | ByteSource, inside: readonly string[] = []): Artifact {
  const source = bytes instanceof Uint8Array ? new BufferSource(bytes) : bytes;
  return { at: { path: "m", inside }, bytes: source, depth: inside.length };
}

export function contextOf(
  limits: SeeOptions["limits"] = {},
  size = 0,
  neighbours: Neighbours = NO_NEIGHBOURS,
): OpenContext {
  return { budget: new Budget(size, limits), spill: () => memorySpill(), neighbours: () => neighbours };
}

export function claims(format: Format, bytes: Uint8Array, inside?: readonly string[]): boolean {
  return format.claims(artifactOf(bytes, inside), contextOf());
}

export function see(format: Format, bytes: Uint8Array | Artifact, options: SeeOptions = {}): Seen {
  const artifact = bytes instanceof Uint8Array ? artifactOf(bytes, options.inside) : bytes;
  const context = contextOf(options.limits, bytes instanceof Uint8Array ? bytes.length : 0, options.neighbours);
  const subjects: Exclude<Subject, { kind: "member" }>[] = [];
  const members: SeenMember[] = [];
  try {
    for (const subject of format.open(artifact, context))
      if (subject.kind === "member") members.push(readMember(subject.artifact, options.read));
      else subjects.push(subject);
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { subjects, members, failure: `${error.name}: ${error.message}` };
  }
  return { subjects, members };
}

/** What the archive fact says, one line each: `oddity member: detail`. */
export function oddities(seen: Seen): string[] {
  return seen.subjects.flatMap((subject) => (subject.kind === "archive" ? subject.archive.oddities.map(line) : []));
}

export function unreadable(seen: Seen): string[] {
  return seen.subjects.flatMap((subject) =>
    subject.kind === "unreadable" ? [`${subject.at.inside.join(" > ")}: ${subject.reason}: ${subject.detail}`] : [],
  );
}

function line({ oddity, member, detail }: ArchiveFact): string {
  return `${oddity}${member === undefined ? "" : ` ${member}`}: ${detail}`;
}

function readMember({ at, bytes, nested, reader }: Artifact, atMost = Number.MAX_SAFE_INTEGER): SeenMember {
  const text = Buffer.from(bytes.window(0, Math.min(atMost, 1 << 26))).toString("latin1");
  return { name: at.inside.at(-1)!, text, nested: nested === true, reader };
}

function isExpected(error: unknown): error is Error {
  return [Malformed, OutOfBounds, Unsupported, LimitExceeded].some((type) => error instanceof type);
}

function memorySpill() {
  let held = Buffer.alloc(0);
  return {
    write(offset: number, bytes: Uint8Array) {
      if (held.length < offset + bytes.length)
        held = Buffer.concat([held, Buffer.alloc(offset + bytes.length - held.length)]);
      held.set(bytes, offset);
    },
    read: (offset: number, into: Uint8Array) => into.set(held.subarray(offset, offset + into.length)),
    close: () => undefined,
  };
}
