/** How bad a finding is. What each level means for a model file: `docs/severities.md`. */
export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How sure a rule is that what it saw is what it says, apart from how bad that would be. */
export type Confidence = "high" | "medium" | "low";

/** The value of `fail-on`: the lowest severity that fails the gate, or `never`. */
export type FailOn = Exclude<Severity, "info"> | "never";
export const FAIL_ON: readonly FailOn[] = ["critical", "high", "medium", "low", "never"];

/** The value of `on-incomplete`: what it means that something selected could not be looked at. */
export const ON_INCOMPLETE = ["fail", "warn"] as const;

/** Sorts the worst first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/** Whether a finding of this severity reaches the threshold. */
export function reaches(severity: Severity, threshold: FailOn): boolean {
  return threshold !== "never" && compareSeverity(severity, threshold) <= 0;
}
