import { existsSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import type { ApprovedSigner } from "../../core/approved-signer";
import { ConfigurationError } from "../../core/host";
import type { Verification } from "../../core/verification";
import { decideChanges } from "../../host/changes";
import type { Env } from "../../host/git";
import { openWorkspace, type Workspace } from "../../host/workspace";
import { POLICY_FILE } from "../../policy/file";
import { compileApproved } from "../../verify/approved-signer";
import { loadPolicy } from "../load-policy";

export interface PolicyPlace {
  /** What is verified: a path; absent for an image. */
  readonly path?: string;
  /** `--config` */
  readonly config: string | undefined;
  /** `--base`: the policy file of that commit decides. */
  readonly base: string | undefined;
  /** Certificates of own authorities are believed, in which an issuer may not stand. */
  readonly ownAuthorities: boolean;
  /** Where the person who verifies stands. */
  readonly directory: string;
  readonly env: Env;
}

export interface PolicySigners {
  readonly signers: readonly ApprovedSigner[];
  readonly policy: NonNullable<Verification["policy"]>;
}

/** There is no policy to ask, in words. */
export interface NoPolicy {
  readonly why: string;
}

/**
 * Who may have signed, by the policy of where the person who verifies stands: the file that `--config` names, else `.model-assay.yml` of
 * the git repository around the working directory. Never one from inside of what is verified: who made that could approve of themselves
 * (CWE-345). Throws `InvalidPolicy` and `ConfigurationError`.
 */
export async function signersByPolicy(place: PolicyPlace): Promise<PolicySigners | NoPolicy> {
  const { config, base, directory, env } = place;
  const workspace = openWorkspace(directory, env);
  const why = config === undefined ? notAsked(place, workspace) : undefined;
  if (why !== undefined) return { why };
  if (isProposal(env) && base === undefined && (config === undefined || isInside(workspace.root, resolve(config))))
    return {
      why: "In a pull request the policy that is checked out is the pull request's own, and does not decide. Name the base (--base REF), or a file from elsewhere (--config FILE).",
    };
  const { git } = workspace;
  const { policy, source, digest } = await loadPolicy({
    workspace,
    comparison: base === undefined ? undefined : await decideChanges({ git, event: { kind: "none" }, baseRef: base }),
    baseDecides: base !== undefined,
    overrides: {},
    ...(config === undefined ? {} : { config }),
  });
  if (policy.signers.length === 0 || digest === null)
    return {
      why:
        digest === null
          ? `${join(workspace.root, POLICY_FILE)} would be asked, and is not there.`
          : `${source} names no signers.`,
    };
  for (const [index, signer] of policy.signers.entries()) readOrTell(signer, `${source}, signer ${index + 1}`, place);
  return {
    signers: policy.signers,
    policy: { source: config === undefined ? `${source} (${workspace.root})` : source, sha256: digest },
  };
}

function readOrTell(signer: ApprovedSigner, where: string, { ownAuthorities }: PolicyPlace): void {
  try {
    compileApproved(signer, ownAuthorities);
  } catch (error) {
    throw error instanceof RangeError ? new ConfigurationError(`${where}: ${error.message}`) : error;
  }
}

/** Why no policy is asked where none was named; undefined where the repository's is. */
function notAsked({ path, directory }: PolicyPlace, { root, git }: Workspace): string | undefined {
  if (git === undefined)
    return `There is no git repository around ${resolve(directory)} whose ${POLICY_FILE} could say it (--config FILE names one).`;
  const file = join(root, POLICY_FILE);
  const places = existsSync(file) ? [file, realpathSync(file)] : [file];
  if (path === undefined || !existsSync(path) || !places.some((each) => isInside(realpathSync(path), each)))
    return undefined;
  return `${file} is inside of what is verified, which cannot approve of itself. Name a policy that you trust: --config FILE.`;
}

function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return !/^\.\.([/\\]|$)/.test(way) && !isAbsolute(way);
}

function isProposal(env: Env): boolean {
  const event = env["GITHUB_EVENT_NAME"] ?? "";
  return event.startsWith("pull_request") || event === "merge_group";
}
