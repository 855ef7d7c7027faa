import type { SpillFile } from "./bytes";
import type { Budget } from "./budget";
import type { Neighbours } from "./neighbours";
import type { Artifact, Subject } from "./subject";

/** What the walk lends a format while it opens an artifact. */
export interface OpenContext {
  readonly budget: Budget;
  /** A new scratch file for decoded bytes; the walk closes it. */
  spill(): SpillFile;
  /** The files around an artifact; nothing is known about those of a container's member. */
  neighbours(artifact: Artifact): Neighbours;
}

/**
 * A file format. It sees and does not judge: `open` yields facts, and members to go round the walk
 * again. It may throw `Malformed`, `OutOfBounds`, `Unsupported` or `LimitExceeded` at any point; what
 * it yielded before counts, and the walk adds an `unreadable` subject.
 */
export interface Format {
  /** Stands in reports and in the policy's `formats.deny`. */
  readonly id: string;
  readonly title: string;
  /** A page of `docs/formats/` explains it. The format this one is a special case of (a torch zip is a zip). */
  readonly refines?: string;
  /**
   * Extensions of model files, with the dot and lower case, that promise this format: content that is
   * something else is said. Containers that other files use as well (`.zip`, `.gz`) promise nothing.
   */
  readonly extensions: readonly string[];
  /**
   * What people write, line by line, and change in part: its findings are old where the base has the same ones.
   * `code` is looked at but is no artifact, so it is not listed as one. Absent: a model, old only as a whole.
   */
  readonly text?: "config" | "code";
  /** Whether the content is of this format. Reads little; never throws for bad input. */
  claims(artifact: Artifact, context: OpenContext): boolean;
  open(artifact: Artifact, context: OpenContext): Iterable<Subject>;
}
