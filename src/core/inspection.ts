import type { Subject } from "./subject";
import type { TensorFact } from "./weights-facts";

/** Members and files are parts themselves; the others no format sees: they are of lockfiles, the whole tree, the policy. */
const NO_FACTS = [
  "member",
  "file",
  "package",
  "lockfile",
  "inventory",
  "signature",
  "repository",
  "own-rules",
] as const;

/** What is shown of a part: everything that formats see of it. */
export type InspectedFact = Exclude<Subject, { kind: (typeof NO_FACTS)[number] }>;

export function isInspected(subject: Subject): subject is InspectedFact {
  return !NO_FACTS.some((kind) => kind === subject.kind);
}

/** A file, or a member of it that is a model's part. */
export interface InspectedPart {
  /** Member names from the file inwards, as in `Location.inside`; empty for the file. */
  readonly inside: readonly string[];
  /** Ids of the formats that claim it; empty where none does. */
  readonly formats: readonly string[];
  /** Bytes, decoded. */
  readonly size: number;
  /** Members that are directly in it, whatever they are. */
  readonly members: number;
  readonly facts: readonly InspectedFact[];
  /** Facts beyond those that are kept. */
  readonly moreFacts: number;
  readonly tensors: readonly TensorFact[];
  /** Tensors beyond those that are kept. */
  readonly moreTensors: number;
}

/** What a model file is, without any judgement. It only grows within a major version. */
export interface Inspection {
  readonly schemaVersion: "1.0";
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** The file first, then its members in the order they were seen. */
  readonly parts: readonly InspectedPart[];
  /** Members that are no model's part, or beyond those that are kept. */
  readonly otherMembers: number;
}

/** Parts, facts of one part, and tensors of one file that are kept. A checkpoint of a trillion parameters has some 50,000. CWE-770. */
export const MAX_PARTS = 1000;
export const MAX_FACTS = 1000;
export const MAX_TENSORS = 100_000;
