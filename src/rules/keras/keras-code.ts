import type { KerasCode, KerasLoader } from "../../core/keras-facts";
import { defineRule, type Report } from "../../core/rule";
import { shorten } from "../../core/text";
import { reportMany } from "../report-many";

/** Characters of evidence. */
const MAX_EVIDENCE = 600;

/**
 * Why: a Lambda layer made from a Python lambda keeps its bytecode in the model. Whoever loads the model runs it: while
 * the layers are built, to find out their shapes, not only when the model predicts.
 */
export const kerasCode = defineRule({
  id: "MA-FMT-040",
  name: "keras-code",
  on: "keras",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "A Keras model brings Python code along",
  remedy:
    "Do not load this model. Ask for one whose Lambda layers are layers of Keras or registered classes, or for its weights alone (.weights.h5, safetensors) and build the layers from code that you have read.",
  *check({ keras }) {
    yield* reportMany(
      keras.codes,
      (code) => tell(code, keras.loader),
      (more) => ({ message: `and ${more} more pieces of Python code`, key: ["more"] }),
    );
  },
});

function tell(code: KerasCode, loader: KerasLoader): Report {
  return {
    message: `${code.where}: Python code by value; ${RUNS[loader]}`,
    evidence: shorten(evidenceOf(code), MAX_EVIDENCE),
    key: ["code", code.digest],
  };
}

/** CVE-2024-3660 (Keras 2 before 2.13), CVE-2025-9905 (HDF5). */
const RUNS: Record<KerasLoader, string> = {
  keras:
    "it runs with safe_mode=False, and with any Keras before 2.13 or where something else in the model turns safe_mode off",
  "keras-h5": "it runs when the model is loaded: Keras before 3.11.3 does not ask safe_mode for HDF5 models",
  "saved-model": "it runs when Keras loads the model: there is no safe_mode for SavedModels",
};

function evidenceOf({ python, problem }: KerasCode): string {
  if (python === undefined) return `bytecode that cannot be read: ${problem ?? "it is empty"}`;
  const names = python.names.length === 0 ? "uses no names" : `uses ${python.names.join(", ")}`;
  const constants = python.strings.map((text) => JSON.stringify(text)).join(", ");
  const head = `${python.name} at ${python.file}:${python.line} ${names}`;
  return constants === "" ? head : `${head}; constants ${constants}`;
}
