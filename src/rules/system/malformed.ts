import { unreadableRule } from "../unreadable-rule";

/**
 * Why: a loader runs what stands before the break, and a more forgiving one reads on. What could not be read was not
 * judged.
 */
export const malformed = unreadableRule({
  id: "MA-SYS-001",
  name: "malformed",
  reason: "malformed",
  says: "cannot be read to its end",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model file, or a part of it, cannot be read to its end",
  remedy: "Fetch or save the file again. What was found before the break is reported beside this.",
});
