import type { RuleId } from "../../core/finding";
import type { CheckHead, CheckId } from "./matrix";

/** The columns of the matrix. */
export const CHECKS: readonly CheckHead[] = [
  {
    id: "content",
    title: "Content",
    about: "What the files do when they are loaded, and whether they are what they say.",
  },
  {
    id: "origin",
    title: "Origin",
    about: "Where it comes from: recorded in models.lock.yaml, pinned, and from a place that the policy takes.",
  },
  { id: "license", title: "Licence", about: "Whether a licence is known, and the policy takes it." },
  {
    id: "evidence",
    title: "Evidence",
    about: "What the bill of materials has to know, and whether its sources agree.",
  },
  { id: "signature", title: "Signature", about: "Whether approved signers vouch for every file." },
  { id: "dependencies", title: "Dependencies", about: "Known flaws of locked packages, and how they are locked." },
  { id: "policy", title: "Policy", about: "The policy itself, its waivers and rules of your own." },
];

const BY_FAMILY: Readonly<Record<string, CheckId>> = {
  BOM: "evidence",
  SIG: "signature",
  DEP: "dependencies",
  POL: "policy",
};

/** Rules that belong to another check than the rest of their family. */
const BY_RULE: Readonly<Record<string, CheckId>> = {
  "MA-BOM-002": "license",
  "MA-BOM-007": "origin",
  "MA-BOM-008": "origin",
  "MA-HUB-007": "origin",
  "MA-LDR-006": "origin",
  "MA-LDR-009": "origin",
  "MA-POL-004": "content",
  "MA-POL-010": "origin",
  "MA-POL-011": "license",
  "MA-POL-012": "origin",
  "MA-POL-013": "content",
  "MA-SYS-008": "dependencies",
};

/** What a finding of this rule is about; of families that are not named here, the content. */
export function checkOf(rule: RuleId): CheckId {
  return BY_RULE[rule] ?? BY_FAMILY[rule.split("-")[1] ?? ""] ?? "content";
}
