import { oddityRule } from "../oddity-rule";

/**
 * Why: of two members with one name one reader takes the first and another the last: what was scanned is then not what
 * is loaded. Both were scanned here.
 */
export const duplicateMember = oddityRule({
  id: "MA-ARC-003",
  name: "duplicate-member",
  oddity: "duplicate-name",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "Two members of an archive have the same name",
  remedy: "Build the archive again, with each name once.",
});
