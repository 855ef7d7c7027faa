/**
 * Models, lockfiles and the rest of the repository, and how each stands in each check. Every text is the input's as it is: the surface
 * that shows it cuts and escapes it.
 */
export interface Matrix {
  readonly checks: readonly CheckHead[];
  readonly rows: readonly MatrixRow[];
  /** Models and lockfiles beyond the limit: they have no row, and what was found in them stands in the last one. */
  readonly leftOut: number;
}

export type CheckId = "content" | "origin" | "license" | "evidence" | "signature" | "dependencies" | "policy";

export interface CheckHead {
  readonly id: CheckId;
  readonly title: string;
  readonly about: string;
}

export interface MatrixRow {
  readonly kind: "model" | "lockfile" | "repository";
  readonly name: string;
  /** In the order of the checks. */
  readonly cells: readonly Cell[];
}

/** `none`: the check does not apply, or was not part of this run. */
export type CellState = "pass" | "fail" | "unknown" | "waived" | "none";

export interface Cell {
  readonly state: CellState;
  readonly words: string;
  /** Of what is unknown: this run did not ask, whatever the row. */
  readonly unasked?: true;
}
