import { defineRule } from "../../core/rule";

/**
 * Why: what the manifest asks for now was not looked at: the lock still holds what was asked for before.
 */
export const staleLock = defineRule({
  id: "MA-DEP-012",
  name: "stale-lock",
  on: "lockfile",
  severity: "info",
  confidence: "medium",
  since: "0.1.0",
  summary: "Dependencies of a manifest changed and its lockfile did not",
  remedy:
    "Write the lock again (uv lock, poetry lock, npm install, cargo update...), so that what is audited is what is installed.",
  *check({ lockfile }) {
    if (lockfile.kind !== "stale") return;
    yield {
      message: `the dependencies here changed, but ${lockfile.lockfile} did not`,
      key: [lockfile.lockfile],
    };
  },
});
