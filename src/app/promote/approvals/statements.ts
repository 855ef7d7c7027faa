import { Refused, type VerifiedBundle } from "../../../core/attestation";
import { ConfigurationError } from "../../../core/host";
import type { HttpClient } from "../../../core/http";
import type { RequiredApproval } from "../../../core/policy";
import type { Approval, SignedBy } from "../../../core/promotion";
import { shorten } from "../../../core/text";
import type { RefusedStatement } from "../../../core/verification";
import type { Env } from "../../../host/git";
import { readApproval } from "../../../verify/approval";
import { requireSigner, whoOf } from "../../../verify/identity";
import type { CheckedBundle } from "../../../verify/read-bundle";
import { readStatement, requireSubject } from "../../../verify/subjects";
import type { VerifyRequest } from "../../verify/request";
import { verifySigned, type VerifyInput } from "../../verify/verify-signed";
import { sameName } from "./answer";
import type { Authors } from "./authors";

export interface StatementQuestion {
  readonly required: readonly RequiredApproval[];
  readonly statements: readonly CheckedBundle[];
  /** What they have to be about. */
  readonly subject: { readonly name: string; readonly sha256: string };
  readonly authors: Authors;
  /** Paths of public keys. */
  readonly keys: readonly string[];
  readonly verify: VerifyRequest;
  readonly env: Env;
  readonly http: () => HttpClient;
  readonly now: Date;
}

/** A signed approval that holds, with who signed it: for revocations. */
export interface SignedApproval extends SignedBy {
  readonly bundle: string;
  readonly by: string;
  readonly role: string;
}

export interface SignedApprovals {
  readonly approvals: readonly Approval[];
  readonly signed: readonly SignedApproval[];
  readonly refused: readonly RefusedStatement[];
}

/** Bundles of approvals that are looked at, and keys that each is held against. CWE-770. */
const MAX_STATEMENTS = 200;
const MAX_KEYS = 50;

/**
 * Who approved by signing: each bundle has to hold, to be by a signer of the role that it names, and to be about the model. One that does
 * not is told of and counts for nothing. Throws `ConfigurationError` as `verify` does, and for more than there should be.
 */
export async function signedApprovals(question: StatementQuestion): Promise<SignedApprovals> {
  const { statements, keys } = question;
  if (statements.length > MAX_STATEMENTS || keys.length > MAX_KEYS)
    throw new ConfigurationError(`approvals: more than ${MAX_STATEMENTS} signed ones, or ${MAX_KEYS} keys`);
  const approvals: Approval[] = [];
  const signed: SignedApproval[] = [];
  const refused: RefusedStatement[] = [];
  const persons = new Map<string, string>();
  const hold = holder(question);
  for (const checked of statements)
    try {
      const verified = await hold(checked);
      const approval = approvalOf(checked.name, verified, question, persons);
      const { by, role = "" } = approval;
      approvals.push(approval);
      signed.push({ bundle: checked.name, by, role, signer: verified.signer, times: verified.times });
    } catch (error) {
      if (error instanceof RangeError) throw new ConfigurationError(`promotion.approvals, signers: ${error.message}`);
      if (!(error instanceof Refused)) throw error;
      refused.push({ bundle: checked.name, kind: error.kind, message: error.message });
    }
  return { approvals, signed, refused };
}

/** `persons`: as whom each signer has approved so far. One signer is one person, whatever the policy calls it in two places. */
function approvalOf(
  name: string,
  verified: VerifiedBundle,
  question: StatementQuestion,
  persons: Map<string, string>,
): Approval {
  const { subject, authors } = question;
  const { content, signer, times } = verified;
  if (content.kind !== "payload") throw new Refused("wrong-predicate", `${name}: is a bare signature, no approval`);
  const statement = readStatement(content.payload, content.type);
  const { role, time } = readApproval(statement);
  requireSubject(statement, subject.name, subject.sha256);
  const by = personOf(verified, role, question, name);
  const who = whoOf(signer);
  const known = persons.get(who) ?? by;
  if (!sameName(known, by))
    throw new Refused(
      "wrong-identity",
      `${name}: its signer approves as ${known}, and cannot be ${by} as well (${who})`,
    );
  persons.set(who, by);
  const did = authors.did.get(by.toLowerCase());
  return {
    by,
    source: "statement",
    of: subject.sha256,
    time: times[0] ?? time,
    role,
    where: `signed approval ${name}`,
    teams: [],
    ...(did === undefined ? {} : { discounted: `${by} ${did}` }),
  };
}

/** Bundles in, those that hold out: by any signer of any role. Which one it has to be is known once the statement may be read. */
type Hold = (checked: CheckedBundle) => Promise<VerifiedBundle>;

function holder({ verify, env, http, now, subject, keys, required }: StatementQuestion): Hold {
  const keyless = withoutKey(verify);
  const signers = required.flatMap((role) => role.signers.map(({ signer }) => signer));
  const shared = { path: subject.name, signers, env, http, now };
  // One input for all bundles: the trust that belongs to it is read or fetched once.
  const byCertificate: VerifyInput = { ...shared, request: { ...keyless, signers: [] } };
  const byKeys = keys.map((key): VerifyInput => ({ ...shared, request: { ...keyless, signers: [], key } }));
  return async (checked) => {
    const { name, bundle } = checked;
    if (signers.length === 0) throw new Refused("wrong-identity", `${name}: the policy names no signers who approve`);
    if (bundle.verificationMaterial.content.$case !== "publicKey")
      return verifySigned(checked, byCertificate, undefined);
    for (const input of byKeys)
      try {
        return await verifySigned(checked, input, undefined);
      } catch (error) {
        if (!(error instanceof Refused && error.kind === "wrong-signature")) throw error;
      }
    const which =
      keys.length === 0 ? "no public key of an approver was named" : "it is none of the keys that were named";
    throw new Refused("wrong-key", `${name}: is signed with a key, and ${which}`);
  };
}

function withoutKey(verify: VerifyRequest): VerifyRequest {
  const { key, ...keyless } = verify;
  return key === undefined ? verify : keyless;
}

/** Whose approval it is, by the role's own signers. */
function personOf(
  { signer }: VerifiedBundle,
  role: string,
  { required, verify }: StatementQuestion,
  name: string,
): string {
  const wanted = required.find((each) => each.role === role);
  if (wanted === undefined)
    throw new Refused(
      "wrong-predicate",
      `${name}: is for the role ${shorten(role, 100)}, which the policy does not ask for`,
    );
  if (wanted.signers.length === 0)
    throw new Refused("wrong-identity", `${name}: the policy names no signers for the role ${role}`);
  const approved = wanted.signers.map((each) => each.signer);
  const matched = requireSigner(signer, approved, `${name}: for the role ${role}`, verify.authorities !== undefined);
  return wanted.signers.find((each) => each.signer === matched)!.person;
}
