import { join } from "node:path";
import { BufferSource } from "../bytes/sources";
import type { Finding } from "../core/finding";
import type { SelectedFile } from "../core/host";
import type { RuleContext } from "../core/rule";
import { FORMATS } from "../formats";
import { openFile, type FileDigests } from "../host/file-source";
import { neighboursOf } from "../host/neighbours";
import type { SpillArea } from "../host/spill-file";
import { judge } from "../judge";
import { RULES } from "../rules";
import { scanArtifact } from "../scan";
import type { ScannedFile } from "../gate";

/** What all files of a run share. */
export interface ScanPlace {
  readonly context: RuleContext;
  readonly spills: SpillArea;
  /** The workspace, absolute: files beside a model are looked for in it and nowhere else. */
  readonly root: string;
  /** Whether files are digested with SHA-512 too. */
  readonly sha512?: boolean;
  /** Whether also what no format claims is digested: where it has to be what was hashed before. */
  readonly digestAll?: boolean;
  /** Hears how far the reading of the file is, at each of its windows. */
  readonly onRead?: (path: string, bytes: number) => void;
}

/** With the second digest, where that was asked for. */
export type DigestedFile = ScannedFile & Partial<FileDigests>;

/** Scans a file on disk and digests it in the same pass. Total: a file that cannot be opened is a finding. */
export function scanFile(file: SelectedFile, place: ScanPlace): DigestedFile {
  const { context, spills, root, sha512, digestAll, onRead } = place;
  const { path } = file;
  try {
    const source = openFile(file.absolute, sha512, onRead && ((bytes) => onRead(path, bytes)));
    try {
      const neighbours = neighboursOf(root, join(root, path));
      const tools = { formats: FORMATS, rules: RULES, context, spill: () => spills.open(), neighbours };
      const result = scanArtifact({ path, inside: [] }, source, tools);
      // What is no model is not listed, so its digest would be work for nothing.
      const digest = result.format === undefined && digestAll !== true ? {} : source.digests();
      return { path, size: source.size, ...digest, ...result };
    } finally {
      source.close();
    }
  } catch (error) {
    return unopened(file, error, context);
  }
}

/** What the base's version of a text holds; it is looked at beside the same files, for nobody keeps the old ones. */
export function scanText(path: string, content: Uint8Array, place: ScanPlace): readonly Omit<Finding, "id">[] {
  const { context, spills, root } = place;
  const neighbours = neighboursOf(root, join(root, path));
  const tools = { formats: FORMATS, rules: RULES, context, spill: () => spills.open(), neighbours };
  return scanArtifact({ path, inside: [] }, new BufferSource(content), tools).findings;
}

/** A file that changed under the scan, is not permitted, or broke the scanner itself. */
export function unopened(file: SelectedFile, error: unknown, context: RuleContext): ScannedFile {
  const detail = error instanceof Error ? error.message : String(error);
  const at = { path: file.path, inside: [] };
  const findings = [...judge({ kind: "unreadable", at, reason: "crashed", detail }, RULES, context)];
  const notScanned = { reason: "unreadable", detail } as const;
  return { path: file.path, size: file.size, format: "unknown", members: 0, notScanned, findings };
}
