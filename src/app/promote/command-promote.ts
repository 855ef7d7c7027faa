import { basename, resolve } from "node:path";
import { SigningError, type Signer } from "../../core/attestation";
import type { Evidence } from "../../core/evidence";
import { ConfigurationError } from "../../core/host";
import type { VerdictResult } from "../../core/report";
import { createHttpClient } from "../../host/http";
import { escapeTerminal } from "../../report/escape-terminal";
import { renderPromotion, PROMOTION_FORMATS } from "../../report/promotion";
import { printJson } from "../../report/print-json";
import type { Arguments } from "../arguments";
import { namedSigner } from "../attest/named-signer";
import { organisationOf } from "../organisation/request";
import { checkOutput, emit } from "../output";
import { progressLine, type ProgressLine } from "../progress-line";
import { readVerify } from "../verify/request";
import { readPromote, readSigning } from "./request";
import { promote, type Promotion } from "./run-promotion";
import { signDecision } from "./sign-decision";

const EXIT: Readonly<Record<VerdictResult, number>> = { pass: 0, fail: 1, incomplete: 3 };
/** The decision was wanted as a signature, and there is none. */
const NOT_SIGNED = 3;

/** `promote PATH`: may this model go on? Exit 0 pass, 1 fail, 3 where something could not be found out. */
export async function promoteCommand(args: Arguments): Promise<number> {
  const format = PROMOTION_FORMATS.find((each) => each === args.format);
  if (format === undefined)
    throw new ConfigurationError(`format: "${args.format}" is not one of ${PROMOTION_FORMATS.join(", ")}`);
  checkOutput(args.output);
  const { env } = process;
  const words = args.promote ?? {};
  const evidencePath = words["evidence-path"] || undefined;
  checkOutput(evidencePath);
  const line = progressLine(args.quiet);
  const evidence: Evidence[] = [];
  const signing = readSigning(words);
  const { token, policyToken } = tokensOf(env);
  const request = readPromote(args.operands, words, {
    verify: readVerify(args.verify ?? {}),
    directory: ".",
    env,
    now: new Date(),
    onProgress: line.draw,
    onAsking: line.asking,
    ...(args.audit === undefined ? {} : { audit: args.audit }),
    ...(args.config === undefined ? {} : { config: args.config }),
    ...(args.base === undefined ? {} : { base: args.base }),
    ...organisationOf(args, env),
    ...(token ? { token } : {}),
    ...(policyToken ? { policyToken } : {}),
    ...(evidencePath === undefined ? {} : { onEvidence: (made) => void evidence.push(made) }),
  });
  const http = createHttpClient({ env, onAsking: line.asking });
  try {
    // Who signs is asked before anything is looked at: a wrong key is not found out after an hour.
    const signer = signing === undefined ? undefined : namedSigner(signing, env, http);
    const promotion = await promote(request).finally(line.done);
    emit(renderPromotion(promotion.report, format), args.output);
    if (evidencePath !== undefined) emit(evidenceText(evidence), evidencePath);
    const code = EXIT[promotion.report.verdict];
    if (signer === undefined) return code;
    const path = words["decision-path"] || defaultPath(request.paths);
    return (await signed(promotion, signer, path, line)) ? code : NOT_SIGNED;
  } catch (error) {
    throw error instanceof RangeError ? new ConfigurationError(`promote: ${error.message}`) : error;
  } finally {
    await http.close();
  }
}

/** Of the one model that is promoted. Throws `Error` where its evidence could not be put together, which the report says as well. */
function evidenceText([made]: readonly Evidence[]): string {
  if (made === undefined)
    throw new Error("evidence-path: the evidence could not be put together. See the check of rules");
  return printJson(made);
}

/** Tokens come from the environment alone: options stand in the list of processes. */
function tokensOf(env: NodeJS.ProcessEnv) {
  return { token: env["GITHUB_TOKEN"] || env["GH_TOKEN"], policyToken: env["MODEL_ASSAY_POLICY_TOKEN"] };
}

function defaultPath([path = "model"]: readonly string[]): string {
  return `${basename(resolve(path))}.promotion.sigstore.json`;
}

async function signed(promotion: Promotion, signer: Signer, path: string, line: ProgressLine): Promise<boolean> {
  const { report, files } = promotion;
  const reportFile = { name: "promotion.json", text: renderPromotion(report, "json") };
  try {
    await signDecision({ report, reportFile, files, path, signer }).finally(line.done);
    process.stderr.write(`The decision is signed: ${escapeTerminal(path)}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof SigningError)) throw error;
    process.stderr.write(`The decision is not signed: ${escapeTerminal(error.message)}\n`);
    return false;
  }
}
