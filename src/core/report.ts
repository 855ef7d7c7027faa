import type { BomChange } from "./bom-change";
import type { CoverageLine } from "./coverage";
import type { Finding } from "./finding";
import type { PackageStatus, UncheckedReason } from "./package-facts";
import type { FailOn, Severity } from "./severity";
import type { ModelSignatures } from "./signature-facts";

export type VerdictResult = "pass" | "fail" | "incomplete";

/** The decision, with the findings that made it. Ids only: the findings stand in the report. */
export interface Verdict {
  readonly result: VerdictResult;
  readonly blocking: readonly string[];
  readonly waived: readonly string[];
  readonly old: readonly string[];
  /** Why the verdict is `incomplete`, or would be if nothing blocked. */
  readonly missing: readonly string[];
}

/** Why a selected file's content was not (wholly) looked at. */
export interface NotScanned {
  readonly reason: "not-fetched" | "unsupported" | "unreadable" | "empty" | "outside";
  readonly detail: string;
}

/** A model artifact that was selected. `format` is the most exact claim, `unknown` where none claims it. */
export interface ArtifactRecord {
  readonly path: string;
  readonly format: string;
  /** Bytes on disk. */
  readonly size: number;
  /** Absent only where the content is not here. */
  readonly sha256?: string;
  /** Members of the container, all levels, that were looked at. */
  readonly members: number;
  readonly notScanned?: NotScanned;
}

/** A package that a lockfile names, and whether it is known to be vulnerable. */
export interface PackageRecord {
  readonly purl: string;
  readonly name: string;
  /** Absent where the file leaves it open. */
  readonly version?: string;
  /** As OSV spells it; absent where it keeps no advisories of this kind. */
  readonly ecosystem?: string;
  readonly lockfile: string;
  /** The file that it stands in, where the lockfile only includes that. */
  readonly file?: string;
  readonly line?: number;
  readonly direct?: boolean;
  readonly group?: string;
  /** Where it comes from, where that is not its ecosystem's own registry: an address, a channel, an image by its digest. */
  readonly source?: string;
  readonly status: PackageStatus;
  /** Why it is `unchecked`. */
  readonly reason?: UncheckedReason;
  /** One id for each flaw, whatever other ids it has. */
  readonly advisories: readonly string[];
  /** The lowest version that none of them affects. */
  readonly fixed?: string;
}

/** What the run was about: how files were chosen and against what. */
export interface Selection {
  readonly mode: "changes" | "paths" | "tree";
  readonly base?: string;
  readonly head?: string;
  /** Files that were looked at to see whether they are models. */
  readonly examined: number;
  /** Files that the policy's `ignore` left out. */
  readonly ignored: number;
  readonly deleted: number;
}

/** What the bill of materials has, and how it differs from the base's. The document itself is another file. */
export interface BomRecord {
  readonly models: number;
  readonly datasets: number;
  readonly containers: number;
  readonly packages: number;
  /** Files whose content is not here, and lockfiles of which a part could not be read: they stand in it by name. */
  readonly missing: number;
  readonly coverage: readonly CoverageLine[];
  /** Against the base; absent where there is none, or it could not be read. */
  readonly changes?: readonly BomChange[];
}

/** The machine-readable report, `schemas/report.schema.json`. It only grows within a major version. */
export interface RunReport {
  readonly schemaVersion: "1.0";
  readonly tool: { readonly name: string; readonly version: string; readonly rules: string };
  readonly verdict: VerdictResult;
  readonly decision: Verdict & {
    readonly failOn: FailOn;
    /** Of flaws of packages, where the policy has one of their own. */
    readonly dependenciesFailOn?: FailOn;
    readonly onIncomplete: "fail" | "warn";
  };
  readonly policy: {
    readonly digest: string | null;
    readonly source: string;
    /** The policy that stands above it: SHA-256 of its file, and where it came from (`owner/repo/path@commit`). */
    readonly organisation?: { readonly digest: string; readonly source: string };
  };
  readonly selection: Selection;
  readonly artifacts: readonly ArtifactRecord[];
  readonly packages: readonly PackageRecord[];
  readonly findings: readonly Finding[];
  /** Absent where none was made. */
  readonly bom?: BomRecord;
  /** Models whose signatures were looked at; absent where the policy wants none looked at, or there is none. */
  readonly signatures?: readonly ModelSignatures[];
  /** Things the reader should know that are no findings: a missing permission, a fallback that was taken. */
  readonly notices: readonly string[];
  readonly summary: Summary;
}

export interface Summary {
  readonly findings: Readonly<Record<Severity, number>>;
  readonly scanned: number;
  readonly notScanned: number;
  /** Lockfiles that were read, and their packages by the answer they got. */
  readonly lockfiles: number;
  readonly packages: Readonly<Record<PackageStatus, number>>;
  readonly bytes: number;
  readonly durationMs: number;
}

/** Shows a report to someone. Everything from the input is escaped here, for this surface. */
export interface Reporter {
  readonly id: string;
  /** `bom`: the CycloneDX document of the same run, as text. Without it, what only that could tell is unknown. */
  render(report: RunReport, bom?: string): string;
}
