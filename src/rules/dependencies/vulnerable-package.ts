import type { AdvisoryGroup, PackageFacts } from "../../core/package-facts";
import { defineRule, type Report, type RuleContext } from "../../core/rule";
import type { Severity } from "../../core/severity";
import { reportMany } from "../report-many";
import { isAboutLoading } from "./loads-models";
import { cameWith, fixOf, idsOf, keyOf, shown } from "./words";

/**
 * Why: what an attacker needs to know about a published flaw is published with it. The version that is locked is the
 * version that runs.
 */
export const vulnerablePackage = defineRule({
  id: "MA-DEP-001",
  name: "vulnerable-package",
  on: "package",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A locked package has a known vulnerability",
  remedy:
    "Move to a version without it. Where there is none yet, look for another package, or take away what reaches the flaw.",
  *check({ package: facts }, context) {
    const flaws = facts.flaws.filter((flaw) => flaw.unreadable === undefined && !flaw.malicious);
    yield* reportMany(
      flaws,
      (flaw) => tell(facts, flaw, context),
      (more) => ({
        message: `${shown(facts.pkg)} has ${more} more known vulnerabilities`,
        key: ["more", facts.pkg.purl],
      }),
    );
  },
});

function tell(facts: PackageFacts, flaw: AdvisoryGroup, context: RuleContext): Report {
  const { pkg } = facts;
  const remedy = fixOf(facts, flaw);
  const severity = severityOf(flaw, context);
  // What is being exploited waits for nobody.
  const grace = flaw.exploited === true ? undefined : context.graceFor(severity, flaw.published);
  const waived = context.ignoresFlaw(pkg, flaw.ids) ?? grace;
  return {
    message: [
      `${shown(pkg)} has ${idsOf(flaw)}${flaw.summary === "" ? "." : `: ${flaw.summary.replace(/[.\s]+$/, "")}.`}`,
      cameWith(pkg),
      flaw.severity === undefined ? "Nobody says how severe it is." : "",
      flaw.exploited === true ? "It is known to be exploited (CISA KEV)." : "",
      pickles(pkg.name, flaw, context),
    ]
      .filter((sentence) => sentence !== "")
      .join(" "),
    severity,
    evidence: evidence(flaw),
    key: keyOf(pkg, flaw),
    vulnerability: { purl: pkg.purl, advisory: flaw.id },
    ...(remedy === undefined ? {} : { remedy }),
    ...(waived === undefined ? {} : { waived }),
  };
}

/** A flaw that is being exploited is high at least, whatever it was scored. */
function severityOf({ severity, exploited }: AdvisoryGroup, { unknownSeverity }: RuleContext): Severity {
  const said = severity === undefined ? unknownSeverity : severity === "none" ? "info" : severity;
  return exploited === true && said !== "critical" ? "high" : said;
}

function evidence({ score, epss, url }: AdvisoryGroup): string {
  return [
    ...(score === undefined ? [] : [`CVSS ${score.toFixed(1)}`]),
    ...(epss === undefined ? [] : [`EPSS ${(epss * 100).toFixed(1)} %`]),
    url,
  ].join(", ");
}

function pickles(name: string, { summary, advisories }: AdvisoryGroup, context: RuleContext): string {
  if (!isAboutLoading(name, summary, advisories[0]?.details ?? "")) return "";
  const count = context.pickledModels();
  return count === 0
    ? ""
    : `This repository also has ${count === 1 ? "a pickled model" : `${count} pickled models`}, so loading matters here.`;
}
