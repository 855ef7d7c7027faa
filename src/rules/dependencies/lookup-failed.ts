import { shorten } from "../../core/text";
import { defineRule } from "../../core/rule";

/**
 * Why: after a failed look-up nothing is known. The verdict is `incomplete`, and no package is called clean.
 */
export const lookupFailed = defineRule({
  id: "MA-DEP-006",
  name: "lookup-failed",
  on: "lockfile",
  severity: "info",
  confidence: "high",
  since: "0.1.0",
  summary: "Packages could not be looked up, so the verdict is incomplete",
  remedy:
    "Run it again. Where the network is closed, use a database: --offline --osv-database DIR (input osv: database).",
  *check({ lockfile }) {
    if (lockfile.kind !== "lookup-failed") return;
    const { detail, packages } = lockfile;
    yield {
      message: `${packages.count === 1 ? "1 package" : `${packages.count} packages`} could not be looked up: ${detail}`,
      evidence: shorten(packages.first.join(", "), 300),
      key: ["lookup-failed"],
    };
  },
});
