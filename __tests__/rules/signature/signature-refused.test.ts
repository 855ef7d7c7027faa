import { signatureRefused } from "../../../src/rules/signature/signature-refused";
import { checkRule } from "../../support/check-rule";
import { signatureSubject } from "../../support/signature-fact";

test.each([
  [false, false, "high"],
  [false, true, "high"],
  [true, true, "high"],
  [true, false, "info"],
] as const)("unapproved %s, wanted %s: %s", (unapproved, wanted, severity) =>
  expect(
    checkRule(
      signatureRefused,
      signatureSubject({ kind: "refused", bundle: "net/model.sig", detail: "net/model.sig: why", unapproved, wanted }),
    ),
  ).toMatchObject([{ rule: "MA-SIG-002", severity, message: "net/model.sig: why" }]),
);

test("a model without a signature is not its business", () =>
  expect(checkRule(signatureRefused, signatureSubject({ kind: "not-signed", model: "a", detail: "b" }))).toEqual([]));
