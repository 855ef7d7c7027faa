import type { LockPractice } from "../../core/package-facts";
import type { Severity } from "../../core/severity";
import { defineRule, type Rule, type RuleMeta } from "../../core/rule";

/** A rule for one way of locking that is worth a word. */
export function practiceRule(
  meta: Omit<RuleMeta, "severity" | "confidence" | "since"> & {
    readonly practice: LockPractice["kind"];
    /** `low` where absent: hygiene. */
    readonly severity?: Severity;
  },
): Rule<"lockfile"> {
  const { practice, ...rest } = meta;
  return defineRule({
    ...rest,
    on: "lockfile",
    severity: meta.severity ?? "low",
    confidence: "high",
    since: "0.1.0",
    *check({ lockfile }) {
      if (lockfile.kind !== "practice" || lockfile.practice.kind !== practice) return;
      const { what, detail } = lockfile.practice;
      yield { message: detail, ...(what === "" ? {} : { evidence: what }), key: [practice, what] };
    },
  });
}
