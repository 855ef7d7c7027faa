import { createHash } from "node:crypto";
import { MAX_UNSEEN, type GateVerdict } from "../../core/gate-verdict";
import { PROJECT } from "../../core/project";
import type { RunReport } from "../../core/report";
import type { ScannedTree } from "./tree-to-sign";

/** A document as it was written, with the name of its file. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** A run of the gate, as it was told. */
export interface DecidedRun {
  readonly report: RunReport;
  /** The report and the bill of materials as they were written. */
  readonly reportFile: NamedText;
  readonly bomFile: NamedText | undefined;
  /** RFC 3339, UTC, whole seconds. */
  readonly time: string;
}

/** The verdict as it is signed: it names the documents by digest, so that one look is enough at deploy. */
export function verdictOf(
  { report, reportFile, bomFile, time }: DecidedRun,
  { inventory, policy }: ScannedTree,
): GateVerdict {
  const { digest, source, organisation } = report.policy;
  const { url, commit } = inventory.subject;
  const unseen = [...new Set(inventory.missing.map(({ path }) => path))];
  return {
    result: report.verdict,
    time,
    toolVersion: PROJECT.version,
    rules: bare(report.tool.rules),
    ...(digest === null ? {} : { policy: { name: source, sha256: bare(digest) } }),
    ...(organisation === undefined
      ? {}
      : { organisation: { name: organisation.source, sha256: bare(organisation.digest) } }),
    failOn: policy.failOn,
    ...(policy.dependencies.failOn === undefined ? {} : { dependenciesFailOn: policy.dependencies.failOn }),
    onIncomplete: policy.onIncomplete,
    report: named(reportFile),
    ...(bomFile === undefined ? {} : { bom: named(bomFile) }),
    ...(url === undefined || commit === undefined ? {} : { source: { repository: url, commit } }),
    unseen: unseen.slice(0, MAX_UNSEEN),
    unseenCount: unseen.length,
  };
}

function named({ name, text }: NamedText) {
  return { name, sha256: createHash("sha256").update(text).digest("hex") };
}

function bare(digest: string): string {
  return digest.replace(/^sha256:/, "");
}
