import type { RuleGroup } from "./framework";

/** What rules about packages, descriptions, the policy and the scan itself support. */
export const OTHER_RULES: readonly RuleGroup[] = [
  {
    because: "find a locked package with a published vulnerability",
    rules: ["MA-DEP-001"],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7", "MANAGE 3.1"],
      "nist-sp-800-218a": ["PW.4.4", "RV.1.1"],
      "owasp-ml": ["ML06:2023"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.M0016"],
      "eu-ai-act": ["Article 15(5)"],
    },
  },
  {
    because: "find a locked package that is known malware",
    rules: ["MA-DEP-002"],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7", "MANAGE 3.1"],
      "nist-sp-800-218a": ["PW.4.4", "RV.1.1"],
      "owasp-ml": ["ML06:2023"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.T0010.001", "AML.T0011.001"],
      "eu-ai-act": ["Article 15(5)"],
    },
  },
  {
    because: "find packages and actions that could be replaced on their way, or come from elsewhere than it seems",
    rules: [
      ...(["MA-DEP-007", "MA-DEP-008", "MA-DEP-009", "MA-DEP-010", "MA-DEP-011", "MA-DEP-013"] as const),
      ...(["MA-FMT-062", "MA-LDR-008"] as const),
    ],
    supports: {
      "nist-ai-rmf": ["MANAGE 3.1"],
      "nist-sp-800-218a": ["PW.4.4"],
      "owasp-ml": ["ML06:2023"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.T0010.001"],
    },
  },
  {
    because: "find dependencies whose version nothing holds",
    rules: ["MA-DEP-003", "MA-DEP-012"],
    supports: { "nist-ai-rmf": ["MANAGE 3.1"], "nist-sp-800-218a": ["PW.4.4"] },
  },
  {
    because: "name packages about whose vulnerabilities nobody could say anything",
    rules: ["MA-DEP-004", "MA-DEP-005", "MA-DEP-006", "MA-SYS-008"],
    supports: { "nist-ai-rmf": ["MEASURE 1.1"], "nist-sp-800-218a": ["RV.1.1"] },
  },
  {
    because: "name files that could not be looked into",
    rules: ["MA-SYS-002", "MA-SYS-003", "MA-SYS-004", "MA-SYS-005", "MA-SYS-006"],
    supports: { "nist-ai-rmf": ["MEASURE 1.1"] },
  },
  {
    because: "find documents of a model that contradict each other about its base",
    rules: ["MA-BOM-001"],
    supports: { "nist-sp-800-218a": ["PS.3.2"], "eu-ai-act": ["Annex IV(2)(a)"] },
  },
  {
    because: "find documents of a model that contradict its parts or its weights",
    rules: ["MA-BOM-003", "MA-BOM-005"],
    supports: { "nist-sp-800-218a": ["PS.3.2"] },
  },
  {
    because: "find documents of a model that contradict each other about its licence",
    rules: ["MA-BOM-002"],
    supports: {
      "nist-ai-rmf": ["MAP 4.1"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
    },
  },
  {
    because: "compare a model's files with the digests that were recorded of them",
    rules: ["MA-BOM-004", "MA-BOM-007"],
    supports: {
      "nist-ai-rmf": ["MANAGE 3.2"],
      "nist-sp-800-218a": ["PS.1.3", "PW.4.4"],
      "owasp-ml": ["ML06:2023", "ML10:2023"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026", "LLM05:2026"],
      "mitre-atlas": ["AML.T0010.003", "AML.M0014"],
      "eu-ai-act": ["Article 15(5)"],
    },
  },
  {
    because: "hold models to the signatures of those whom the policy approves",
    rules: ["MA-SIG-001", "MA-SIG-002"],
    supports: {
      "nist-ai-rmf": ["MANAGE 3.1", "MANAGE 3.2"],
      "nist-sp-800-218a": ["PS.1.3", "PW.4.4"],
      "owasp-ml": ["ML06:2023", "ML10:2023"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026", "LLM05:2026"],
      "mitre-atlas": ["AML.T0010.003", "AML.M0013", "AML.M0014"],
      "eu-ai-act": ["Article 15(5)"],
    },
  },
  {
    because: "find models of which is not known what the policy wants to be known: card, licence, base, training data",
    rules: ["MA-BOM-006"],
    supports: {
      "nist-ai-rmf": ["MAP 4.1"],
      "nist-sp-800-218a": ["PS.3.2", "PW.3.2"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.M0025"],
      "eu-ai-act": ["Annex IV(2)(a)", "Annex IV(2)(d)"],
    },
  },
  {
    because: "find models whose origin nobody has recorded",
    rules: ["MA-BOM-008"],
    supports: {
      "nist-ai-rmf": ["MAP 4.1"],
      "nist-sp-800-218a": ["PS.3.2"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
    },
  },
  {
    because: "show a change of the criteria that the gate decides by",
    rules: ["MA-POL-001", "MA-POL-008"],
    supports: { "nist-sp-800-218a": ["PO.4.1", "PO.4.2"] },
  },
  {
    because: "hold accepted risks to a reason, a content and a last day",
    rules: ["MA-POL-002", "MA-POL-003", "MA-POL-005", "MA-POL-009"],
    supports: { "nist-ai-rmf": ["MANAGE 1.3"], "nist-sp-800-218a": ["PO.4.1"] },
  },
  {
    because: "keep formats out that the policy does not want, such as pickle",
    rules: ["MA-POL-004"],
    supports: { "nist-ai-rmf": ["MAP 4.2"], "nist-sp-800-218a": ["PO.4.1", "PW.6.1"] },
  },
  {
    because: "keep models out that come from elsewhere than the policy approves of",
    rules: ["MA-POL-010", "MA-POL-012"],
    supports: {
      "nist-ai-rmf": ["MAP 4.1", "MANAGE 3.1"],
      "nist-sp-800-218a": ["PO.4.1", "PW.4.4"],
      "owasp-ml": ["ML06:2023"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.T0010.003"],
    },
  },
  {
    because: "keep out what was revoked after it had been let in",
    rules: ["MA-POL-013"],
    supports: { "nist-ai-rmf": ["MANAGE 1.3"], "nist-sp-800-218a": ["PO.4.1"] },
  },
  {
    because: "hold models to the licences that the policy lets in",
    rules: ["MA-POL-011"],
    supports: {
      "nist-ai-rmf": ["MAP 4.1"],
      "nist-sp-800-218a": ["PO.4.1"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
    },
  },
  {
    because: "hold models to rules that an organisation wrote itself",
    rules: ["MA-POL-006", "MA-POL-007"],
    supports: { "nist-ai-rmf": ["MAP 4.2"], "nist-sp-800-218a": ["PO.4.1", "PO.4.2"] },
  },
  {
    because: "find credentials in models and their configuration",
    rules: ["MA-SEC-001"],
    supports: { "nist-sp-800-218a": ["PO.5.1"], "mitre-atlas": ["AML.T0055"] },
  },
];
