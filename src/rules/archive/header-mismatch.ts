import { oddityRule } from "../oddity-rule";

/**
 * Why: an archive says everything about a member twice. Where the two differ, readers see different content: a scanner
 * one, torch another.
 */
export const headerMismatch = oddityRule({
  id: "MA-ARC-004",
  name: "header-mismatch",
  oddity: "header-mismatch",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "An archive contradicts itself about a member",
  remedy: "Build the archive again with a standard tool, and find out what wrote this one.",
});
