import { Vulnerability as Enums } from "@cyclonedx/cyclonedx-library/Enums";
import { Vulnerability } from "@cyclonedx/cyclonedx-library/Models";
import type { SeverityVector } from "../core/advisory";
import type { AdvisoryGroup } from "../core/package-facts";
import { oneLine } from "./clean";

/** Vectors of one flaw; real ones have two or three. CWE-770. */
const MAX_VECTORS = 20;

const SEVERITIES = {
  critical: Enums.Severity.Critical,
  high: Enums.Severity.High,
  medium: Enums.Severity.Medium,
  low: Enums.Severity.Low,
  none: Enums.Severity.None,
};

/**
 * The score that the audit judged by, as a rating of its own, then the vectors of the advisories as they are: of which of
 * them the score is made, the group does not say.
 */
export function ratingsOf(flaw: AdvisoryGroup, names: readonly string[]): Vulnerability.Rating[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const vectors = flaw.advisories.flatMap(({ severity, affected }) => [
    ...affected.filter(({ name }) => wanted.has(name.toLowerCase())).flatMap((each) => each.severity),
    ...severity,
  ]);
  const distinct = [...new Map(vectors.map((each) => [each.score, each])).values()].slice(0, MAX_VECTORS);
  const own = {
    ...(flaw.score === undefined || !Number.isFinite(flaw.score) ? {} : { score: flaw.score }),
    severity: flaw.severity === undefined ? Enums.Severity.Unknown : SEVERITIES[flaw.severity],
  };
  return [new Vulnerability.Rating(own), ...distinct.map(ratingOf)];
}

function ratingOf({ type, score }: SeverityVector): Vulnerability.Rating {
  return new Vulnerability.Rating({ method: methodOf(type, score), vector: oneLine(score) });
}

function methodOf(type: string, vector: string): Enums.RatingMethod {
  if (type === "CVSS_V4") return Enums.RatingMethod.CVSSv4;
  if (type === "CVSS_V3")
    return vector.startsWith("CVSS:3.1/") ? Enums.RatingMethod.CVSSv31 : Enums.RatingMethod.CVSSv3;
  return type === "CVSS_V2" ? Enums.RatingMethod.CVSSv2 : Enums.RatingMethod.Other;
}
