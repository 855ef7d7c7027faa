import type { OperatorFact } from "../../core/graph-facts";
import { defineRule, type Report, type Rule, type RuleMeta } from "../../core/rule";
import { reportMany } from "../report-many";
import { evidenceOf, keyOf, placeOf } from "./onnx/words";

/** What a rule says of one operator; place, evidence and identity are the same for all. */
export type Saying = Pick<Report, "message" | "severity" | "remedy">;

/** A rule that looks at each kind of operator of an ONNX graph. */
export function onnxOperatorRule(
  meta: RuleMeta & { readonly say: (operator: OperatorFact) => Saying | undefined },
): Rule<"graph"> {
  const { say, ...rest } = meta;
  return defineRule({
    ...rest,
    on: "graph",
    *check({ graph, at }) {
      if (graph.format !== "onnx") return;
      yield* reportMany(
        graph.operators,
        (operator): Report | undefined => {
          const saying = say(operator);
          if (saying === undefined) return undefined;
          return { ...saying, at: placeOf(at, operator), evidence: evidenceOf(operator), key: keyOf(operator) };
        },
        (more) => ({ message: `and ${more} more operators of this kind`, key: ["more"] }),
      );
    },
  });
}
