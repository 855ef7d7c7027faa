import { basename, resolve } from "node:path";
import { approvalSubject, type ApprovalSubject } from "../../../attest/approval";
import type { Content } from "../../verify/path-content";

/** What approvals of a file or directory are about, as it lies here. Throws `SigningError` for what no manifest can cover. */
export function subjectOf({ place, links }: Content): ApprovalSubject {
  const { path, isDirectory, files } = place;
  return approvalSubject({ name: basename(resolve(path)), isDirectory, files, links });
}
