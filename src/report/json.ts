import type { Reporter, RunReport } from "../core/report";
import { printJson } from "./print-json";

/** The machine-readable report: `schemas/report.schema.json`. */
export const jsonReporter: Reporter = { id: "json", render: (report) => printJson(inOrder(report)) };

/** Keys in the schema's order, whoever made the report: the same run gives the same bytes. */
function inOrder(report: RunReport): RunReport {
  const { schemaVersion, tool, verdict, decision, policy, selection, ...rest } = report;
  const { artifacts, packages, findings, notices, summary, ...later } = rest;
  return {
    ...{ schemaVersion, tool, verdict, decision, policy, selection },
    ...{ artifacts, packages, findings, notices, summary },
    ...later,
  };
}
