import type { Reporter } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { createAnnotationsReporter } from "./annotations";
import { jsonReporter } from "./json";
import { createJunitReporter } from "./junit";
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
    // The same by the name of who reads it.
    { ...createAnnotationsReporter(rules), id: "github" },
    createJunitReporter(rules),
  ];
}

/** The format that is loaded when it is asked for: it brings the script of its page along. */
export const HTML = "html";

/** The report as one page; without the bill of materials it has no graph. */
export async function createHtmlReporter(rules: readonly RuleMeta[]): Promise<Reporter> {
  const { htmlReporter } = await import("./html");
  return htmlReporter(rules);
}
