import { unreadableRule } from "../unreadable-rule";

/**
 * Why: a file that is not read was not found to be safe either. It is listed, so that nobody takes silence for a pass.
 */
export const formatNotRead = unreadableRule({
  id: "MA-SYS-005",
  name: "format-not-read",
  reason: "unsupported",
  says: "is not read here yet",
  severity: "info",
  confidence: "high",
  since: "0.1.0",
  summary: "A model format, or a feature of one, is not read yet",
  remedy: "Look at this file in another way before you trust it.",
});
