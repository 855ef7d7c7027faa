import { unreadableRule } from "../unreadable-rule";

/**
 * Why: a file that costs more than any real model is made to exhaust whoever looks at it. A bomb must not pass as
 * "could not tell".
 */
export const overLimit = unreadableRule({
  id: "MA-SYS-002",
  name: "over-limit",
  reason: "limit",
  says: "takes more than any real model",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "Looking into a file takes more than any real model does",
  remedy: "If this is a real model, split it, or open an issue with its numbers: the limits are documented.",
});
