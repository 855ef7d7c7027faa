import type { CheckId, Stage } from "../core/promotion";

/**
 * What a stage asks of a check. `scan`: the files are scanned, no package is looked up. `where-named`: where the policy names who may
 * have built (`promotion.builders`). `where-asked`: where the call asks for it.
 */
export type Asked = "always" | "scan" | "where-named" | "where-asked" | "never";

export const ASKED: Readonly<Record<Stage, Readonly<Record<CheckId, Asked>>>> = {
  ingestion: row("always", "where-named", "scan", "never", "never", "never", "never"),
  training: row("always", "where-named", "scan", "never", "never", "never", "never"),
  promotion: row("always", "always", "always", "always", "always", "always", "never"),
  deployment: row("always", "never", "where-asked", "never", "never", "never", "always"),
};

/** Revocations are looked at everywhere: they are what is known today. */
function row(
  integrity: Asked,
  provenance: Asked,
  vulnerabilities: Asked,
  approvals: Asked,
  bom: Asked,
  rules: Asked,
  decision: Asked,
): Readonly<Record<CheckId, Asked>> {
  return { integrity, provenance, vulnerabilities, approvals, bom, revocation: "always", rules, decision };
}
