import type { Reporter } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { createAnnotationsReporter } from "./annotations";
import { createCommentReporter } from "./comment";
import { jsonReporter } from "./json";
import { createSarifReporter } from "./sarif";
import { createSummaryReporter } from "./summary";
import { createTextReporter, type TextOptions } from "./text";

/** Every reporter. A new one is one file and one line here; its `id` is what `--format` takes. */
export function createReporters(rules: readonly RuleMeta[], text: TextOptions = { colour: false }): Reporter[] {
  return [
    createTextReporter(rules, text),
    jsonReporter,
    createSarifReporter(rules),
    createSummaryReporter(rules),
    createAnnotationsReporter(rules),
    createCommentReporter(rules),
  ];
}
