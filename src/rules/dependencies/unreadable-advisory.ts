import { defineRule } from "../../core/rule";
import { idsOf, keyOf, shown } from "./words";

/**
 * Why: an advisory whose versions cannot be read may apply or not. Tools that drop it call the package clean.
 */
export const unreadableAdvisory = defineRule({
  id: "MA-DEP-005",
  name: "unreadable-advisory",
  on: "package",
  severity: "info",
  confidence: "high",
  since: "0.1.0",
  summary: "An advisory about a locked package cannot be read, so whether it applies is not known",
  remedy: "Read the advisory, and move on where it applies. Its database takes corrections.",
  *check({ package: facts }, context) {
    const { pkg } = facts;
    for (const flaw of facts.flaws.filter((each) => each.unreadable !== undefined)) {
      const waived = context.ignoresFlaw(pkg, flaw.ids);
      yield {
        message: `whether ${idsOf(flaw)} applies to ${shown(pkg)} could not be told: ${flaw.unreadable}`,
        evidence: flaw.url,
        key: keyOf(pkg, flaw),
        vulnerability: { purl: pkg.purl, advisory: flaw.id },
        ...(waived === undefined ? {} : { waived }),
      };
    }
  },
});
