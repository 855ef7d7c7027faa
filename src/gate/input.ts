import type { AuditResult } from "../audit";
import type { EvidenceProvenance, EvidenceSignature } from "../core/evidence";
import type { Finding } from "../core/finding";
import type { FileSelection, SelectedFile } from "../core/host";
import type { InventoryModel } from "../core/inventory";
import type { Policy } from "../core/policy";
import type { BomRecord } from "../core/report";
import type { Rule, RuleContext } from "../core/rule";
import type { ModelSignatures } from "../core/signature-facts";
import type { RepositoryEvent } from "../core/subject";
import type { EvidenceFacts } from "../policy/rego/build-evidence";
import type { RuleFolder } from "../policy/rego/rule-files";
import type { ScanResult } from "../scan";

/** One selected file after its scan; `sha256` is absent where the file is no artifact. */
export interface ScannedFile extends ScanResult {
  readonly path: string;
  readonly size: number;
  readonly sha256?: string;
}

/** The policy that decides this run, and what is to be said about it. */
export interface PolicyInForce {
  readonly policy: Policy;
  /** sha256 of the policy file, `null` where the defaults hold. */
  readonly digest: string | null;
  /** Where it came from, in words: `.model-assay.yml at base 1a2b3c4`. */
  readonly source: string;
  /** Path of the policy file, for findings about it. */
  readonly path: string;
  readonly events: readonly RepositoryEvent[];
  /** Why the policy that should decide is not known, in words: the defaults stand in its place, and cannot let anything pass. */
  readonly unknown?: string;
  /** Rules in Rego, by whose they are: every folder is asked by itself, and each may refuse. */
  readonly ownRules?: readonly RuleFolder[];
  /** The organisation's, where one stands above the repository's. */
  readonly organisation?: { readonly digest: string; readonly source: string };
}

/** A finding before the whole report gives it its number. */
export type Unnumbered = Omit<Finding, "id">;

/** What making the bill of materials brought, beside the bill. */
export interface BomResult {
  /** Old ones are marked already. */
  readonly findings: readonly Unnumbered[];
  readonly notices: readonly string[];
  /** Why there is none, or what of its findings is not known: the verdict is incomplete then. */
  readonly missing?: readonly string[];
  /** Absent where it could not be made; so are the models then. */
  readonly record?: BomRecord;
  readonly models?: readonly InventoryModel[];
  /** Absent where no signatures were looked at. */
  readonly signed?: SignedModels;
}

/** What was found out about the signatures of models, for the report and for own rules. */
export interface SignedModels {
  readonly models: readonly ModelSignatures[];
  readonly signatures: readonly EvidenceSignature[];
  readonly provenance: readonly EvidenceProvenance[];
}

/** What rules in Rego say, and why of some it is not known. */
export interface OwnRulesAnswer {
  readonly findings: readonly Unnumbered[];
  readonly missing: readonly string[];
}

/** What a run without an audit knows of packages. */
export const NOT_AUDITED: AuditResult = {
  lockfiles: 0,
  packages: [],
  contents: [],
  flawed: [],
  findings: [],
  before: new Map(),
  missing: [],
  notices: [],
};

export interface GateInput {
  readonly selection: FileSelection;
  readonly ignored: number;
  readonly inForce: PolicyInForce;
  readonly rules: readonly Rule[];
  readonly rulesDigest: string;
  readonly context: RuleContext;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly scan: (files: readonly SelectedFile[]) => Promise<readonly ScannedFile[]>;
  /** Looks up what the selected lockfiles lock; absent where the audit is off. */
  readonly audit?: () => Promise<AuditResult>;
  /** The bill of materials of the whole tree, and what it finds; absent where none is wanted. */
  readonly bom?: (scanned: readonly ScannedFile[], audited: AuditResult) => Promise<BomResult>;
  /** Takes what the audit found and the policy said of it, for the VEX document beside the bill; notices where that fails. */
  readonly onDecided?: (flawed: AuditResult["flawed"], findings: readonly Finding[]) => Promise<readonly string[]>;
  /** What the base has in a text that the change touches; `undefined` where the base has no such file. */
  readonly scanBase?: (file: SelectedFile) => readonly Unnumbered[] | undefined;
  /** Asks the rules of `inForce.ownRules` about everything else; absent where there are none. What they say is never old. */
  readonly ownRules?: (known: EvidenceFacts) => Promise<OwnRulesAnswer>;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly notices: readonly string[];
}
