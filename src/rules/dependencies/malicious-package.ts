import { defineRule } from "../../core/rule";
import { cameWith, idsOf, keyOf, shown } from "./words";

/**
 * Why: such a package was published to do harm: its code runs when it is installed or imported, on the machine of whoever
 * does it. No severity of a record counts here.
 */
export const maliciousPackage = defineRule({
  id: "MA-DEP-002",
  name: "malicious-package",
  on: "package",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "A locked package is known malware",
  remedy:
    "Remove it, and look at every machine that has installed it as taken over: replace the credentials that it could reach. Often the name is a misspelling of the one that was meant.",
  *check({ package: facts }, context) {
    const { pkg } = facts;
    for (const flaw of facts.flaws.filter((each) => each.malicious && each.unreadable === undefined)) {
      const waived = context.ignoresFlaw(pkg, flaw.ids);
      yield {
        message: [`${shown(pkg)} is known malware: ${idsOf(flaw)}.`, cameWith(pkg)].filter(Boolean).join(" "),
        evidence: flaw.url,
        key: keyOf(pkg, flaw),
        vulnerability: { purl: pkg.purl, advisory: flaw.id },
        ...(waived === undefined ? {} : { waived }),
      };
    }
  },
});
