import { join } from "node:path";
import { Refused } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { Env } from "../../host/git";
import { createHttpClient, type ClosableHttpClient } from "../../host/http";
import { contentOf } from "../../host/tree-content";
import type { Workspace } from "../../host/workspace";
import { MAX_TRUSTED_ROOT, readTrustedRoot, type Trust } from "../../verify/trusted-root";
import type { TufRepository } from "../../verify/tuf";
import { trustOf } from "../verify/trust";

/** Where the policy's trusted root is. */
export interface TrustPlace {
  readonly workspace: Workspace;
  /** `signatures.trusted-root`: a path in the repository. Absent: Sigstore's public one, by TUF. */
  readonly path?: string;
  /** Whose policy decides: the checkout's, or that of a base, which may not be known. */
  readonly from: "checkout" | { readonly base: string | undefined };
  /** No request leaves the machine. */
  readonly offline: boolean;
  readonly env: Env;
}

export type TrustSource = (repository: TufRepository) => Promise<Trust>;

/**
 * Whom to believe, by the policy: its trusted root, of the same commit as itself, because a pull request that brings one would vouch for
 * itself (CWE-345). Everything that is wrong with it is thrown as `Refused`, `unavailable` or `trusted-root`: it says nothing of a signature.
 */
export function policyTrust(place: TrustPlace): TrustSource {
  const { offline, env } = place;
  const path = place.path?.replace(/^(\.\/+)+/, "");
  if (path !== undefined) {
    let read: Trust | undefined;
    return async () => (read ??= { kind: "sigstore", root: readTrustedRoot(textOf(place, path), path) });
  }
  return async (repository) => {
    if (offline)
      throw new Refused(
        "unavailable",
        "no network may be asked (offline), and the policy names no trusted root. Commit one and name it: signatures.trusted-root",
      );
    let client: ClosableHttpClient | undefined;
    try {
      const http = () => (client ??= createHttpClient({ env }));
      return await trustOf({ bundles: [], signers: [], offline }, env, repository, http);
    } catch (error) {
      throw error instanceof ConfigurationError ? new Refused("trusted-root", error.message) : error;
    } finally {
      await client?.close();
    }
  };
}

function textOf({ workspace: { git, root }, from }: TrustPlace, path: string): string {
  if (from === "checkout") {
    const content = contentOf(join(root, path));
    if (content === undefined)
      throw new Refused("trusted-root", `signatures.trusted-root: ${path} is no file here that can be read`);
    return content.text;
  }
  const { base } = from;
  const content = base === undefined ? undefined : git?.show(base, path, MAX_TRUSTED_ROOT);
  if (content !== undefined) return content.toString("utf8");
  throw new Refused(
    "trusted-root",
    `signatures.trusted-root: the base (${base?.slice(0, 12) ?? "not known"}), whose policy decides, has no file ${path} below ${MAX_TRUSTED_ROOT} bytes`,
  );
}
