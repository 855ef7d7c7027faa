import type { TreeFile } from "./input";
import { directoryOf, ROOT } from "./paths";
import { sortedBy } from "./order";

/** One directory: the files that lie directly in it, by name order, and the directories below. */
export interface Directory {
  readonly path: string;
  readonly files: TreeFile[];
  readonly children: Directory[];
}

/** The files of a repository as directories. */
export class Tree {
  readonly root: Directory = { path: ROOT, files: [], children: [] };
  readonly files: readonly TreeFile[];
  private readonly byPath = new Map<string, TreeFile>();
  private readonly directories = new Map<string, Directory>([[ROOT, this.root]]);

  /** Of files with one path the first counts. */
  constructor(files: readonly TreeFile[]) {
    for (const file of files) if (!this.byPath.has(file.path)) this.byPath.set(file.path, file);
    this.files = sortedBy(this.byPath.values(), ({ path }) => path);
    for (const file of this.files) this.make(directoryOf(file.path)).files.push(file);
  }

  file(path: string): TreeFile | undefined {
    return this.byPath.get(path);
  }

  directory(path: string): Directory | undefined {
    return this.directories.get(path);
  }

  /** Every directory, parents before what is in them. */
  *all(): Generator<Directory> {
    const open = [this.root];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      yield at;
      for (let i = at.children.length - 1; i >= 0; i--) open.push(at.children[i]!);
    }
  }

  /** Every file in a directory and below. */
  *below(path: string): Generator<TreeFile> {
    const start = this.directories.get(path);
    const open = start === undefined ? [] : [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      yield* at.files;
      for (let i = at.children.length - 1; i >= 0; i--) open.push(at.children[i]!);
    }
  }

  /** The directory with all above it that were not met before; a loop, because paths are as deep as their author likes. */
  private make(path: string): Directory {
    const missing: string[] = [];
    let at = path;
    for (; !this.directories.has(at); at = directoryOf(at)) missing.push(at);
    let directory = this.directories.get(at)!;
    for (const each of missing.reverse()) {
      const child: Directory = { path: each, files: [], children: [] };
      directory.children.push(child);
      this.directories.set(each, child);
      directory = child;
    }
    return directory;
  }
}
