import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttestOutcome } from "../../core/attest-outcome";
import type { PromotionReport } from "../../core/promotion";
import type { Env } from "../../host/git";
import { attestationMarkdown, attestationText } from "../../report/attestation";
import { promotionAnnotations, renderPromotion } from "../../report/promotion";
import type { NamedText } from "../attest/verdict-of-run";
import type { ActionOutput } from "../publish";

const REPORT = "promotion.json";
const DECISION = "decision.sigstore.json";

export interface WrittenPromotion {
  readonly reportFile: NamedText;
  /** Where a signed decision goes. */
  readonly path: string;
}

/** Writes the report and sets the outputs that do not wait for a signature: whatever fails later, they are there. */
export function writePromotion(report: PromotionReport, core: ActionOutput, env: Env): WrittenPromotion {
  const directory = join(env["RUNNER_TEMP"] ?? tmpdir(), "model-assay");
  mkdirSync(directory, { recursive: true });
  const text = renderPromotion(report, "json");
  writeFileSync(join(directory, REPORT), text);
  core.setOutput("verdict", report.verdict);
  core.setOutput("report-path", join(directory, REPORT));
  return { reportFile: { name: REPORT, text }, path: join(directory, DECISION) };
}

/** Tells the promotion: log, annotations, summary. A surface that cannot be written is a warning, never another verdict. */
export async function publishPromotion(
  report: PromotionReport,
  core: ActionOutput,
  outcome: AttestOutcome,
): Promise<void> {
  const [signed] = outcome.attested;
  if (signed !== undefined) core.setOutput("decision-path", signed.path);
  process.stdout.write(renderPromotion(report, "text"));
  for (const line of attestationText(outcome)) process.stdout.write(`${line}\n`);
  process.stdout.write(promotionAnnotations(report));
  try {
    await core.writeSummary(`${renderPromotion(report, "markdown")}${attestationMarkdown(outcome)}`);
  } catch (error) {
    core.warning(`The job summary could not be written: ${(error as Error).message}`);
  }
}
