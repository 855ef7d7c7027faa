import type { Evidence } from "../../core/evidence";
import type { RunReport } from "../../core/report";
import { checkEvidence } from "../../policy/rego/check-evidence";
import { escapeTerminal } from "../../report/escape-terminal";
import { printJson } from "../../report/print-json";
import type { Arguments } from "../arguments";
import { gateRequest } from "../command-gate";
import { checkOutput, emit, isToFile } from "../output";
import { progressLine } from "../progress-line";
import { run } from "../run";

/** Files and packages that could not be looked at and are named; of more, their number is told. */
const MAX_NAMED = 10;

/**
 * `policy input [DIR]`: the document that rules in Rego see of a gate of `directory`, `schemas/evidence.schema.json`. Nothing is
 * decided and no rule is asked. 0 where the document could be made, whatever is in it. Throws as `run` does, and `RegoFailure` for a
 * document that is not what the schema says, which a gate would not ask rules about either.
 */
export async function inputCommand(args: Arguments, directory: string | undefined): Promise<number> {
  checkOutput(args.output);
  const request = gateRequest(args, directory);
  const line = progressLine(args.quiet);
  let evidence: Evidence | undefined;
  const onEvidence = (made: Evidence) => void (evidence = made);
  const report = await run({ ...request, onEvidence, onProgress: line.draw, onAsking: line.asking }).finally(line.done);
  if (evidence === undefined) throw new Error("the run ended without its evidence. Please report it");
  checkEvidence(evidence);
  emit(printJson(evidence), args.output);
  if (!args.quiet) process.stderr.write(words(evidence, report, args.output));
  return 0;
}

/** Beside the document, on standard error: what it cannot hold, so that nobody takes it for the whole. */
function words(evidence: Evidence, { decision: { missing } }: RunReport, output: string | undefined): string {
  const unknown = Object.entries(evidence).flatMap(([field, value]) => (value === null ? [field] : []));
  const more = missing.length - MAX_NAMED;
  return [
    ...(isToFile(output) ? [`What rules see of this run is in ${output}.`] : []),
    ...(unknown.length === 0 ? [] : [`Not known here, so null: ${unknown.join(", ")}.`]),
    ...missing.slice(0, MAX_NAMED).map((each) => `Not looked at: ${each}`),
    ...(more > 0 ? [`Not looked at: ${more} more`] : []),
  ]
    .map((text) => `${escapeTerminal(text)}\n`)
    .join("");
}
