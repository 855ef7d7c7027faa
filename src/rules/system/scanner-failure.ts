import { unreadableRule } from "../unreadable-rule";

/**
 * Why: our own failure must not let a file pass: whoever finds it could use it.
 */
export const scannerFailure = unreadableRule({
  id: "MA-SYS-006",
  name: "scanner-failure",
  reason: "crashed",
  says: "made the scanner fail",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "The scanner itself failed on a file",
  remedy: "Please report this with the message. Until it is fixed the file was not wholly looked at.",
});
