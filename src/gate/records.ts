import type { MissingFile } from "../core/host";
import type { ArtifactRecord, NotScanned } from "../core/report";
import type { Subject } from "../core/subject";
import { isSurelyNoModel } from "../formats/model-names";
import type { ScannedFile } from "./input";

type Unreadable = Extract<Subject, { kind: "unreadable" }>;

/** Selected files whose content is not here. Links and pictures that are missing leave no gap. */
export function missingArtifacts(missing: readonly MissingFile[]): { record: ArtifactRecord; subject: Unreadable }[] {
  return missing
    .filter(({ path }) => !isSurelyNoModel(path))
    .map(({ path, reason, detail, line }) => {
      const notScanned: NotScanned = { reason: reason === "special" ? "unreadable" : reason, detail };
      const at = { path, inside: [], ...(line === undefined ? {} : { line }) };
      return {
        record: { path, format: "unknown", size: 0, members: 0, notScanned },
        subject: { kind: "unreadable", at, reason: "not-fetched", detail },
      };
    });
}

/** Files that are no model are not listed. */
export function toRecord(file: ScannedFile): ArtifactRecord[] {
  if (file.format === undefined) return [];
  const { path, format, size, members, sha256, notScanned } = file;
  return [
    {
      path,
      format,
      size,
      ...(sha256 === undefined ? {} : { sha256 }),
      members,
      ...(notScanned === undefined ? {} : { notScanned }),
    },
  ];
}

export function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
