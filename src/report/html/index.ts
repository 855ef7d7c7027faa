import type { Reporter } from "../../core/report";
import type { RuleMeta } from "../../core/rule";
import { ruleTitles } from "../rule-titles";
import { htmlDocument } from "./document";
import { pageOf } from "./page-of";

/** The report as one page that asks nothing of anybody. */
export function htmlReporter(rules: readonly RuleMeta[]): Reporter {
  const titleOf = ruleTitles(rules);
  return { id: "html", render: (report, bom) => htmlDocument(report, pageOf(report, titleOf, bom)) };
}
