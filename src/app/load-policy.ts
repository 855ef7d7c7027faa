import { createHash } from "node:crypto";
import { ConfigurationError, type FileSelection } from "../core/host";
import type { Policy } from "../core/policy";
import type { RepositoryEvent } from "../core/subject";
import { utcDay } from "../core/time";
import type { PolicyInForce } from "../gate";
import type { Comparison } from "../host/changes";
import type { Workspace } from "../host/workspace";
import { DEFAULT_POLICY } from "../policy/file";
import type { RuleFolder } from "../policy/rego/rule-files";
import type { OrganisationRequest } from "./organisation/request";
import { policyAtCommit, policyOnDisk, policyPath, type PolicyPath } from "./policy-text";
import { readPolicy } from "./read-policy";
import { folderOnDisk } from "./rego/rule-folder";
import { folderAtCommit } from "./rego/rule-folder-at-commit";

/** Inputs and options that beat the file. */
export type PolicyOverrides = Partial<Pick<Policy, "failOn" | "onIncomplete">>;

export interface PolicyRequest {
  readonly workspace: Workspace;
  readonly comparison: Comparison | undefined;
  /** The base decides: a pull request, a merge group, or a comparison that was asked for. */
  readonly baseDecides: boolean;
  /** `--config`, relative to the working directory. */
  readonly config?: string;
  /** What is looked at is not what the person stands in, so the policy that lies in it has no say: it would judge itself (CWE-345). */
  readonly foreign?: boolean;
  readonly overrides: PolicyOverrides;
  /** The organisation's policy, which stands above the repository's. */
  readonly organisation?: OrganisationRequest;
}

interface PolicyText {
  readonly text: string | undefined;
  readonly source: string;
  /** As `PolicyInForce.unknown`. */
  readonly unknown?: string;
}

/**
 * The policy that decides. Where there is a base, its file does: a change that weakens the policy is
 * judged by the one it wants to weaken. Throws `InvalidPolicy` or `ConfigurationError`, both exit 2, and
 * `PolicyUnavailable` where an organisation's policy is wanted and cannot be fetched now: exit 3.
 */
export async function loadPolicy(request: PolicyRequest): Promise<PolicyInForce> {
  const { workspace, overrides } = request;
  const file = policyPath(workspace.root, request.config);
  const { text, source, ...unknown } = textOf(request, file);
  const policy = text === undefined ? DEFAULT_POLICY : await readPolicy(text, source);
  const digest = text === undefined ? null : createHash("sha256").update(text).digest("hex");
  const own = policy.rego === undefined ? {} : { ownRules: [ruleFolder(request, policy.rego)] };
  const alone = {
    policy: { ...policy, ...overrides },
    digest,
    source,
    path: file.path,
    events: [],
    ...unknown,
    ...own,
  };
  if (request.organisation === undefined) return alone;
  const { underOrganisation } = await import("./organisation/under-organisation");
  const today = utcDay(new Date());
  return underOrganisation(request.organisation, alone, { policy, text, overrides }, today);
}

/** What of the policy does not count, and a change to its file, for rules to report: the finding says that it does not decide yet. */
export function policyEvents(inForce: PolicyInForce, selection: FileSelection): RepositoryEvent[] {
  if (!selection.changedPaths.has(inForce.path)) return [...inForce.events];
  return [
    ...inForce.events,
    { kind: "policy-changed", detail: `${inForce.path} is changed here; this run was decided by ${inForce.source}` },
  ];
}

/** Where the base decides, so do the rules that it has, whatever the policy file is: none of the change is asked about itself. */
function ruleFolder({ workspace, comparison, baseDecides }: PolicyRequest, path: string): RuleFolder {
  if (!baseDecides) return folderOnDisk(workspace.root, path);
  if (workspace.git === undefined || comparison === undefined || !("base" in comparison))
    throw new ConfigurationError(
      `rego: the rules of ${path} are read from the base, which is not known here. Is its commit fetched?`,
    );
  return folderAtCommit(workspace.git, comparison.base, path);
}

function textOf(request: PolicyRequest, file: PolicyPath): PolicyText {
  if (request.foreign === true)
    return { text: undefined, source: "the built-in defaults, because what is looked at does not decide about itself" };
  return request.baseDecides && file.inside ? atBase(request, file.path) : onDisk(file, request.config);
}

function onDisk(place: PolicyPath, config: string | undefined): PolicyText {
  const text = policyOnDisk(place);
  if (text !== undefined) return { text, source: place.path };
  if (config !== undefined) throw new ConfigurationError(`config: there is no file ${config}`);
  return { text, source: "the built-in defaults" };
}

function atBase({ workspace, comparison }: PolicyRequest, path: string): PolicyText {
  if (workspace.git === undefined || comparison === undefined || !("base" in comparison))
    return {
      text: undefined,
      source: "the built-in defaults, because the base is not known",
      unknown: `The policy of the base decides, and the base is not known, so ${path} could not be asked`,
    };
  const text = policyAtCommit(workspace.git, comparison.base, path);
  const commit = comparison.base.slice(0, 12);
  if (text === undefined) return { text, source: `the built-in defaults, because the base (${commit}) has no ${path}` };
  return { text, source: `${path} of the base (${commit})` };
}
