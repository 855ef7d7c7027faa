import { oddityRule } from "../oddity-rule";

/**
 * Why: a link that is unpacked first sends what is unpacked after it, or what is read through it, somewhere else.
 */
export const symlinkMember = oddityRule({
  id: "MA-ARC-002",
  name: "symlink-member",
  oddity: "symlink",
  severity: "high",
  confidence: "medium",
  since: "0.1.0",
  summary: "An archive holds a symbolic link",
  remedy: "Build the archive again with the file itself in place of the link.",
});
