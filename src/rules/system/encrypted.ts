import { unreadableRule } from "../unreadable-rule";

/**
 * Why: nobody can look into an encrypted model before it is loaded, and that hides a payload well.
 */
export const encrypted = unreadableRule({
  id: "MA-SYS-003",
  name: "encrypted",
  reason: "encrypted",
  says: "is encrypted",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model, or a member of its archive, is encrypted",
  remedy: "Keep the model unencrypted in the repository, or decrypt it before the gate looks at it.",
});
