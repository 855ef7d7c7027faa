import type { VerdictResult } from "../../core/report";
import type { Severity } from "../../core/severity";
import type { FindingGroup } from "../groups";
import type { CheckId, Matrix } from "../matrix/matrix";

export type { Cell, CellState, CheckId, Matrix, MatrixRow } from "../matrix/matrix";

/**
 * What the page shows. Every text is written for the eye already (`escapeTerminal`) and not for HTML: the page sets texts as
 * text, and the file holds them as JSON that no parser of HTML can leave.
 */
export interface PageData {
  readonly verdict: VerdictResult;
  readonly steps: readonly Step[];
  /** Reasons why the run is not complete. */
  readonly missing: readonly string[];
  readonly matrix: Matrix;
  readonly findings: readonly FindingRow[];
  /** Findings that are in the report and not here. */
  readonly findingsLeftOut: number;
  readonly pickles: readonly PickleView[];
  readonly skipped: readonly SkippedFile[];
  readonly bom?: BomView;
  readonly notices: readonly string[];
  /** By what it was decided: label and text. */
  readonly basis: readonly (readonly [label: string, text: string])[];
}

/** One thing to do, and for how many findings. */
export interface Step {
  readonly severity: Severity;
  readonly remedy: string;
  readonly count: number;
  /** The first of them. */
  readonly first: string;
  readonly rule: string;
}

export interface FindingRow {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly group: FindingGroup;
  readonly message: string;
  readonly where: string;
  readonly evidence?: string;
  /** From where to where in `evidence` the dangerous name stands. */
  readonly mark?: readonly [from: number, to: number];
  readonly remedy?: string;
  readonly waived?: string;
  /** A name of OSV's. */
  readonly advisory?: string;
  /** Index of its row in the matrix; absent where that is left out. */
  readonly row?: number;
  readonly check: CheckId;
}

/** What the findings in one pickle say that it does, in the order of its bytes. */
export interface PickleView {
  readonly where: string;
  readonly lines: readonly PickleLine[];
}

export interface PickleLine {
  readonly offset: string;
  readonly code: string;
  readonly mark?: readonly [from: number, to: number];
  readonly severity: Severity;
  readonly group: FindingGroup;
  readonly message: string;
}

/** A file that nobody looked into. */
export interface SkippedFile {
  readonly path: string;
  readonly why: string;
  readonly remedy: string;
}

export type NodeKind = "repository" | "model" | "data" | "code" | "package" | "image";

export interface GraphNode {
  readonly kind: NodeKind;
  readonly name: string;
  readonly version?: string;
  /** What is wrong with it, in words; absent where nothing is known to be. */
  readonly note?: string;
  readonly tone?: "bad" | "doubt";
  /** Indices of the nodes that it depends on. */
  readonly to: readonly number[];
}

/** A component of the bill of materials. Pairs are label and text. */
export interface BomEntry {
  readonly type: string;
  readonly name: string;
  readonly version?: string;
  readonly licenses: readonly string[];
  readonly hashes: readonly (readonly [algorithm: string, digest: string])[];
  readonly details: readonly (readonly [label: string, text: string])[];
  readonly files: readonly BomEntry[];
}

export interface BomView {
  readonly counts: string;
  readonly entries: readonly BomEntry[];
  readonly entriesLeftOut: number;
  /** In each kind, what matters most comes first. */
  readonly nodes: readonly GraphNode[];
  readonly changes: readonly { readonly text: string; readonly worthALook: boolean }[];
  readonly coverage: readonly (readonly [group: string, element: string, state: string])[];
}
