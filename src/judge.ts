import type { Finding } from "./core/finding";
import { toFinding, type Rule, type RuleContext } from "./core/rule";
import type { Subject } from "./core/subject";

/** What the rules say of one fact, in the order of their list. */
export function* judge(
  subject: Exclude<Subject, { kind: "member" }>,
  rules: readonly Rule[],
  context: RuleContext,
): Iterable<Omit<Finding, "id">> {
  for (const rule of rules)
    if (rule.on === subject.kind)
      for (const report of rule.check(subject as never, context)) yield toFinding(rule, report, subject.at);
}
