import type { Finding } from "./finding";
import { reaches, type FailOn } from "./severity";

/** Known malware is no flaw that one may wait with. */
const MALICIOUS = "MA-DEP-002";

/** Whether a finding is as bad as what fails. `forFlaws`: the threshold for flaws of packages, where there is one of their own. */
export function counts(
  { rule, severity, vulnerability }: Pick<Finding, "rule" | "severity" | "vulnerability">,
  failOn: FailOn,
  forFlaws: FailOn | undefined,
): boolean {
  const isFlaw = vulnerability !== undefined && rule !== MALICIOUS;
  return reaches(severity, (isFlaw ? forFlaws : undefined) ?? failOn);
}
