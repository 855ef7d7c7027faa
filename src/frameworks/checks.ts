import type { NamedCheck } from "./framework";

/** What Model Assay does beside its rules, and what that supports. A check is listed once it is there, not before. */
export const CHECKS: readonly NamedCheck[] = [
  {
    name: "Bill of materials",
    summary: "lists models, data sets, images and packages with digests, bases, licences and origins (CycloneDX, SPDX)",
    page: "bom.md",
    supports: {
      "nist-ai-rmf": ["GOVERN 1.6", "MAP 4.1"],
      "nist-sp-800-218a": ["PO.3.3", "PS.3.2", "PW.3.2"],
      "owasp-llm-2025": ["LLM03:2025", "LLM04:2025"],
      "owasp-llm-2026": ["LLM04:2026", "LLM05:2026"],
      "mitre-atlas": ["AML.M0023", "AML.M0025"],
      "eu-ai-act": ["Article 11(1)", "Annex IV(1)(c)", "Annex IV(2)(a)", "Annex IV(2)(d)"],
    },
  },
  {
    name: "Difference of bills of materials",
    summary: "says what a change adds, removes and replaces among models, data and packages",
    page: "bom.md",
    supports: { "eu-ai-act": ["Annex IV(6)"] },
  },
  {
    name: "Signed manifests",
    summary: "sign the digests of a model's files, so that others can verify them",
    page: "signing.md",
    supports: {
      "nist-sp-800-218a": ["PS.1.3", "PS.2.1"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026", "LLM05:2026"],
      "mitre-atlas": ["AML.M0013"],
    },
  },
  {
    name: "Verification of signatures and digests",
    summary: "compares a directory, file by file, with a manifest that an approved signer signed",
    page: "verifying.md",
    supports: {
      "nist-ai-rmf": ["MANAGE 3.1", "MANAGE 3.2"],
      "nist-sp-800-218a": ["PS.1.3", "PW.3.1", "PW.4.4"],
      "owasp-ml": ["ML06:2023", "ML10:2023"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026", "LLM05:2026"],
      "mitre-atlas": ["AML.T0010.003", "AML.M0013", "AML.M0014"],
      "eu-ai-act": ["Article 15(5)"],
    },
  },
  {
    name: "Verification of container images",
    summary: "verifies signatures of an image or OCI artifact by its digest",
    page: "container-images.md",
    supports: {
      "nist-sp-800-218a": ["PW.4.4"],
      "mitre-atlas": ["AML.T0010.004", "AML.M0013"],
    },
  },
  {
    name: "Provenance",
    summary: "signs from which commit and by which workflow model files were made",
    page: "statements.md",
    supports: { "nist-sp-800-218a": ["PO.3.3", "PS.3.2"], slsa: ["Build L1"] },
  },
  {
    name: "Verification of provenance",
    summary:
      "holds provenance against the certificate that signed it, the files and the repository and workflow that are expected",
    page: "statements.md",
    supports: {
      "nist-sp-800-218a": ["PW.4.4"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      slsa: ["Build L2", "Verifying artifacts"],
    },
  },
  {
    name: "Signed verdict",
    summary: "signs what was scanned, by which rules and policy, and how it was decided",
    page: "statements.md",
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7"],
      "nist-sp-800-218a": ["PO.3.3", "PO.4.2"],
      "eu-ai-act": ["Annex IV(2)(h)"],
    },
  },
  {
    name: "Promotion",
    summary:
      "decides whether a model may go on, by its signed manifest, provenance, flaws that are known today, approvals of different people, bill of materials and revocations",
    page: "promotion.md",
    supports: {
      "nist-ai-rmf": ["MANAGE 1.1", "MANAGE 3.1", "MANAGE 3.2"],
      "nist-sp-800-218a": ["PO.4.2", "PW.3.1", "PW.4.4", "RV.1.1"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026", "LLM05:2026"],
      "mitre-atlas": ["AML.M0013", "AML.M0014", "AML.M0016"],
      slsa: ["Verifying artifacts"],
    },
  },
  {
    name: "Signed decision of a promotion",
    summary: "signs what was decided about a model, also that it may not go on, with the answer of each check",
    page: "statements.md",
    supports: {
      "nist-ai-rmf": ["MANAGE 1.1"],
      "nist-sp-800-218a": ["PO.3.3", "PO.4.2"],
      "eu-ai-act": ["Annex IV(2)(h)"],
    },
  },
  {
    name: "Policy file",
    summary: "says what a repository accepts: severities, formats, signers, evidence, waivers with a last day",
    page: "policy.md",
    supports: { "nist-ai-rmf": ["GOVERN 6.1", "MAP 4.2"], "nist-sp-800-218a": ["PO.4.1"] },
  },
];
