import type { Finding, RuleId } from "../../core/finding";
import type { RuleMeta } from "../../core/rule";

/** A part of a rule's page. */
export interface PageSection {
  readonly heading: string;
  /** Markdown, as it is in `docs/rules/`: our own words. */
  readonly text: string;
}

/** What a finding means for the verdict of its report. */
export type Standing = "stops" | "waived" | "old" | "below" | "unknown";

/** How a finding is let pass: the command line, without the program's name, or why there is none. */
export type LetPass = { readonly command: string; readonly says: string } | { readonly why: string };

/** A rule, and one finding of it, in full. What is of the finding may be hostile. */
export interface Explanation {
  readonly rule: { readonly id: RuleId; readonly page: string } & Partial<Omit<RuleMeta, "id">>;
  readonly finding?: Omit<Finding, "rule" | "fingerprint" | "confidence"> & { readonly standing: Standing };
  readonly sections: readonly PageSection[];
  /** Items of frameworks that the rule is evidence towards. */
  readonly supports: readonly { readonly framework: string; readonly items: readonly string[] }[];
  /** Absent for a rule alone. */
  readonly letPass?: readonly LetPass[];
}

export const EXPLANATION_FORMATS = ["text", "json", "markdown"] as const;
export type ExplanationFormat = (typeof EXPLANATION_FORMATS)[number];

/** What the standing is in words. `waived` is the input's. */
export function standingWords({ standing, waived }: NonNullable<Explanation["finding"]>): string {
  if (standing === "stops") return "It stops the gate.";
  if (standing === "old") return "The base has it too, so it does not stop the gate.";
  if (standing === "below") return "It does not stop the gate: the policy's threshold is higher.";
  if (standing === "unknown") return "Whether it stops the gate is not said in the report.";
  const until = waived?.until === undefined ? "" : ` until ${waived.until}`;
  return `It is waived${waived === undefined ? "" : ` by ${waived.by}${until}: ${waived.reason}`}.`;
}
