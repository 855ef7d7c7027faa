import { oddityRule } from "../oddity-rule";

/**
 * Why: a scanner that stops at a wrong checksum sees nothing, while torch does not look at it and loads the content.
 */
export const wrongChecksum = oddityRule({
  id: "MA-ARC-007",
  name: "wrong-checksum",
  oddity: "wrong-checksum",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "The content of a member is not what its checksum says",
  remedy: "The file is damaged, or was made so that some readers refuse it. Fetch it again from its source.",
});
