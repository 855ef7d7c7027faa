import { createHash } from "node:crypto";
import { decisionStatements } from "../../attest/decision";
import { statementBytes, type SubjectFile } from "../../attest/statement";
import { DSSE_PAYLOAD_TYPE, SigningError, type Signer } from "../../core/attestation";
import type { AttestOutcome } from "../../core/attest-outcome";
import type { PromotionDecision, PromotionReport } from "../../core/promotion";
import type { NamedText } from "../attest/verdict-of-run";
import { writeSigned } from "../attest/write-signed";

export interface DecisionToSign {
  readonly report: PromotionReport;
  /** The report as JSON: its digest is signed. */
  readonly reportFile: NamedText;
  /** What was decided about. */
  readonly files: readonly SubjectFile[];
  /** Where the bundle goes. */
  readonly path: string;
  readonly signer: Signer;
  /** Of the run that decided, where it is one. */
  readonly source?: NonNullable<PromotionDecision["source"]>;
  /** Puts the bundle where others find it. */
  readonly store?: (bundle: string) => Promise<{ readonly url: string }>;
}

/**
 * Signs the decision, also of what failed, and writes it: one bundle a line, more than one where the model has more files than a statement
 * may name. Throws `SigningError`; that it could not be stored is a problem of the outcome.
 */
export async function signDecision(what: DecisionToSign): Promise<AttestOutcome> {
  const { path, signer, store, report, files } = what;
  const lines: string[] = [];
  for (const statement of decisionStatements(decisionOf(what), files))
    lines.push((await signer.sign(statementBytes(statement), DSSE_PAYLOAD_TYPE)).json);
  writeSigned(path, `${lines.join("\n")}\n`, "the decision's signature");
  const attested = { kind: "decision", path, about: `the ${report.stage} of ${report.subject.name}` } as const;
  if (store === undefined) return { attested: [attested], notices: [] };
  try {
    const [first] = await Promise.all(lines.map((line) => store(line)));
    return { attested: [first === undefined ? attested : { ...attested, url: first.url }], notices: [] };
  } catch (error) {
    if (!(error instanceof SigningError)) throw error;
    const problem = `The decision was signed, but not stored: ${error.message}`;
    return { attested: [attested], notices: [], problem };
  }
}

function decisionOf({ report, reportFile, source }: DecisionToSign): PromotionDecision {
  const { stage, verdict, time, tool, policy, checks } = report;
  const { organisation } = policy;
  const sha256 = createHash("sha256").update(reportFile.text).digest("hex");
  return {
    stage,
    result: verdict,
    time,
    toolVersion: tool.version,
    rules: tool.rules,
    report: { name: reportFile.name, sha256 },
    checks: checks.map(({ id, status }) => ({ id, status })),
    ...(policy.digest === null ? {} : { policy: { name: policy.source, sha256: policy.digest } }),
    ...(organisation === undefined ? {} : { organisation: { name: organisation.source, sha256: organisation.digest } }),
    ...(source === undefined ? {} : { source }),
  };
}
