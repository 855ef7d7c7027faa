/** A Python name that a skops file has its loader import. */
export interface SkopsName {
  readonly module: string;
  readonly name: string;
  /** What becomes of it: an empty instance with a state, a call with arguments of the file, or a reference. */
  readonly use: "restored" | "constructed" | "referred";
  /** Kind of node in skops' tree (`ObjectNode`). */
  readonly loader: string;
  /** Keys from the root to the first such node, with dots. */
  readonly field: string;
  readonly count: number;
  /** For a method: the class of the object it is taken from, where that is another than the node says. */
  readonly disagrees?: string;
}

/** The tree of types that a skops file is. */
export interface SkopsFacts {
  readonly names: readonly SkopsName[];
  /** Version of skops that wrote it, where it says so. */
  readonly version?: string;
  /** Version of the tree's own syntax. */
  readonly protocol?: number;
}
