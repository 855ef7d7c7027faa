import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { ConfigurationError, type FileSelection } from "../core/host";
import type { Policy } from "../core/policy";
import type { RepositoryEvent } from "../core/subject";
import type { PolicyInForce } from "../gate";
import type { Comparison } from "../host/changes";
import type { Git } from "../host/git";
import type { Workspace } from "../host/workspace";
import { DEFAULT_POLICY, POLICY_FILE } from "../policy/file";
import type { RuleFolder } from "../policy/rego/rule-files";
import type { OrganisationRequest } from "./organisation/request";
import { readPolicy } from "./read-policy";
import { folderOnDisk } from "./rego/rule-folder";
import { folderAtCommit } from "./rego/rule-folder-at-commit";

/** Beyond this a policy file is refused unread; `parsePolicy` has its own, lower limit. */
const MAX_READ_BYTES = 4 * 1024 * 1024;

/** Inputs and options that beat the file. */
export type PolicyOverrides = Partial<Pick<Policy, "failOn" | "onIncomplete">>;

export interface PolicyRequest {
  readonly workspace: Workspace;
  readonly comparison: Comparison | undefined;
  /** The base decides: a pull request, a merge group, or a comparison that was asked for. */
  readonly baseDecides: boolean;
  /** `--config`, relative to the working directory. */
  readonly config?: string;
  readonly overrides: PolicyOverrides;
  /** The organisation's policy, which stands above the repository's. */
  readonly organisation?: OrganisationRequest;
}

interface PolicyText {
  readonly text: string | undefined;
  readonly source: string;
}

/**
 * The policy that decides. Where there is a base, its file does: a change that weakens the policy is
 * judged by the one it wants to weaken. Throws `InvalidPolicy` or `ConfigurationError`, both exit 2, and
 * `PolicyUnavailable` where an organisation's policy is wanted and cannot be fetched now: exit 3.
 */
export async function loadPolicy(request: PolicyRequest): Promise<PolicyInForce> {
  const { workspace, overrides } = request;
  const file = policyPath(workspace, request.config);
  const { text, source } =
    request.baseDecides && file.inside ? atBase(request, file.path) : onDisk(file, request.config);
  const policy = text === undefined ? DEFAULT_POLICY : await readPolicy(text, source);
  const digest = text === undefined ? null : createHash("sha256").update(text).digest("hex");
  const own = policy.rego === undefined ? {} : { ownRules: [ruleFolder(request, policy.rego)] };
  const alone = { policy: { ...policy, ...overrides }, digest, source, path: file.path, events: [], ...own };
  if (request.organisation === undefined) return alone;
  const { underOrganisation } = await import("./organisation/under-organisation");
  const today = new Date().toISOString().slice(0, 10);
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

interface PolicyPath {
  /** Relative to the root where it is inside, else as given. */
  readonly path: string;
  readonly absolute: string;
  readonly inside: boolean;
}

function policyPath({ root }: Workspace, config: string | undefined): PolicyPath {
  if (config === undefined) return { path: POLICY_FILE, absolute: join(root, POLICY_FILE), inside: true };
  const absolute = resolve(config);
  const path = relative(root, absolute);
  const inside = path !== "" && !/^\.\.([/\\]|$)/.test(path) && !isAbsolute(path);
  return { path: inside ? path.replaceAll("\\", "/") : config, absolute, inside };
}

function onDisk({ path, absolute }: PolicyPath, config: string | undefined): PolicyText {
  if (!existsSync(absolute)) {
    if (config !== undefined) throw new ConfigurationError(`config: there is no file ${config}`);
    return { text: undefined, source: "the built-in defaults" };
  }
  if (!statSync(absolute).isFile() || statSync(absolute).size > MAX_READ_BYTES)
    throw new ConfigurationError(`${path}: the policy must be a file below ${MAX_READ_BYTES} bytes`);
  return { text: readFileSync(absolute, "utf8"), source: path };
}

function atBase({ workspace, comparison }: PolicyRequest, path: string): PolicyText {
  if (workspace.git === undefined || comparison === undefined || !("base" in comparison))
    return { text: undefined, source: "the built-in defaults, because the base is not known" };
  const text = fileAt(workspace.git, comparison.base, path);
  const commit = comparison.base.slice(0, 12);
  if (text === undefined) return { text, source: `the built-in defaults, because the base (${commit}) has no ${path}` };
  return { text, source: `${path} of the base (${commit})` };
}

function fileAt(git: Git, commit: string, path: string): string | undefined {
  const object = `${commit}:${path}`;
  if (git.ask(["cat-file", "-e", object]) === undefined) return undefined;
  return git.bytes(["cat-file", "blob", object], { maxBytes: MAX_READ_BYTES }).toString("utf8");
}
