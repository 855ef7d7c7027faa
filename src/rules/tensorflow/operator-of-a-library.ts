import { defineRule } from "../../core/rule";
import { reportMany } from "../report-many";
import { libraryOf, LITE_OPERATORS } from "./libraries";
import { operators } from "./operator-names";
import { isTensorflow, placed, placeOf } from "./operator-place";
import { dangerOf } from "./dangerous-operators";
import { OPAQUE } from "./opaque-operators";

/**
 * Why: an operator that TensorFlow does not have is native code from a library that has to be loaded beside the model.
 * What it does stands in that library, not in the model.
 */
export const operatorOfALibrary = defineRule({
  id: "MA-FMT-031",
  name: "operator-of-a-library",
  on: "graph",
  severity: "medium",
  confidence: "medium",
  since: "0.1.0",
  summary: "A TensorFlow graph needs an operator that TensorFlow does not have",
  remedy:
    "Find out which library the operator is from and whether you trust it, or have the model exported without it.",
  *check({ graph, at }) {
    yield* reportMany(
      graph.operators,
      (operator) => {
        const { name, domain } = operator;
        const own = isTensorflow(graph.format, operator);
        if (!own && domain !== "custom" && domain !== "custom-call") return undefined;
        if (own ? operators().has(name) : LITE_OPERATORS.has(name)) return undefined;
        if (dangerOf(name) !== undefined || OPAQUE.has(name)) return undefined;
        const library = libraryOf(name);
        return {
          message: `operator ${name === "" ? "without a name" : name} is none of TensorFlow's${library === undefined ? "" : `: ${library}`}${placeOf(operator)}`,
          at: placed(at, operator),
          key: [name],
        };
      },
      (more) => ({ message: `and ${more} more operators that are none of TensorFlow's`, key: ["more"] }),
    );
  },
});
