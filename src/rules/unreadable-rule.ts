import { defineRule, type Rule, type RuleMeta } from "../core/rule";
import type { UnreadableReason } from "../core/subject";

/** A rule for one reason why something could not be read: what we cannot look into is never passed over. */
export function unreadableRule(
  meta: RuleMeta & { readonly reason: UnreadableReason; readonly says: string },
): Rule<"unreadable"> {
  const { reason, says, ...rest } = meta;
  return defineRule({
    ...rest,
    on: "unreadable",
    *check(subject) {
      if (subject.reason === reason) yield { message: `${says}: ${subject.detail}`, key: [reason] };
    },
  });
}
