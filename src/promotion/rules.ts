import type { Finding } from "../core/finding";
import { formatLocation } from "../core/location";
import type { Check } from "../core/promotion";
import { reaches, type FailOn } from "../core/severity";
import { answered, count } from "./check";

export interface RulesFacts {
  /** Folders that were asked. */
  readonly folders: number;
  readonly findings: readonly Finding[];
  /** Why there is no answer, in words. */
  readonly missing: readonly string[];
  readonly failOn: FailOn;
}

/** What own rules say: what they deny (high, unless they say another severity) stops a promotion whatever else is let through. */
export function checkRules({ folders, findings, missing, failOn }: RulesFacts): Check {
  const stops = ({ severity }: Finding) => reaches(severity, "high") || reaches(severity, failOn);
  const words = ({ severity, location, message }: Finding) => `${severity}: ${formatLocation(location)}: ${message}`;
  return answered("rules", {
    evidence: [
      `rules of ${count(folders, "folder")} asked`,
      ...findings.filter((each) => !stops(each)).map((each) => `told, and let through: ${words(each)}`),
    ],
    problems: findings.filter(stops).map(words),
    open: missing,
  });
}
