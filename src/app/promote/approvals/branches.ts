import type { ApprovedSigner } from "../../../core/approved-signer";
import { compileGlobs } from "../../../core/glob";

/**
 * Whether the policy names a branch as one that is built from: by `source-refs` of a builder, or by `refs` where its workflow is in
 * `repository` (`owner/name`) itself. `branch`: without `refs/heads/`.
 */
export function buildsFrom(builders: readonly ApprovedSigner[], repository: string): (branch: string) => boolean {
  const globs = builders.flatMap(({ workflow, refs, sourceRefs }) => {
    const isOwn = workflow?.toLowerCase().startsWith(`${repository.toLowerCase()}/`) === true;
    return sourceRefs ?? (isOwn ? (refs ?? []) : []);
  });
  const matches = compileGlobs(globs);
  return (branch) => matches(`refs/heads/${branch}`);
}
