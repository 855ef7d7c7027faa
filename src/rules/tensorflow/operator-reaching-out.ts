import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";
import { reportMany } from "../report-many";
import { dangerOf, useOf } from "./dangerous-operators";
import { isTensorflow, placed, placeOf } from "./operator-place";

/** Characters of a constant in a message. */
const MAX_CONSTANT = 160;

/**
 * Why: a TensorFlow graph is a program, and some of its operators read, write and send files or call Python. They run
 * with the rights of whoever runs the model, some as soon as it is loaded.
 */
export const operatorReachingOut = defineRule({
  id: "MA-FMT-030",
  name: "operator-reaching-out",
  on: "graph",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "A TensorFlow graph has an operator that reaches files, the network or the process",
  remedy:
    "Do not load this model. Ask its author to export it without this operator, with input and output left to the caller.",
  *check({ graph, at }) {
    yield* reportMany(
      graph.operators,
      (operator) => {
        const danger = isTensorflow(graph.format, operator) ? dangerOf(operator.name) : undefined;
        const severity = danger?.weigh(useOf(operator, graph.format));
        if (danger === undefined || severity === undefined) return undefined;
        const { name, constants = [] } = operator;
        const what =
          constants.length === 0 ? "" : `: ${constants.map((each) => shorten(each, MAX_CONSTANT)).join(", ")}`;
        return {
          message: `operator ${name} ${danger.does}${what}${placeOf(operator)}`,
          at: placed(at, operator),
          severity,
          key: [name, ...constants],
        };
      },
      (more) => ({ message: `and ${more} more operators that reach out`, key: ["more"] }),
    );
  },
});
