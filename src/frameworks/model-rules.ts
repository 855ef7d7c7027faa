import type { RuleGroup } from "./framework";

/** What rules about model files and the code around them support. */
export const MODEL_RULES: readonly RuleGroup[] = [
  {
    because:
      "find code in a model file that runs when the model is loaded or used, or names of code that nobody has vouched for",
    rules: [
      ...(["MA-PKL-001", "MA-PKL-002", "MA-PKL-003", "MA-PKL-004", "MA-PKL-005", "MA-PKL-006"] as const),
      ...(["MA-FMT-021", "MA-FMT-022", "MA-FMT-030", "MA-FMT-040", "MA-FMT-041", "MA-FMT-042", "MA-FMT-045"] as const),
      ...(["MA-FMT-060", "MA-FMT-063", "MA-HUB-004", "MA-HUB-010"] as const),
    ],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7"],
      "nist-sp-800-218a": ["PW.4.4", "PW.7.2"],
      "owasp-ml": ["ML06:2023"],
      "owasp-llm-2025": ["LLM03:2025", "LLM04:2025"],
      "owasp-llm-2026": ["LLM04:2026", "LLM05:2026"],
      "mitre-atlas": ["AML.T0010.003", "AML.T0011.000", "AML.T0018.002", "AML.M0016"],
      "eu-ai-act": ["Article 15(5)"],
    },
  },
  {
    because: "find code that comes with a model, or that a model has its loader or server fetch and run",
    rules: [
      ...(["MA-FMT-020", "MA-FMT-024", "MA-FMT-031", "MA-FMT-032", "MA-FMT-051", "MA-FMT-061"] as const),
      ...(["MA-HUB-001", "MA-HUB-002", "MA-HUB-003", "MA-HUB-005", "MA-HUB-006"] as const),
    ],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7"],
      "nist-sp-800-218a": ["PW.4.4", "PW.7.2"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.T0010.003", "AML.T0011.000"],
    },
  },
  {
    because: "find an archive or a model that writes or reads files outside its own directory",
    rules: ["MA-ARC-001", "MA-ARC-002", "MA-ARC-009", "MA-FMT-014", "MA-FMT-043", "MA-FMT-050"],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7"],
      "nist-sp-800-218a": ["PW.4.4", "PW.7.2"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.T0010.003", "AML.T0011.000"],
    },
  },
  {
    because: "find a file that is something else than its name promises",
    rules: ["MA-ARC-010", "MA-ARC-011", "MA-ARC-012", "MA-ARC-013", "MA-SYS-007"],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7"],
      "nist-sp-800-218a": ["PW.4.4", "PW.7.2"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.T0010.003", "AML.T0074"],
    },
  },
  {
    because:
      "find a file that is broken, or reads otherwise in one reader than in another, as files are that hide from scanners",
    rules: ["MA-ARC-004", "MA-ARC-007", "MA-ARC-008", "MA-PKL-008", "MA-SYS-001"],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7"],
      "nist-sp-800-218a": ["PW.4.4", "PW.7.2"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.T0076", "AML.M0016"],
    },
  },
  {
    because: "find content of a model that its readers disagree about or pass over",
    rules: [
      ...(["MA-ARC-003", "MA-ARC-005", "MA-ARC-006", "MA-FMT-011", "MA-FMT-012", "MA-FMT-013"] as const),
      ...(["MA-FMT-023", "MA-FMT-025", "MA-FMT-044", "MA-PKL-009"] as const),
    ],
    supports: { "nist-ai-rmf": ["MEASURE 2.7"], "nist-sp-800-218a": ["PW.4.4", "PW.7.2"] },
  },
  {
    because: "find a header or layout that attacks the reader of a format",
    rules: ["MA-FMT-001", "MA-FMT-010", "MA-FMT-052", "MA-FMT-053"],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7"],
      "nist-sp-800-218a": ["PW.4.4", "PW.7.2"],
      "owasp-llm-2026": ["LLM04:2026"],
    },
  },
  {
    because: "look at chat templates as at code",
    rules: ["MA-HUB-011", "MA-HUB-012", "MA-HUB-013", "MA-HUB-014"],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7"],
      "nist-sp-800-218a": ["PW.4.4", "PW.7.2"],
      "owasp-llm-2026": ["LLM05:2026"],
    },
  },
  {
    because: "lead from pickle to a format that holds no code, or to a loader that refuses it",
    rules: ["MA-HUB-008", "MA-PKL-007"],
    supports: { "nist-sp-800-218a": ["PW.6.1"], "owasp-llm-2026": ["LLM04:2026"] },
  },
  {
    because: "find an address in a model's description that no reader should follow blindly",
    rules: ["MA-FMT-015"],
    supports: { "nist-ai-rmf": ["MEASURE 2.7"] },
  },
  {
    because: "find source code that loads models or data so that they can run code",
    rules: ["MA-LDR-001", "MA-LDR-002", "MA-LDR-003", "MA-LDR-004", "MA-LDR-005"],
    supports: {
      "nist-ai-rmf": ["MEASURE 2.7"],
      "nist-sp-800-218a": ["PW.5.1", "PW.7.2"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.T0011.000"],
    },
  },
  {
    because: "find source code that runs what it downloads, or does not look at who answers",
    rules: ["MA-LDR-007", "MA-LDR-009"],
    supports: { "nist-ai-rmf": ["MEASURE 2.7"], "nist-sp-800-218a": ["PW.5.1", "PW.7.2"] },
  },
  {
    because: "find a model or data set that is fetched by a name whose content may change",
    rules: ["MA-HUB-007", "MA-LDR-006"],
    supports: {
      "nist-ai-rmf": ["MANAGE 3.1"],
      "nist-sp-800-218a": ["PW.4.4"],
      "owasp-llm-2025": ["LLM03:2025"],
      "owasp-llm-2026": ["LLM04:2026"],
      "mitre-atlas": ["AML.T0010.003"],
    },
  },
];
