import { SigningError, type Statement, STATEMENT_TYPE } from "../core/attestation";
import { isTime } from "../core/gate-verdict";
import { APPROVAL_TYPE, MAX_APPROVAL_COMMENT, MAX_ROLE, type ApprovalStatement } from "../core/promotion";
import { omsStatement, type ModelDirectory } from "./oms-manifest";

/** What an approval is about: a file by its SHA-256, or a directory by its root digest. */
export interface ApprovalSubject {
  readonly name: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * The subject of approvals of a model: the root digest that its OMS manifest has when we make it, so that an approval is of every file at
 * once; for a single file its own digest. Throws `SigningError` for what no manifest can cover (links, odd names, nothing in it).
 */
export function approvalSubject(model: ModelDirectory & { readonly isDirectory: boolean }): ApprovalSubject {
  const { isDirectory, name, files } = model;
  const [only, ...more] = files;
  const sha256 = isDirectory ? omsStatement(model).subject[0]?.digest["sha256"] : only?.sha256;
  if (sha256 === undefined || (!isDirectory && more.length > 0))
    throw new SigningError("refused", `There is no digest that names ${name} as a whole.`);
  return { name, sha256 };
}

/** The statement that somebody approves of a model for a role. Throws `SigningError` for what the reader would refuse. */
export function approvalStatement(approval: ApprovalStatement, { name, sha256 }: ApprovalSubject): Statement {
  const { role, time, comment } = approval;
  const refuse = (words: string): never => {
    throw new SigningError("configuration", `The approval is not signed: ${words}.`);
  };
  if (role.trim() !== role || role === "" || role.length > MAX_ROLE)
    refuse(`a role has 1 to ${MAX_ROLE} characters, and no space at its ends`);
  if (/\p{Surrogate}/u.test(`${role}${comment ?? ""}`))
    refuse("its role or comment has characters that are no Unicode");
  if (!isTime(time)) refuse("its time is no time in UTC");
  if (comment === "" || (comment ?? "").length > MAX_APPROVAL_COMMENT)
    refuse(`a comment has 1 to ${MAX_APPROVAL_COMMENT} characters`);
  if (!/^[0-9a-f]{64}$/.test(sha256)) refuse("its subject has no SHA-256");
  return {
    _type: STATEMENT_TYPE,
    subject: [{ name, digest: { sha256 } }],
    predicateType: APPROVAL_TYPE,
    predicate: { role, timeCreated: time, ...(comment === undefined ? {} : { comment }) },
  };
}
