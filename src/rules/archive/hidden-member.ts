import { oddityRule } from "../oddity-rule";

/**
 * Why: a member that the directory does not list is found by readers that go through the file from its start, and by
 * nobody else. It was scanned here.
 */
export const hiddenMember = oddityRule({
  id: "MA-ARC-005",
  name: "hidden-member",
  oddity: "hidden-member",
  severity: "high",
  confidence: "medium",
  since: "0.1.0",
  summary: "An archive holds a member that its directory does not list",
  remedy: "Build the archive again; a member that is not listed has no honest use.",
});
