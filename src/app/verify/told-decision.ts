import { Refused, type Statement, type VerifiedBundle } from "../../core/attestation";
import { CHECKS, type PromotionDecision, type Stage } from "../../core/promotion";
import { readDecision } from "../../verify/decision";
import { sourceAgrees } from "./source-agrees";

/** What a decision of each stage allows. */
const ALLOWS: Readonly<Record<Stage, string>> = {
  ingestion: "may be taken in",
  training: "may be trained with",
  promotion: "may be promoted",
  deployment: "may be deployed",
};

/** The four checks that every promotion has; approvals are the ones that a policy may not want. */
const MAIN = CHECKS.slice(0, 4);

/**
 * A decision in words, where it lets the model go on. `asked`: the caller wants the decision of a promotion, and of no other stage,
 * which asks for less. Throws `Refused`. `name`: the bundle.
 */
export function toldDecision(
  statement: Statement,
  signer: VerifiedBundle["signer"],
  asked: boolean,
  name: string,
): readonly string[] {
  const decision = readDecision(statement);
  const { stage, result, time, source, policy, organisation, checks } = decision;
  if (asked && stage !== "promotion")
    throw new Refused("wrong-predicate", `${name}: is the decision of the stage ${stage}, not of a promotion`);
  if (result !== "pass") throw new Refused("wrong-predicate", `${name}: ${notPassed(decision)}`);
  const left = stage === "promotion" ? MAIN.filter((id) => !counts(id, checks)) : [];
  if (left.length > 0)
    throw new Refused("wrong-predicate", `${name}: the promotion was decided without its checks ${left.join(", ")}`);
  if (source !== undefined) sourceAgrees(`${name}: the decision is false`, source, signer);
  const passed = checks.filter(({ status }) => status === "pass").map(({ id }) => id);
  return [
    `${ALLOWS[stage]}, decided at ${time}, by ${whoOf(signer)}`,
    `checked: ${passed.join(", ")}`,
    ...(policy === undefined ? [] : [`by the policy ${policy.name}, sha256:${policy.sha256}`]),
    ...(organisation === undefined
      ? []
      : [`under the organisation's ${organisation.name}, sha256:${organisation.sha256}`]),
  ];
}

function counts(id: string, checks: PromotionDecision["checks"]): boolean {
  const status = checks.find((each) => each.id === id)?.status;
  return status === "pass" || (status === "not-required" && id === "approvals");
}

function notPassed({ stage, result, checks }: PromotionDecision): string {
  const open = checks.filter(({ status }) => status === "fail" || status === "unknown").map(({ id }) => id);
  const words = result === "fail" ? "it failed" : "it could not be decided";
  return `the ${stage} did not pass: ${words} (${open.join(", ")})`;
}

function whoOf(signer: VerifiedBundle["signer"]): string {
  return signer.kind === "key" ? `the key ${signer.fingerprint}` : signer.claims.identity;
}
