import { checkedListing } from "./listing";
import { SourceFailure, type ModelSource, type SourceFile, type SourceListing } from "./model-source";

/** What a local source asks of the disk; paths are relative to what it was opened at. */
export interface LocalDirectory {
  /** All files below, with their sizes, and in words what was left out. Throws `SourceFailure`. */
  list(): {
    readonly files: readonly { readonly path: string; readonly size: number }[];
    readonly notices: readonly string[];
  };
  /** Throws `SourceFailure`. */
  read(path: string): Iterable<Uint8Array>;
}

/** A directory or a file on this machine. It has no revision. */
export class LocalSource implements ModelSource {
  readonly keepsRevisions = false;

  constructor(private readonly directory: LocalDirectory) {}

  resolve(): Promise<SourceListing> {
    try {
      const { files, notices } = this.directory.list();
      const listed = files.map((file) => ({ ...file, from: file.path }));
      return Promise.resolve(checkedListing("the directory", listed, { notices }));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new SourceFailure(String(error)));
    }
  }

  tip(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async *open(file: SourceFile): AsyncGenerator<Uint8Array> {
    for (const piece of this.directory.read(file.from)) yield await Promise.resolve(piece);
  }
}
