import type { VerdictResult } from "./report";
import type { FailOn } from "./severity";

/**
 * The gate's verdict as it is signed, so that a deployment needs one look: in-toto's Simple Verification Result v0.2,
 * whose `properties` say what held (only a pass says anything there), with what else is known in a member of our own,
 * as the framework allows. Who does not know that member sees less than there is, never more than is true.
 */
export interface GateVerdict {
  readonly result: VerdictResult;
  /** RFC 3339, UTC, whole seconds: when the gate decided. */
  readonly time: string;
  /** Version of this tool. */
  readonly toolVersion: string;
  /** SHA-256 of the set of rules. Digests are lower-case hex. */
  readonly rules: string;
  /** Absent: no policy file, the defaults decided. */
  readonly policy?: NamedDigest;
  /** The organisation's policy that stands above it. */
  readonly organisation?: NamedDigest;
  readonly failOn: FailOn;
  /** Of flaws of packages, where the policy has one of their own. */
  readonly dependenciesFailOn?: FailOn;
  readonly onIncomplete: "fail" | "warn";
  readonly report: NamedDigest;
  readonly bom?: NamedDigest;
  /** What was looked at: `https://github.com/owner/repo` at a full commit. Absent outside of a repository. */
  readonly source?: { readonly repository: string; readonly commit: string };
  /** Files that were selected and are no subject, because their content was not there. Up to 100 of them. */
  readonly unseen: readonly string[];
  /** How many those are. */
  readonly unseenCount: number;
}

export interface NamedDigest {
  readonly name: string;
  readonly sha256: string;
}

/** Files that `unseen` names. */
export const MAX_UNSEEN = 100;

/** Who decided. Its number changes when what a pass means does. */
export const GATE_ID = "https://github.com/model-assay/model-assay/gate/v1";

/** The property of a gate that passed. */
export const GATE_PASS = "MODEL_ASSAY_GATE_PASS";

/** The member of the predicate with everything else. */
export const GATE_MEMBER = "modelassay_gate";

/** `2027-01-31T12:00:00Z`: a time of the calendar, with seconds at most three places behind the point. */
export function isTime(text: string): boolean {
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,3})?Z$/.exec(text);
  const at = parts === null ? NaN : Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(parts![1]!);
}
