import { oddityRule } from "../oddity-rule";

/**
 * Why: whoever unpacks the archive writes where the name says, outside the directory they chose.
 */
export const pathTraversal = oddityRule({
  id: "MA-ARC-001",
  name: "path-traversal",
  oddity: "path-traversal",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A member of an archive would be written outside the directory it is unpacked into",
  remedy: "Do not unpack this archive. Build it again with plain relative names.",
});
