import type { Revocation } from "../core/policy";
import type { ArtifactRecord } from "../core/report";
import type { RepositoryEvent } from "../core/subject";

/**
 * Artifacts whose content the policy takes back (`revoked`), whatever else is known of them and whether the base has them too. Signers are
 * looked at where signatures are.
 */
export function revokedFiles(artifacts: readonly ArtifactRecord[], revoked: readonly Revocation[]): RepositoryEvent[] {
  const reasons = new Map(revoked.flatMap((each) => (each.kind === "digest" ? [[each.sha256, each.reason]] : [])));
  if (reasons.size === 0) return [];
  return artifacts.flatMap(({ path, sha256 }): RepositoryEvent[] => {
    const reason = sha256 === undefined ? undefined : reasons.get(sha256);
    if (reason === undefined) return [];
    return [{ kind: "revoked", path, detail: `the policy revokes this content (sha256 ${sha256}): ${reason}` }];
  });
}
