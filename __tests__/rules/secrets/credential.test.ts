import { credential } from "../../../src/rules/secrets/credential";
import { checkRule } from "../../support/check-rule";

const at = { path: "config.json", inside: [], line: 3 };
const secret = { what: "a Hugging Face token", shown: "hf_abcd... (37 characters)", digest: "00ff" };

test("says what it is and where, and never the credential itself", () => {
  const [finding] = checkRule(credential, { kind: "secret", at, secret: { ...secret, place: "metadata key token" } });
  expect(finding).toMatchObject({
    rule: "MA-SEC-001",
    severity: "high",
    message: "holds a Hugging Face token in metadata key token",
    evidence: "hf_abcd... (37 characters)",
    location: { line: 3 },
  });
});

test("is the same finding for the same credential only", () => {
  const print = (digest: string) =>
    checkRule(credential, { kind: "secret", at, secret: { ...secret, digest } })[0]!.fingerprint;
  expect(print("00ff")).toBe(print("00ff"));
  expect(print("00ff")).not.toBe(print("1111"));
});
