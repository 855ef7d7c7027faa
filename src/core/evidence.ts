import type { CoverageLine } from "./coverage";
import type { Confidence, Severity } from "./severity";
import type { PackageStatus, UncheckedReason } from "./package-facts";

/**
 * What an organisation's own rules see, `schemas/evidence.schema.json`. Every field is always there: what is not known is `null`, what
 * there is none of is an empty list. Rego takes a field that is missing for "no", so a document that left some out would let pass what
 * nobody looked at. Within schema version 1 fields are added and never removed, renamed or given another meaning.
 */
export interface Evidence {
  readonly schemaVersion: "1.0";
  /** RFC 3339, UTC: of the run, and what `time.now_ns()` says. */
  readonly time: string;
  /** `gate` for a change or a tree, `promotion` for a model that is to be promoted. */
  readonly stage: "gate" | "promotion";
  readonly subject: {
    /** `owner/repo`. */
    readonly repository: string | null;
    readonly commit: string | null;
    readonly event: string | null;
  };
  /** Who started it: the login of the platform. */
  readonly actor: string | null;
  readonly refs: { readonly base: EvidenceRef | null; readonly head: EvidenceRef | null };
  readonly artifacts: readonly EvidenceArtifact[];
  /** Of the whole tree. `null` where they could not be read. */
  readonly models: readonly EvidenceModel[] | null;
  readonly findings: readonly EvidenceFinding[];
  /** `null` where lockfiles were not audited; so are their flaws then. */
  readonly packages: readonly EvidencePackage[] | null;
  readonly advisories: readonly EvidenceAdvisory[] | null;
  /** `null` where none was made. */
  readonly bom: EvidenceBom | null;
  readonly signatures: readonly EvidenceSignature[];
  readonly provenance: readonly EvidenceProvenance[];
  readonly approvals: readonly EvidenceApproval[];
}

/** The names at the top, for `RegoQuestion.fields`. */
export const EVIDENCE_FIELDS: readonly (keyof Evidence)[] = [
  "schemaVersion",
  "time",
  "stage",
  "subject",
  "actor",
  "refs",
  "artifacts",
  "models",
  "findings",
  "packages",
  "advisories",
  "bom",
  "signatures",
  "provenance",
  "approvals",
];

export interface EvidenceRef {
  /** `refs/heads/main`. */
  readonly name: string | null;
  readonly commit: string;
}

/** As `ArtifactRecord`. */
export interface EvidenceArtifact {
  readonly path: string;
  readonly format: string;
  readonly size: number;
  readonly sha256: string | null;
  readonly members: number;
  readonly notScanned: { readonly reason: string; readonly detail: string } | null;
}

export interface EvidenceModel {
  /** The directory or the file. */
  readonly path: string;
  readonly name: string;
  readonly kind: "model" | "adapter" | "tokenizer";
  /** Licences as its documents say them. */
  readonly licenses: readonly string[];
  /** Paths of its files. */
  readonly files: readonly string[];
}

/** As `Finding`. */
export interface EvidenceFinding {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly path: string;
  readonly line: number | null;
  readonly waived: boolean;
  /** The base has it too. */
  readonly baseline: boolean;
}

/** As `PackageRecord`. */
export interface EvidencePackage {
  readonly purl: string;
  readonly name: string;
  readonly version: string | null;
  readonly ecosystem: string | null;
  readonly lockfile: string;
  readonly line: number | null;
  readonly direct: boolean | null;
  readonly group: string | null;
  readonly source: string | null;
  readonly status: PackageStatus;
  readonly reason: UncheckedReason | null;
  /** Ids of `Evidence.advisories`. */
  readonly advisories: readonly string[];
  readonly fixed: string | null;
}

/** One flaw of one package, also one of which it could not be told whether it applies; the package is `unchecked` then. */
export interface EvidenceAdvisory {
  readonly id: string;
  /** All ids and aliases. */
  readonly ids: readonly string[];
  readonly purl: string;
  readonly lockfile: string;
  readonly summary: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "none" | null;
  /** 0 to 10. */
  readonly score: number | null;
  readonly malicious: boolean;
  /** Known to be exploited; `null` where no list was given. */
  readonly exploited: boolean | null;
  /** RFC 3339: when the first of its records was published. */
  readonly published: string | null;
  readonly fixed: string | null;
  readonly waived: boolean;
}

/** As `BomRecord`. */
export interface EvidenceBom {
  readonly models: number;
  readonly datasets: number;
  readonly containers: number;
  readonly packages: number;
  readonly missing: number;
  readonly coverage: readonly CoverageLine[];
}

/** A bundle that was verified, or refused. */
export interface EvidenceSignature {
  /** File of the bundle, or where it was fetched. */
  readonly bundle: string;
  readonly verified: boolean;
  /** Why it was refused; `null` where it was not. */
  readonly refused: string | null;
  readonly predicateType: string | null;
  readonly signer: EvidenceSigner | null;
  /** RFC 3339, UTC. */
  readonly times: readonly string[];
  readonly logEntries: number;
  /** Artifacts whose sha256 it names: what was read equals what was signed. */
  readonly covers: readonly string[];
}

/** As `SignerClaims`; a key by its fingerprint. Fields of the other kind are `null`. */
export interface EvidenceSigner {
  readonly kind: "certificate" | "key";
  readonly fingerprint: string | null;
  readonly identity: string | null;
  readonly issuer: string | null;
  /** `owner/repo/.github/workflows/file.yml` that signed. */
  readonly workflow: string | null;
  readonly workflowRef: string | null;
  /** `owner/repo` whose run it was. */
  readonly repository: string | null;
  readonly ref: string | null;
  readonly commit: string | null;
  readonly runnerEnvironment: string | null;
}

/** What a verified provenance says. */
export interface EvidenceProvenance {
  readonly bundle: string;
  readonly workflow: string | null;
  readonly repository: string | null;
  readonly ref: string | null;
  readonly commit: string | null;
  readonly covers: readonly string[];
}

/** One person's approval, the latest, on the commit it was given for. Dismissed ones and those that ask for changes are not here. */
export interface EvidenceApproval {
  /** The login. */
  readonly by: string;
  /** Roles that the policy gives this person: `security`, `platform`. */
  readonly roles: readonly string[];
  readonly source: "review" | "environment" | "statement";
  readonly commit: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** This person wrote what is approved. */
  readonly author: boolean;
}
