import { existsSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import type { ApprovedSigner } from "../../core/approved-signer";
import { ConfigurationError } from "../../core/host";
import type { Policy, Revocation } from "../../core/policy";
import type { Verification } from "../../core/verification";
import { utcDay } from "../../core/time";
import { decideChanges } from "../../host/changes";
import { isProposed } from "../../host/event";
import type { PolicyInForce } from "../../gate";
import type { Env } from "../../host/git";
import { openWorkspace, type Workspace } from "../../host/workspace";
import { POLICY_FILE } from "../../policy/file";
import { compileApproved } from "../../verify/approved-signer";
import { loadPolicy } from "../load-policy";
import type { OrganisationRequest } from "../organisation/request";
import { pathInside } from "../policy-text";

export interface PolicyPlace {
  /** What is verified: a path; absent for an image. */
  readonly path?: string;
  /** `--config` */
  readonly config: string | undefined;
  /** `--base`: the policy file of that commit decides. */
  readonly base: string | undefined;
  /** Certificates of own authorities are believed, in which an issuer may not stand. */
  readonly ownAuthorities: boolean;
  /** A promotion's decision is wanted: the policy's `promotion.deciders` say whose, where it has any. */
  readonly decision: boolean;
  /** The organisation's policy above it: `--policy`. */
  readonly organisation?: OrganisationRequest;
  /** Where the person who verifies stands. */
  readonly directory: string;
  readonly env: Env;
}

type Place = Omit<PolicyPlace, "decision" | "ownAuthorities">;

export interface PolicySigners {
  readonly signers: readonly ApprovedSigner[];
  readonly revoked: readonly Revocation[];
  readonly policy: NonNullable<Verification["policy"]>;
}

/** There is no policy to ask, in words. */
export interface NoPolicy {
  readonly why: string;
}

/** The policy of where a person stands. */
export interface PersonsPolicy {
  readonly policy: Policy;
  /** In words, with the repository where it is that one's. */
  readonly source: string;
  /** SHA-256 of its file; `null` where there is none and the defaults hold. */
  readonly digest: string | null;
  /** The organisation's, where one stands above it. */
  readonly organisation?: NonNullable<PolicyInForce["organisation"]>;
  /** Folders of its own rules, and the path of its file, for what they say of no path. */
  readonly ownRules: NonNullable<PolicyInForce["ownRules"]>;
  readonly path: string;
  readonly workspace: Workspace;
}

/**
 * The policy that decides for the person who asks: the file that `--config` names, else `.model-assay.yml` of the git repository around the
 * working directory. Never one from inside of what is looked at: who made that could approve of themselves (CWE-345). Throws
 * `InvalidPolicy` and `ConfigurationError`, and `PolicyUnavailable`. With an organisation's policy there always is one.
 */
export async function policyOfPerson(
  place: Place,
): Promise<PersonsPolicy | (NoPolicy & Pick<PersonsPolicy, "workspace">)> {
  const { config, base, directory, env, organisation: request } = place;
  const workspace = openWorkspace(directory, env);
  const why = notToAsk(place, workspace);
  if (why !== undefined) return request === undefined ? { why, workspace } : onlyOrganisation(request, workspace);
  const { git } = workspace;
  const { organisation, ...found } = await loadPolicy({
    workspace,
    comparison: base === undefined ? undefined : await decideChanges({ git, event: { kind: "none" }, baseRef: base }),
    baseDecides: base !== undefined,
    overrides: {},
    ...(config === undefined ? {} : { config }),
    ...(request === undefined ? {} : { organisation: request }),
  });
  const { policy, digest, ownRules = [], path } = found;
  const source = config === undefined && digest !== null ? `${found.source} (${workspace.root})` : found.source;
  return { policy, source, digest, ownRules, path, workspace, ...(organisation === undefined ? {} : { organisation }) };
}

async function onlyOrganisation(request: OrganisationRequest, workspace: Workspace): Promise<PersonsPolicy> {
  const { organisationAlone } = await import("../organisation/under-organisation");
  const {
    policy,
    source,
    digest,
    organisation,
    ownRules = [],
    path,
  } = await organisationAlone(request, utcDay(new Date()));
  return { policy, source, digest, ownRules, path, workspace, ...(organisation === undefined ? {} : { organisation }) };
}

/** Who may have signed, by `policyOfPerson`. Throws as that. */
export async function signersByPolicy(place: PolicyPlace): Promise<PolicySigners | NoPolicy> {
  const found = await policyOfPerson(place);
  if ("why" in found) return { why: found.why };
  const { policy, source: own, workspace, organisation } = found;
  const digest = organisation?.digest ?? found.digest;
  const source = organisation === undefined ? own : `${organisation.source}, above ${own}`;
  const { deciders } = policy.promotion;
  const [signers, what] = place.decision && deciders !== undefined ? [deciders, "decider"] : [policy.signers, "signer"];
  if (signers.length === 0 || digest === null)
    return {
      why:
        digest === null
          ? `${join(workspace.root, POLICY_FILE)} would be asked, and is not there.`
          : `${source} names no ${what}s.`,
    };
  for (const [index, signer] of signers.entries()) readOrTell(signer, `${source}, ${what} ${index + 1}`, place);
  return { signers, revoked: policy.revoked, policy: { source, sha256: digest } };
}

function readOrTell(signer: ApprovedSigner, where: string, { ownAuthorities }: PolicyPlace): void {
  try {
    compileApproved(signer, ownAuthorities);
  } catch (error) {
    throw error instanceof RangeError ? new ConfigurationError(`${where}: ${error.message}`) : error;
  }
}

/** Why the repository's policy is not asked; undefined where it is. */
function notToAsk(place: Place, workspace: Workspace): string | undefined {
  const { config, base, env } = place;
  const why = config === undefined ? notAsked(place, workspace) : undefined;
  if (why !== undefined) return why;
  if (!isProposed(env) || base !== undefined) return undefined;
  if (config !== undefined && pathInside(workspace.root, resolve(config)) === undefined) return undefined;
  return "In a pull request the policy that is checked out is the pull request's own, and does not decide. Name the base (--base REF), or a file from elsewhere (--config FILE).";
}

/** Why no policy is asked where none was named; undefined where the repository's is. */
function notAsked(
  { path, directory }: Pick<PolicyPlace, "path" | "directory">,
  { root, git }: Workspace,
): string | undefined {
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
