import { practiceRule } from "./practice-rule";

/**
 * Why: what is installed is the archive, whatever the entry says. A lock that was tampered with reads like a harmless one in
 * review, and installs something else (CWE-494).
 */
export const lockEntryMismatch = practiceRule({
  id: "MA-DEP-013",
  name: "lock-entry-mismatch",
  practice: "mismatch",
  severity: "high",
  summary: "An entry of a lockfile names one package and fetches the archive of another",
  remedy: "Delete the entry and let the tool write it again; then look at who changed it, and why.",
});
