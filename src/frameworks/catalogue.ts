import type { Framework } from "./framework";

const AI_RMF = "https://doi.org/10.6028/NIST.AI.100-1";
const SSDF_AI = "https://doi.org/10.6028/NIST.SP.800-218A";
const ML_TOP_10 = "https://owasp.org/www-project-machine-learning-security-top-10";
const LLM_2025 = "https://github.com/OWASP/www-project-top-10-for-large-language-model-applications";
const LLM_2026 = "https://github.com/GenAI-Security-Project/GenAI-LLM-Top10";
const ATLAS = "https://atlas.mitre.org";
const SLSA = "https://slsa.dev/spec/v1.1";
const AI_ACT = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj";

const aiRmf = (id: string, title: string) => ({ id, title, url: AI_RMF });
const ssdfAi = (id: string, title: string) => ({ id, title, url: SSDF_AI });
const technique = (id: string, title: string) => ({ id, title, url: `${ATLAS}/techniques/${id}` });
const mitigation = (id: string, title: string) => ({ id, title, url: `${ATLAS}/mitigations/${id}` });

/**
 * The items that something here supports, in the order of the frameworks. Ids were read in the editions named, not taken
 * from other people's mappings; what could not be read is not here. The techniques of ATLAS have the same ids and names in
 * its release 2026.09.
 */
