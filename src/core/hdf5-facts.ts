/** Something in an HDF5 file that makes its reader do more than read numbers. */
export interface Hdf5Fact {
  readonly what:
    | "user-link" // a link of a class that an application or plugin defines
    | "filter" // data goes through a filter that is no part of the library: it looks for a plugin and loads it
    | "huge-shape" // a dataset says that it is far larger than what is stored of it
    | "cache-image"; // an image of the library's cache, which stands for other parts of the file
  /** Path of the object from the root, or empty for the file. */
  readonly part: string;
  readonly detail: string;
  /** Number of the link class or filter. */
  readonly id?: number;
}

/** Yielded only where there is something. */
export interface Hdf5Facts {
  /** Id of the format that saw it: `hdf5`, or one that refines it. */
  readonly format: string;
  readonly seen: readonly Hdf5Fact[];
}
