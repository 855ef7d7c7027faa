import { oddityRule } from "../oddity-rule";

/**
 * Why: a device, a pipe or a hard link in an archive makes whoever unpacks it read or write something that is no model.
 */
export const specialFile = oddityRule({
  id: "MA-ARC-009",
  name: "special-file",
  oddity: "special-file",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "An archive holds a device, a pipe or a link out of itself",
  remedy: "Do not unpack this archive. Build it again with plain files only.",
});
