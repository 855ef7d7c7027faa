import type { LayoutFact, LayoutOddity } from "../core/layout-facts";
import { defineRule, type Report, type Rule, type RuleMeta } from "../core/rule";
import type { Severity } from "../core/severity";
import { shorten } from "../core/text";
import { reportMany } from "./report-many";

interface LayoutMeta extends RuleMeta {
  /** The oddities that the rule speaks of, each with its own severity where it is not the rule's. */
  readonly oddities: Partial<Record<LayoutOddity, Severity>>;
}

/** Characters of a part's name in a message. */
const MAX_NAME = 160;

/** A rule that gives some oddities of layouts their weight; what is odd, the format has already said in words. */
export function layoutRule(meta: LayoutMeta): Rule<"layout"> {
  const { oddities, ...rest } = meta;
  return defineRule({
    ...rest,
    on: "layout",
    *check({ layout, at }) {
      yield* reportMany(
        layout.oddities,
        (fact): Report | undefined => {
          const severity = oddities[fact.oddity];
          if (severity === undefined) return undefined;
          const { offset, line } = fact;
          return {
            message: fact.part === undefined ? fact.detail : `${shorten(fact.part, MAX_NAME)}: ${fact.detail}`,
            at: { ...at, ...(offset === undefined ? {} : { offset }), ...(line === undefined ? {} : { line }) },
            severity,
            key: keyOf(fact),
          };
        },
        (more) => ({ message: `and ${more} more of the same in this ${layout.format} file`, key: ["more"] }),
      );
    },
  });
}

/** The part and what is odd about it; without a part there are only the words to tell two facts apart. */
function keyOf({ oddity, part, detail }: LayoutFact): readonly string[] {
  return part === undefined ? [oddity, "", detail] : [oddity, part];
}
