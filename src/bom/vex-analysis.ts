import { Vulnerability } from "@cyclonedx/cyclonedx-library/Models";
import { Vulnerability as Enums } from "@cyclonedx/cyclonedx-library/Enums";
import type { Waived } from "../core/finding";
import type { AdvisoryGroup } from "../core/package-facts";
import { prose } from "./clean";

/**
 * Where a reason of a waiver says so in CycloneDX's own words, and only there: `not_affected`, or `not_affected:
 * code_not_reachable, because ...`, or `false_positive`.
 */
const SAID = /^(not_affected|false_positive)\b(?:\s*[:(]\s*([a-z_]+))?/;

/**
 * What is known of whether a flaw does harm here. That a version is affected is no analysis: `in_triage`. A waiver accepts a
 * risk for a time; it does not say that there is none, so the state stays what it was, the reason is its detail, and the
 * response is `will_not_fix` where the waiver has no end. Scanners that read a VEX document drop what is
 * `not_affected`: that has to be said outright. Known malware does harm by being installed: `exploitable`.
 */
export function analysisOf(flaw: AdvisoryGroup, waived: Waived | undefined): Vulnerability.Analysis {
  const state = flaw.malicious ? Enums.AnalysisState.Exploitable : Enums.AnalysisState.InTriage;
  if (waived === undefined)
    return new Vulnerability.Analysis({
      state,
      ...(flaw.unreadable === undefined
        ? {}
        : { detail: `Whether it applies is not known: ${prose(flaw.unreadable)}` }),
    });
  const until = waived.until === undefined ? "" : `, until ${waived.until}`;
  const detail = prose(`Waived by ${waived.by}${until}: ${waived.reason}`);
  const [, said, why] = SAID.exec(waived.reason.trim()) ?? [];
  if (said === "false_positive")
    return new Vulnerability.Analysis({ state: Enums.AnalysisState.FalsePositive, detail });
  if (said === "not_affected") {
    const justification = Object.values(Enums.AnalysisJustification).find(
      (each) => each === (why as string | undefined),
    );
    return new Vulnerability.Analysis({
      state: Enums.AnalysisState.NotAffected,
      detail,
      ...(justification === undefined ? {} : { justification }),
    });
  }
  const response = waived.until === undefined ? [Enums.AnalysisResponse.WillNotFix] : [];
  return new Vulnerability.Analysis({ state, detail, response: new Enums.AnalysisResponseRepository(response) });
}
