import { Refused, type Statement } from "../core/attestation";
import { isTime } from "../core/gate-verdict";
import { APPROVAL_TYPE, MAX_APPROVAL_COMMENT, MAX_ROLE, type ApprovalStatement } from "../core/promotion";
import { shorten } from "../core/text";
import type { CheckedBundle } from "./read-bundle";
import { field, objectOf, onlyMembers, optionalText, textOf } from "./shape";
import { requirePredicate } from "./subjects";

/**
 * The approval of a verified statement. Strict: `Refused("wrong-predicate")` for a statement of another kind, `malformed` for a member that
 * is missing, wrong, or not known. What is not known could be a condition, and a yes with a condition is not a yes.
 */
export function readApproval(statement: Statement): ApprovalStatement {
  requirePredicate(statement, APPROVAL_TYPE);
  const predicate = objectOf(statement.predicate, "The approval's predicate");
  onlyMembers(predicate, ["role", "timeCreated", "comment"], "The approval's predicate");
  const role = short(textOf(field(predicate, "role"), "The approval's role"), MAX_ROLE, "role");
  const time = textOf(field(predicate, "timeCreated"), "The approval's timeCreated");
  if (!isTime(time))
    throw new Refused("malformed", `The approval's timeCreated is no time in UTC: ${shorten(time, 60)}.`);
  const comment = optionalText(field(predicate, "comment"), "The approval's comment");
  if (comment === undefined) return { role, time };
  return { role, time, comment: short(comment, MAX_APPROVAL_COMMENT, "comment") };
}

function short(text: string, atMost: number, what: string): string {
  if (text.length <= atMost) return text;
  throw new Refused("malformed", `The approval's ${what} is longer than ${atMost} characters.`);
}

/** Whether a bundle says that it is an approval. Nothing is verified by that: it only tells which bundles to hold against whom. */
export function isApproval({ bundle: { content } }: CheckedBundle): boolean {
  if (content.$case !== "dsseEnvelope") return false;
  try {
    return field(JSON.parse(content.dsseEnvelope.payload.toString("utf8")), "predicateType") === APPROVAL_TYPE;
  } catch {
    return false;
  }
}
