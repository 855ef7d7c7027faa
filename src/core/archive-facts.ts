/** What is odd about an archive, each a fact with the words for it; `rules/archive/` gives them weight. */
export type ArchiveOddity =
  | "path-traversal" // absolute, `..`, a drive, or a name that leaves the directory after normalising
  | "symlink" // a member that is a link; `detail` says to where
  | "duplicate-name" // two members that a reader may take for each other
  | "header-mismatch" // local header and central directory disagree (name, method, sizes, flags)
  | "hidden-member" // a local header that the directory does not list
  | "wrong-checksum"
  | "data-around" // bytes before, between or after that belong to no member
  | "flag-bits" // flags that make some readers skip or refuse what others read
  | "special-file"; // a device, fifo or hard link out of the archive

export interface ArchiveFact {
  readonly oddity: ArchiveOddity;
  /** The member it is about, where it is about one. */
  readonly member?: string;
  readonly detail: string;
  readonly offset?: number;
}

export interface ArchiveFacts {
  readonly container: string;
  readonly members: number;
  readonly oddities: readonly ArchiveFact[];
}
