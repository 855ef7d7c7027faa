import { notSigned } from "../../../src/rules/signature/not-signed";
import { checkRule } from "../../support/check-rule";
import { signatureSubject } from "../../support/signature-fact";

const UNSIGNED = { kind: "not-signed", model: "models/chat", detail: "there is no signature beside it" } as const;

test("the model, and what is lacking", () =>
  expect(checkRule(notSigned, signatureSubject({ ...UNSIGNED, sha256: "a".repeat(64) }))).toMatchObject([
    {
      rule: "MA-SIG-001",
      severity: "high",
      message: "models/chat is not signed by anybody whom the policy approves: there is no signature beside it",
      sha256: "a".repeat(64),
    },
  ]));

test("what is lacking may change without another finding", () => {
  const [one] = checkRule(notSigned, signatureSubject(UNSIGNED));
  const [other] = checkRule(notSigned, signatureSubject({ ...UNSIGNED, detail: "a is not among what was signed" }));
  expect(other?.fingerprint).toBe(one?.fingerprint);
  expect(one).not.toHaveProperty("sha256");
});

test("a refusal is not its business", () => {
  const refused = { kind: "refused", bundle: "b", detail: "d", unapproved: false, wanted: true } as const;
  expect(checkRule(notSigned, signatureSubject(refused))).toEqual([]);
});