export const FRAMEWORKS: readonly Framework[] = [
  {
    id: "nist-ai-rmf",
    name: "NIST AI RMF",
    publisher: "NIST",
    version: "1.0 (AI 100-1, January 2023)",
    url: AI_RMF,
    guid: "de828a71-6c8c-47bf-a552-138f939ab966",
    items: [
      aiRmf("GOVERN 1.6", "AI systems are inventoried"),
      aiRmf("GOVERN 6.1", "Policies address the risks that third parties bring"),
      aiRmf("MAP 4.1", "Technical and legal risks of components and third-party data are mapped"),
      aiRmf("MAP 4.2", "Risk controls for components are identified and documented"),
      aiRmf("MEASURE 1.1", "What is not or cannot be measured is documented"),
      aiRmf("MEASURE 2.7", "Security and resilience are evaluated and documented"),
      aiRmf("MANAGE 1.1", "It is determined whether development or deployment should proceed"),
      aiRmf("MANAGE 1.3", "Responses to risks of high priority, accepting them too, are documented"),
      aiRmf("MANAGE 3.1", "Risks of third-party resources are monitored and controlled"),
      aiRmf("MANAGE 3.2", "Pre-trained models are monitored"),
    ],
  },
  {
    id: "nist-sp-800-218a",
    name: "NIST SP 800-218A",
    publisher: "NIST",
    version: "July 2024, a profile of SSDF 1.1",
    url: SSDF_AI,
    guid: "01b01edc-610a-4c0a-84c9-f98ffb8a1138",
    items: [
      ssdfAi("PO.3.3", "Tools leave artifacts that show what was done"),
      ssdfAi("PO.4.1", "Criteria for security checks are defined and tracked"),
      ssdfAi("PO.4.2", "Information for these criteria is gathered and safeguarded"),
      ssdfAi("PO.5.1", "Development environments are protected; plaintext secrets are looked for (R6)"),
      ssdfAi("PS.1.3", "Model weights and configuration are protected from modification"),
      ssdfAi("PS.2.1", "Acquirers get what they need to verify integrity"),
      ssdfAi("PS.3.2", "Provenance of all components of a release is kept and shared"),
      ssdfAi("PW.3.1", "Data is analysed before use; its provenance and integrity are verified (R1)"),
      ssdfAi("PW.3.2", "Provenance of training and testing data is tracked, and gaps are documented"),
      ssdfAi("PW.4.4", "Acquired models and components are verified and scanned before use"),
      ssdfAi("PW.5.1", "Code follows secure coding practices"),
      ssdfAi("PW.6.1", "Tools improve executable security; secure model serialization (C1)"),
      ssdfAi("PW.7.2", "Code is analysed; models are scanned for malware and other security issues (R1)"),
      ssdfAi("RV.1.1", "Public sources on vulnerabilities of third-party components are followed"),
    ],
  },
  {
    id: "owasp-ml",
    name: "OWASP ML Security Top 10",
    publisher: "OWASP",
    version: "2023 (draft 0.3)",
    url: ML_TOP_10,
    guid: "ddee4153-39e3-45cc-bedd-33372fffb355",
    items: [
      {
        id: "ML06:2023",
        title: "AI Supply Chain Attacks",
        url: `${ML_TOP_10}/docs/ML06_2023-AI_Supply_Chain_Attacks`,
      },
      { id: "ML10:2023", title: "Model Poisoning", url: `${ML_TOP_10}/docs/ML10_2023-Model_Poisoning` },
    ],
  },
  {
    id: "owasp-llm-2025",
    name: "OWASP Top 10 for LLM Applications 2025",
    publisher: "OWASP",
    version: "2025",
    url: LLM_2025,
    guid: "e988efa3-bec4-4ad1-8ca6-e7ff90f15f46",
    items: [
      {
        id: "LLM03:2025",
        title: "Supply Chain",
        url: `${LLM_2025}/blob/029a5d609513945644b741cf14136bd4bbb80ce9/2_0_vulns/LLM03_SupplyChain.md`,
      },
      {
        id: "LLM04:2025",
        title: "Data and Model Poisoning",
        url: `${LLM_2025}/blob/1aa02ddf00864ad0bd6edde7b38d53e15d49c934/2_0_vulns/LLM04_DataModelPoisoning.md`,
      },
    ],
  },
  {
    id: "owasp-llm-2026",
    name: "OWASP Top 10 for LLM Applications 2026",
    publisher: "OWASP",
    version: "2026",
    url: LLM_2026,
    guid: "89f9cb61-559d-4705-a25a-141147c1e5de",
    items: [
      {
        id: "LLM04:2026",
        title: "Supply Chain",
        url: `${LLM_2026}/blob/98ec57fc3139c6bb3b8f66a8a3b55dd86d9f9eca/2026/final/LLM04_SupplyChain.md`,
      },
      {
        id: "LLM05:2026",
        title: "Data and Model Poisoning",
        url: `${LLM_2026}/blob/4d910704dc7b8f57a90b0dbc6bbd8d3c447ee658/2026/final/LLM05_DataModelPoisoning.md`,
      },
    ],
  },
  {
    id: "mitre-atlas",
    name: "MITRE ATLAS",
    publisher: "MITRE",
    version: "data 4.9.1 (August 2025)",
    url: ATLAS,
    guid: "00d7b568-a389-4279-843e-8ac6af06cd27",
    items: [
      technique("AML.T0010.001", "AI Supply Chain Compromise: AI Software"),
      technique("AML.T0010.003", "AI Supply Chain Compromise: Model"),
      technique("AML.T0010.004", "AI Supply Chain Compromise: Container Registry"),
      technique("AML.T0011.000", "User Execution: Unsafe AI Artifacts"),
      technique("AML.T0011.001", "User Execution: Malicious Package"),
      technique("AML.T0018.002", "Manipulate AI Model: Embed Malware"),
      technique("AML.T0055", "Unsecured Credentials"),
      technique("AML.T0074", "Masquerading"),
      technique("AML.T0076", "Corrupt AI Model"),
      mitigation("AML.M0013", "Code Signing"),
      mitigation("AML.M0014", "Verify AI Artifacts"),
      mitigation("AML.M0016", "Vulnerability Scanning"),
      mitigation("AML.M0023", "AI Bill of Materials"),
      mitigation("AML.M0025", "Maintain AI Dataset Provenance"),
    ],
  },
  {
    id: "slsa",
    name: "SLSA",
    publisher: "OpenSSF",
    version: "1.1, Build track",
    url: SLSA,
    guid: "aefac30b-bb79-4e16-8de1-ab6cb3c8b562",
    items: [
      { id: "Build L1", title: "Provenance exists", url: `${SLSA}/levels#build-l1` },
      {
        id: "Build L2",
        title: "Hosted build platform: the consumer's part, to validate provenance",
        url: `${SLSA}/levels#build-l2`,
      },
      {
        id: "Verifying artifacts",
        title: "Provenance is checked against what is expected",
        url: `${SLSA}/verifying-artifacts`,
      },
    ],
  },
  {
    id: "eu-ai-act",
    name: "EU AI Act",
    publisher: "European Union",
    version: "Regulation (EU) 2024/1689 of 13 June 2024, as published",
    url: AI_ACT,
    guid: "4b11924e-66a1-4ca4-8ce9-a3b9a0a720c5",
    items: [
      { id: "Article 11(1)", title: "Technical documentation", url: `${AI_ACT}#art_11` },
      {
        id: "Article 15(5)",
        title: "Cybersecurity: attempts to alter a system, such as by poisoned pre-trained components",
        url: `${AI_ACT}#art_15`,
      },
      { id: "Annex IV(1)(c)", title: "Versions of relevant software", url: `${AI_ACT}#anx_IV` },
      {
        id: "Annex IV(2)(a)",
        title: "Development, with pre-trained systems and tools of third parties",
        url: `${AI_ACT}#anx_IV`,
      },
      { id: "Annex IV(2)(d)", title: "Training data sets and their provenance", url: `${AI_ACT}#anx_IV` },
      { id: "Annex IV(2)(h)", title: "Cybersecurity measures put in place", url: `${AI_ACT}#anx_IV` },
      { id: "Annex IV(6)", title: "Changes through the lifecycle", url: `${AI_ACT}#anx_IV` },
    ],
  },
];
