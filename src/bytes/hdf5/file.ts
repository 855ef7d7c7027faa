import { Malformed, OutOfBounds, Unsupported, type ByteSource } from "../../core/bytes";
import type { Budget } from "../../core/budget";
import { GlobalHeap } from "./global-heap";
import { MESSAGE, readHeader } from "./header";
import type { Link } from "./links";
import { Hdf5Object, type FileParts } from "./object";
import { SharedMessages } from "./shared-messages";
import { Space } from "./space";
import { findSuperblock, readSuperblock, type Superblock } from "./superblock";

/** Objects of one file. Keras writes some per layer; the largest scientific files have some 100,000. CWE-400. */
const MAX_OBJECTS = 1_000_000;
/** Groups inside groups. CWE-674. */
const MAX_DEPTH = 256;
/** Soft links that a path goes over. CWE-674. */
const MAX_SOFT = 16;

/** One step of a walk: a link, and the object it leads to where it is a hard one that was not met before. */
export interface Visited {
  /** From the root, with `/`; the root itself is `/`. */
  readonly path: string;
  readonly link?: Link;
  readonly object?: Hdf5Object;
}

/** What may be wrong with a part of the file while the rest can still be read. */
export type Problem = Malformed | OutOfBounds | Unsupported;

export function isProblem(error: unknown): error is Problem {
  return error instanceof Malformed || error instanceof OutOfBounds || error instanceof Unsupported;
}

/**
 * Opens an HDF5 file: finds and reads its superblock. Nothing else is read before it is asked for, and every piece is
 * checked against the file's size and paid for from the budget. Throws `Malformed`, `OutOfBounds`, `Unsupported`, `LimitExceeded`.
 */
export function openHdf5(bytes: ByteSource, budget: Budget): Hdf5File {
  const start = findSuperblock(bytes, bytes.size);
  if (start === undefined) throw new Malformed("the file has no HDF5 superblock");
  return new Hdf5File(bytes, budget, readSuperblock(bytes, start));
}

export class Hdf5File {
  private readonly parts: FileParts;

  constructor(
    readonly bytes: ByteSource,
    budget: Budget,
    readonly superblock: Superblock,
  ) {
    const space = new Space(bytes, superblock.start, superblock.widths, budget);
    const shared = new SharedMessages(space, superblock.extension);
    this.parts = { space, heap: new GlobalHeap(space), shared };
  }

  root(): Hdf5Object {
    return this.object(this.superblock.root);
  }

  object(address: number): Hdf5Object {
    return new Hdf5Object(this.parts, address);
  }

  /** Whether the file brings an image of the library's cache along, which then stands for parts of the file. */
  hasCacheImage(): boolean {
    const { extension } = this.superblock;
    if (extension === undefined) return false;
    return readHeader(this.parts.space, extension).some(({ type, body }) => {
      if (type !== MESSAGE.cacheImage) return false;
      const cursor = body();
      cursor.skip(1);
      return cursor.address() !== undefined && cursor.length() > 0;
    });
  }

  /** The object at a path from the root, over hard and soft links of this file; the first of a name counts. */
  find(path: string): Hdf5Object | undefined {
    let soft = 0;
    const names = split(path);
    let here: Hdf5Object | undefined = this.root();
    for (let name = names.shift(); name !== undefined && here !== undefined; name = names.shift()) {
      const link = firstOf(here, name);
      if (link?.kind === "soft") {
        if (++soft > MAX_SOFT) throw new Malformed(`${path} goes over too many soft links`);
        if (link.target.startsWith("/")) here = this.root();
        names.unshift(...split(link.target));
      } else here = link?.kind === "hard" ? this.object(link.address) : undefined;
    }
    return here;
  }

  /**
   * Every link of the file, depth first, each object once. `tell` is given what cannot be read of an object, and the walk
   * goes on with the next; without it, it throws.
   */
  *walk(tell?: (path: string, problem: Problem) => void): Generator<Visited, void, undefined> {
    const seen = new Set<number>([this.superblock.root]);
    const root = this.root();
    yield { path: "/", object: root };
    const open: { path: string; links: Iterator<Link> }[] = [{ path: "", links: root.links() }];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const link = nextLink(top, tell);
      if (link === undefined) {
        open.pop();
        continue;
      }
      const path = `${top.path}/${link.name}`;
      if (link.kind !== "hard" || seen.has(link.address)) {
        yield { path, link };
        continue;
      }
      if (seen.size >= MAX_OBJECTS) throw new Malformed(`the file has more than ${MAX_OBJECTS} objects`);
      if (open.length >= MAX_DEPTH) throw new Malformed(`more than ${MAX_DEPTH} groups inside each other`);
      seen.add(link.address);
      const object = orTell(path, tell, () => this.object(link.address));
      yield { path, link, ...(object === undefined ? {} : { object }) };
      if (object !== undefined) open.push({ path, links: object.links() });
    }
  }
}

function nextLink({ path, links }: { path: string; links: Iterator<Link> }, tell: Tell): Link | undefined {
  const next = orTell(path === "" ? "/" : path, tell, () => links.next());
  return next === undefined || next.done === true ? undefined : next.value;
}

type Tell = ((path: string, problem: Problem) => void) | undefined;

function orTell<T>(path: string, tell: Tell, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (tell === undefined || !isProblem(error)) throw error;
    tell(path, error);
    return undefined;
  }
}

function firstOf(group: Hdf5Object, name: string): Link | undefined {
  for (const link of group.links()) if (link.name === name) return link;
  return undefined;
}

function split(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
