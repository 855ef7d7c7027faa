import { defineRule } from "../../core/rule";

/**
 * Why: whoever can read the model can use the credential, and a model is copied further than the code around it.
 */
export const credential = defineRule({
  id: "MA-SEC-001",
  name: "credential",
  on: "secret",
  severity: "high",
  confidence: "medium",
  since: "0.1.0",
  summary: "A model or its configuration holds a credential",
  remedy: "Revoke it where it was issued, then remove it: it stays in the history of the repository.",
  *check({ secret }) {
    const where = secret.place === undefined ? "" : ` in ${secret.place}`;
    yield { message: `holds ${secret.what}${where}`, evidence: secret.shown, key: [secret.what, secret.digest] };
  },
});
