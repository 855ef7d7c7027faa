import { defineRule } from "../../core/rule";

/**
 * Why: what was found to be bad after it was let in is told by its content, wherever it turns up again and whoever signed it.
 */
export const revokedFile = defineRule({
  id: "MA-POL-013",
  name: "revoked-file",
  on: "repository",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "A file has content that the policy has revoked",
  remedy:
    "Take the file out, and find out where else it is used. If the revocation is a mistake, remove it from `revoked`.",
  *check({ event, at }) {
    if (event.kind !== "revoked") return;
    // A model has no lines: with one, code scanning would look for it in the file.
    yield { message: event.detail, key: [event.detail], at: { path: at.path, inside: [] } };
  },
});
