import { oddityRule } from "../oddity-rule";

/**
 * Why: a reader that believes a flag (encrypted, patched) refuses a member that others read as it is. Scanners were
 * bypassed so.
 */
export const oddFlags = oddityRule({
  id: "MA-ARC-008",
  name: "odd-flags",
  oddity: "flag-bits",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A member has flags that make some readers refuse or skip what others read",
  remedy: "Build the archive again with a standard tool.",
});
