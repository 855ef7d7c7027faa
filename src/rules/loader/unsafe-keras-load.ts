import type { CallUse } from "../../core/code-facts";
import { defineRule } from "../../core/rule";
import { callOf, lastPart, mayBeFalse, ofCall, severityOf, shown, whence } from "./calls";

/**
 * Why: a Keras file may hold layers that are code: Lambda layers, and functions by name. safe_mode is what refuses
 * them, and it is the default for .keras files.
 */
export const unsafeKerasLoad = defineRule({
  id: "MA-LDR-004",
  name: "unsafe-keras-load",
  on: "code",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "Code loads a Keras model with safe_mode off",
  remedy: "Leave safe_mode on. Rebuild the model in code and load its weights only: model.load_weights(path).",
  *check({ code }) {
    const call = callOf(code);
    if (call === undefined) return;
    if (call.names.some((name) => /keras/.test(name) && lastPart(name) === "enable_unsafe_deserialization")) {
      yield ofCall(call, {
        message: "enable_unsafe_deserialization lets every Keras file that is loaded after it bring code",
        key: ["enable_unsafe_deserialization"],
      });
      return;
    }
    const name = loaderOf(call);
    if (name === undefined || !mayBeFalse(call.keywords.get("safe_mode"))) return;
    const file = call.keywords.get("filepath") ?? call.positional[0];
    const origin = file?.origin;
    if (origin?.kind === "own") return;
    yield ofCall(call, {
      message: `${shown(name)} is called with safe_mode=False: a layer in the model may be code${whence(origin)}`,
      severity: severityOf(origin),
      key: [shown(name), "safe_mode", file?.source ?? ""],
    });
  },
});

function loaderOf(call: CallUse): string | undefined {
  return call.names.find((name) =>
    /^(load_model|deserialize\w*|model_from_json|clone_model|from_config|from_preset)$/.test(lastPart(name)),
  );
}
