import type { Severity } from "./severity";

/** What came of asking rules that an organisation or a repository wrote itself. */
export type OwnRulesFacts =
  /** One thing that a rule says. */
  | {
      readonly kind: "result";
      /** `deny` is high and `warn` medium, unless the rule says another. */
      readonly from: "deny" | "warn";
      readonly severity: Severity;
      readonly message: string;
      /** As the rule names it; absent where it names none. */
      readonly path?: string;
      /** Whose rules: `this repository`. */
      readonly owner: string;
    }
  /** They could not be asked to the end: nothing is concluded from that. */
  | { readonly kind: "failed"; readonly detail: string; readonly owner: string };
