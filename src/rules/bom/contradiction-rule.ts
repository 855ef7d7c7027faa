import { defineRule, type Rule, type RuleMeta } from "../../core/rule";
import type { Contradiction } from "../../core/inventory";
import { shorten } from "../../core/text";

/** Characters of a detail. What two documents say of a model fits in a few sentences. */
const MAX_DETAIL = 600;

/** A rule for what two sources say differently of one model. The detail is the sentence that people read. */
export function contradictionRule(
  meta: Omit<RuleMeta, "since"> & { readonly about: readonly Contradiction["about"][] },
): Rule<"inventory"> {
  const { about, ...rest } = meta;
  return defineRule({
    ...rest,
    on: "inventory",
    since: "0.1.0",
    *check({ fact }) {
      if (fact.kind !== "contradiction" || !about.includes(fact.contradiction.about)) return;
      const { detail, other, path } = fact.contradiction;
      yield {
        message: shorten(detail, MAX_DETAIL),
        evidence:
          other === undefined
            ? path
            : `${path}: see also ${other.path}${other.line === undefined ? "" : `:${other.line}`}`,
        key: [fact.contradiction.about, detail],
      };
    },
  });
}
