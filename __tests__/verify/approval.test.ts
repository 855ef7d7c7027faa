import { approvalStatement } from "../../src/attest/approval";
import type { ApprovalStatement } from "../../src/core/promotion";
import { isApproval, readApproval } from "../../src/verify/approval";
import type { CheckedBundle } from "../../src/verify/read-bundle";
import { changed, refusal, sha256, signedAndRead } from "../support/statements";

const APPROVAL: ApprovalStatement = { role: "security", time: "2027-01-31T12:00:00Z", comment: "looked at it" };
const GOOD = signedAndRead(approvalStatement(APPROVAL, { name: "chat", sha256: sha256("chat") }));

describe("a signed approval", () => {
  test("is read as it was made", () => {
    expect(readApproval(GOOD)).toEqual(APPROVAL);
    expect(readApproval(changed(GOOD, ["predicate", "comment"], undefined))).toEqual({
      role: "security",
      time: APPROVAL.time,
    });
  });

  test.each<[string, readonly string[], unknown, string, string]>([
    [
      "another type",
      ["predicateType"],
      "https://in-toto.io/attestation/svr/v0.2",
      "wrong-predicate",
      "The statement is",
    ],
    ["no predicate", ["predicate"], undefined, "malformed", "The approval's predicate is missing."],
    ["a list", ["predicate"], [], "malformed", "The approval's predicate is not an object."],
    ["no role", ["predicate", "role"], undefined, "malformed", "The approval's role is missing."],
    ["an empty role", ["predicate", "role"], "", "malformed", "The approval's role is not a text."],
    ["two roles", ["predicate", "role"], ["a", "b"], "malformed", "The approval's role is not a text."],
    ["a long role", ["predicate", "role"], "r".repeat(101), "malformed", "is longer than 100 characters"],
    ["no time", ["predicate", "timeCreated"], undefined, "malformed", "The approval's timeCreated is missing."],
    ["another time", ["predicate", "timeCreated"], "2027-02-30T00:00:00Z", "malformed", "is no time in UTC"],
    ["a long comment", ["predicate", "comment"], "c".repeat(2001), "malformed", "is longer than 2000 characters"],
    ["a comment that is none", ["predicate", "comment"], 7, "malformed", "The approval's comment is not a text."],
    ["a condition", ["predicate", "until"], "2027-01-31", "malformed", "has a member that is not known there: until"],
  ])("with %s is refused", (_, path, value, kind, words) => {
    const { kind: found, message } = refusal(() => readApproval(changed(GOOD, path, value)));
    expect(found).toBe(kind);
    expect(message).toContain(words);
  });
});

describe("whether a bundle says that it is one", () => {
  const bundle = (payload: unknown): CheckedBundle =>
    ({
      name: "b",
      bundle: { content: { $case: "dsseEnvelope", dsseEnvelope: { payload: Buffer.from(String(payload)) } } },
    }) as never;

  test("is read from its type alone", () => {
    expect(isApproval(bundle(JSON.stringify(GOOD)))).toBe(true);
    expect(isApproval(bundle(JSON.stringify({ ...GOOD, predicateType: "x" })))).toBe(false);
    expect(isApproval(bundle("not JSON"))).toBe(false);
    expect(isApproval({ name: "b", bundle: { content: { $case: "messageSignature" } } } as never)).toBe(false);
  });
});
