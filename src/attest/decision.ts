import { SigningError, type Statement } from "../core/attestation";
import { decisionProperties, PROMOTION_ID, PROMOTION_MEMBER, promotionVerdict } from "../core/promotion";
import type { PromotionDecision } from "../core/promotion";
import { descriptor, resultStatements, sourceMember } from "./result";
import type { SubjectFile } from "./statement";

/**
 * A promotion's decision over the files of its model, also where it failed: `properties` say what held, so who looks at nothing else
 * is never told too much. Throws as `resultStatements`, and for a decision that its own checks contradict.
 */
export function decisionStatements(decision: PromotionDecision, files: readonly SubjectFile[]): readonly Statement[] {
  const { stage, result, toolVersion, rules, report, policy, organisation, time, source, checks } = decision;
  if (checks.length === 0 || promotionVerdict(checks) !== result)
    throw new SigningError("refused", "The decision is not signed: it is not what its checks say.");
  return resultStatements(
    {
      what: "The decision",
      verifier: PROMOTION_ID,
      policy,
      organisation,
      time,
      properties: decisionProperties(decision),
      member: {
        [PROMOTION_MEMBER]: {
          stage,
          verdict: result,
          tool_version: toolVersion,
          rules: { digest: { sha256: rules } },
          report: descriptor(report),
          ...sourceMember(source),
          checks: checks.map(({ id, status }) => ({ id, status })),
        },
      },
      digests: [rules, report.sha256],
    },
    files,
  );
}
