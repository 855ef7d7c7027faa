import { realpathSync } from "node:fs";
import { dirname, isAbsolute, relative } from "node:path";
import { numberFindings, type Finding } from "../../core/finding";
import type { SelectedFile } from "../../core/host";
import type { ArtifactRecord } from "../../core/report";
import { toRecord } from "../../gate/records";
import { roleOf } from "../../inventory/roles";
import { applyWaivers } from "../../policy/decide";
import type { ScanFacts } from "../../promotion/vulnerabilities";
import { counting, type OnProgress } from "../counting";
import type { DigestedFile } from "../scan-file";
import { policyContext } from "../policy-context";
import { ruleContext, withoutChange } from "../rule-context";
import type { Content } from "../verify/path-content";
import type { PromotionInForce } from "./in-force";

/** What the scan says of the files, and which of them hold weights. */
export interface ScannedContent {
  readonly facts: ScanFacts;
  /** What formats claim; paths as in the findings. */
  readonly artifacts: readonly ArtifactRecord[];
  /** What stands before a path of the content in those of artifacts and findings: empty, or ends with `/`. */
  readonly prefix: string;
  /** Paths as in the content; undefined where nobody could tell. */
  readonly weights?: readonly string[];
}

/** Scans every file that was hashed, by the policy in force. Total: what breaks is why there is no answer. */
export async function scanContent(
  content: Content,
  inForce: PromotionInForce,
  today: string,
  onProgress?: OnProgress,
): Promise<ScannedContent> {
  try {
    return await scan(content, inForce, today, onProgress);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { artifacts: [], prefix: "", facts: { kind: "failed", why } };
  }
}

async function scan(
  content: Content,
  { policy, workspace }: PromotionInForce,
  today: string,
  onProgress: OnProgress | undefined,
): Promise<ScannedContent> {
  const { place, disk } = content;
  const root = place.isDirectory ? realpathSync(place.path) : dirname(realpathSync(place.path));
  const files = disk.map((file): SelectedFile => ({ ...file, sameAsBase: false }));
  const data = policyContext(policy, today);
  // Nothing of a base counts here: whatever is promoted is looked at whole.
  const repository = withoutChange(root, true);
  const context = ruleContext(data, repository);
  const { scanFiles } = await import("../scanning");
  const setup = { context: data, repository, digestAll: true };
  const scanned = await scanFiles(files, { setup, context, progress: counting(files, onProgress) });
  const prefix = prefixOf(workspace.root, root);
  const records = scanned.flatMap((file) => toRecord({ ...file, path: `${prefix}${file.path}` }));
  const found = numberFindings(scanned.flatMap((file) => file.findings.map((each) => placed(each, prefix))));
  const { findings } = applyWaivers(found, records, policy, today, false);
  return {
    facts: { kind: "scanned", artifacts: records.length, missing: gapsOf(scanned, place.files), findings },
    artifacts: records,
    prefix,
    weights: scanned.filter((file) => isWeights(file)).map(({ path }) => path),
  };
}

/** Where the model lies in the repository of who asks: so that its waivers are for the same paths as in the gate. Ends with `/`. */
function prefixOf(repository: string, root: string): string {
  const way = relative(realpathSync(repository), root).replaceAll("\\", "/");
  return way === "" || /^\.\.(\/|$)/.test(way) || isAbsolute(way) ? "" : `${way}/`;
}

function placed(finding: Omit<Finding, "id">, prefix: string): Omit<Finding, "id"> {
  return { ...finding, location: { ...finding.location, path: `${prefix}${finding.location.path}` } };
}

/** Why not all of it was looked at, or not at what was hashed. */
function gapsOf(scanned: readonly DigestedFile[], hashed: readonly { path: string; sha256: string }[]): string[] {
  const digests = new Map(hashed.map(({ path, sha256 }) => [path, sha256]));
  return scanned.flatMap(({ path, sha256, notScanned, missing = [] }) => [
    ...(notScanned === undefined ? [] : [`${path} was not scanned: ${notScanned.detail}`]),
    ...missing.map((detail) => `${path}: ${detail}`),
    ...(notScanned !== undefined || sha256 === digests.get(path) ? [] : [`${path} was changed while it was looked at`]),
  ]);
}

function isWeights({ path, size, format, sha256 }: DigestedFile): boolean {
  return (
    roleOf({ path, size, ...(format === undefined ? {} : { format }), ...(sha256 === undefined ? {} : { sha256 }) }) ===
    "weights"
  );
}
