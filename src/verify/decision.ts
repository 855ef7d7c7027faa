import { Refused, type Statement } from "../core/attestation";
import {
  CHECKS,
  decisionProperties,
  PROMOTION_ID,
  PROMOTION_MEMBER,
  promotionVerdict,
  STAGES,
  type PromotionDecision,
} from "../core/promotion";
import { shorten } from "../core/text";
import { oneOf, readResult } from "./result";
import { field, listOf, textOf } from "./shape";

const RESULTS = ["pass", "fail", "incomplete"] as const;
const STATUSES = ["pass", "fail", "unknown", "not-required"] as const;
/** Checks of one decision; a later version may have more than there are now. CWE-770. */
const MAX_CHECKS = 48;

/**
 * A promotion's decision of a verified statement. Throws as `readResult`, and `Refused("false-claim")` where verdict, checks and
 * properties contradict each other. A check of a later version is held against the verdict too, and not passed on.
 */
export function readDecision(statement: Statement): PromotionDecision {
  const { member, properties, ...shared } = readResult(statement, {
    what: "decision",
    verifier: PROMOTION_ID,
    member: PROMOTION_MEMBER,
  });
  const stage = oneOf(STAGES, field(member, "stage"), "The decision's stage");
  const result = oneOf(RESULTS, field(member, "verdict"), "The decision's verdict");
  const checks = listOf(field(member, "checks"), "The decision's checks", MAX_CHECKS).map(readCheck);
  const twice = checks.find(({ id }, index) => checks.findIndex((each) => each.id === id) !== index);
  if (twice !== undefined)
    throw new Refused("malformed", `The decision has the check ${shorten(twice.id, 60)} more than once.`);
  agree({ stage, result, checks: checks as PromotionDecision["checks"] }, properties);
  const known = checks.filter((each): each is PromotionDecision["checks"][number] => isKnown(each.id));
  return { ...shared, stage, result, checks: known };
}

function readCheck(value: unknown) {
  return {
    id: textOf(field(value, "id"), "A check of the decision: its id"),
    status: oneOf(STATUSES, field(value, "status"), "A check of the decision: its status"),
  };
}

function isKnown(id: string): boolean {
  return CHECKS.some((each) => each === id);
}

/** Who looks at the properties only must not see another decision than who looks at ours, or at the checks. */
function agree(decision: Pick<PromotionDecision, "stage" | "result" | "checks">, properties: readonly string[]): void {
  const { result, checks } = decision;
  if (checks.length === 0) throw new Refused("malformed", "The decision has no checks, so nothing was decided by.");
  const byChecks = promotionVerdict(checks);
  if (byChecks !== result)
    throw new Refused(
      "false-claim",
      `The decision contradicts itself: it is ${result}, and by its checks it is ${byChecks}.`,
    );
  const held = decisionProperties(decision);
  const said = properties.filter((each) => !held.includes(each));
  const left = held.filter((each) => !properties.includes(each));
  const wrong = said[0] ?? left[0];
  if (wrong === undefined) return;
  const words =
    said.length > 0 ? "its properties say, and its checks do not" : "its checks say, and its properties do not";
  throw new Refused("false-claim", `The decision contradicts itself: ${words}: ${shorten(wrong, 100)}.`);
}
