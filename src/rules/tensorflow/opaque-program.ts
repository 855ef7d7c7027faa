import { defineRule } from "../../core/rule";
import { reportMany } from "../report-many";
import { OPAQUE } from "./opaque-operators";
import { placed, placeOf } from "./operator-place";

/** Why: what such an operator computes stands in a form that is not read here; nobody should take silence for a look. */
export const opaqueProgram = defineRule({
  id: "MA-FMT-032",
  name: "opaque-program",
  on: "graph",
  severity: "info",
  confidence: "high",
  since: "0.1.0",
  summary: "A TensorFlow graph carries a compiled program that is not looked into",
  remedy: "Nothing, if you compiled the model or trust who did. Otherwise ask for the model before it was compiled.",
  *check({ graph, at }) {
    if (!["saved-model", "tf-graph", "tflite"].includes(graph.format)) return;
    yield* reportMany(
      graph.operators,
      (operator) => {
        const what = OPAQUE.get(operator.name);
        if (what === undefined) return undefined;
        const message = `operator ${operator.name} carries ${what}, which is not looked into${placeOf(operator)}`;
        return { message, at: placed(at, operator), key: [operator.name] };
      },
      (more) => ({ message: `and ${more} more compiled programs`, key: ["more"] }),
    );
  },
});
