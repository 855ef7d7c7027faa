import { shorten } from "../../core/text";
import { defineRule } from "../../core/rule";

/**
 * Why: for these nobody keeps advisories under a name and version, so that finding none means nothing. They are counted, so
 * that silence is not taken for a pass.
 */
export const noAdvisoryDatabase = defineRule({
  id: "MA-DEP-004",
  name: "no-advisory-database",
  on: "lockfile",
  severity: "info",
  confidence: "high",
  since: "0.1.0",
  summary: "Packages come from where no advisory database looks",
  remedy: "Look at these in another way. What PyPI has too can be installed from there, where advisories exist.",
  *check({ lockfile }) {
    if (lockfile.kind !== "no-database") return;
    const { what, packages } = lockfile;
    yield {
      message: `${packages.count === 1 ? "1 package comes" : `${packages.count} packages come`} from ${what}, for which OSV has no advisories`,
      evidence: shorten(packages.first.join(", "), 300),
      key: [what],
    };
  },
});
