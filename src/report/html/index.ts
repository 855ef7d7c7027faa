import type { Reporter } from "../../core/report";
import type { RuleMeta } from "../../core/rule";
import { ruleTitles } from "../rule-titles";
import { htmlDocument } from "./document";
import { pageOf } from "./page-of";

/** The report as one page that asks nothing of anybody. `bom`: the CycloneDX document of the same run, as text. */
export function htmlReporter(rules: readonly RuleMeta[], bom?: string): Reporter {
  const titleOf = ruleTitles(rules);
  return { id: "html", render: (report) => htmlDocument(report, pageOf(report, titleOf, bom)) };
}
