import type {
  Evidence,
  EvidenceAdvisory,
  EvidenceApproval,
  EvidenceArtifact,
  EvidenceBom,
  EvidenceFinding,
  EvidenceModel,
  EvidencePackage,
  EvidenceProvenance,
  EvidenceSignature,
} from "../../core/evidence";
import type { Finding } from "../../core/finding";
import type { InventoryModel } from "../../core/inventory";
import type { PackageFacts } from "../../core/package-facts";
import type { ArtifactRecord, BomRecord, PackageRecord } from "../../core/report";

/** What a run is of: the same for all that is found in it. */
export type EvidenceRun = Pick<Evidence, "time" | "stage" | "subject" | "actor" | "refs">;

/** What is known once waivers were applied. */
export interface EvidenceFacts {
  readonly artifacts: readonly ArtifactRecord[];
  readonly findings: readonly Finding[];
  /** Absent where lockfiles were not audited: nothing is known of packages then. */
  readonly audited?: { readonly packages: readonly PackageRecord[]; readonly flawed: readonly PackageFacts[] };
  /** Absent where the tree was not read as models: nothing is known of them then. */
  readonly models?: readonly InventoryModel[];
  readonly bom?: BomRecord;
  readonly signatures?: readonly EvidenceSignature[];
  readonly provenance?: readonly EvidenceProvenance[];
  readonly approvals?: readonly EvidenceApproval[];
}

/**
 * The document that rules see as `input`, `schemas/evidence.schema.json`: every field is there, `null` where it is not known. Pure; in
 * the order of what it is given. For the gate and for promotions alike.
 */
export function buildEvidence(run: EvidenceRun, facts: EvidenceFacts): Evidence {
  const { audited, models, bom } = facts;
  return {
    schemaVersion: "1.0",
    time: run.time,
    stage: run.stage,
    subject: run.subject,
    actor: run.actor,
    refs: run.refs,
    artifacts: facts.artifacts.map(artifactOf),
    models: models === undefined ? null : models.map(modelOf),
    findings: facts.findings.map(findingOf),
    packages: audited === undefined ? null : audited.packages.map(packageOf),
    advisories: audited === undefined ? null : advisoriesOf(audited, facts.findings),
    bom: bom === undefined ? null : bomOf(bom),
    signatures: facts.signatures ?? [],
    provenance: facts.provenance ?? [],
    approvals: facts.approvals ?? [],
  };
}

function artifactOf({ path, format, size, sha256, members, notScanned }: ArtifactRecord): EvidenceArtifact {
  return { path, format, size, sha256: sha256 ?? null, members, notScanned: notScanned ?? null };
}

/** Licences as documents say them, each once: what they mean is the rule's to say. */
function modelOf({ path, name, kind, facts, files }: InventoryModel): EvidenceModel {
  const licenses = facts.flatMap((fact) => (fact.kind === "license" ? [fact.value] : []));
  return { path, name, kind, licenses: [...new Set(licenses)], files: files.map((file) => file.path) };
}

function findingOf(finding: Finding): EvidenceFinding {
  const { id, rule, severity, confidence, message, location, waived, baseline } = finding;
  return {
    id,
    rule,
    severity,
    confidence,
    message,
    path: location.path,
    line: location.line ?? null,
    waived: waived !== undefined,
    baseline: baseline === true,
  };
}

function packageOf(record: PackageRecord): EvidencePackage {
  const { purl, name, version, ecosystem, lockfile, line, direct, group, source, status, reason, fixed } = record;
  return {
    purl,
    name,
    version: version ?? null,
    ecosystem: ecosystem ?? null,
    lockfile,
    line: line ?? null,
    direct: direct ?? null,
    group: group ?? null,
    source: source ?? null,
    status,
    reason: reason ?? null,
    advisories: record.advisories,
    fixed: fixed ?? null,
  };
}

/** Flaws by package; a record names the lockfile, a package the file it stands in, which may be one that the lockfile includes. */
function advisoriesOf(
  { packages, flawed }: NonNullable<EvidenceFacts["audited"]>,
  findings: readonly Finding[],
): EvidenceAdvisory[] {
  const key = (...parts: readonly string[]) => parts.join("\0");
  const lockfiles = new Map(packages.map(({ purl, lockfile, file }) => [key(purl, file ?? lockfile), lockfile]));
  const waived = new Set(
    findings.flatMap(({ vulnerability, location, waived }) =>
      vulnerability === undefined || waived === undefined
        ? []
        : [key(location.path, vulnerability.purl, vulnerability.advisory)],
    ),
  );
  return flawed.flatMap(({ pkg: { purl, at }, flaws }) =>
    flaws.map((flaw) => ({
      id: flaw.id,
      ids: flaw.ids,
      purl,
      lockfile: lockfiles.get(key(purl, at.path)) ?? at.path,
      summary: flaw.summary,
      severity: flaw.severity ?? null,
      score: flaw.score ?? null,
      malicious: flaw.malicious,
      exploited: flaw.exploited ?? null,
      published: flaw.published ?? null,
      fixed: flaw.fixed ?? null,
      waived: waived.has(key(at.path, purl, flaw.id)),
    })),
  );
}

function bomOf({ models, datasets, containers, packages, missing, coverage }: BomRecord): EvidenceBom {
  return { models, datasets, containers, packages, missing, coverage };
}
