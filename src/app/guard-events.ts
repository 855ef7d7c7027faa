import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FileSelection } from "../core/host";
import type { Severity } from "../core/severity";
import type { RepositoryEvent } from "../core/subject";
import type { PolicyInForce } from "../gate";
import type { Env, Git } from "../host/git";
import type { Workspace } from "../host/workspace";
import { isRuleFile } from "../policy/rego/rule-files";
import { MODELS_LOCK } from "../sources/models-lock";

/** Bytes of a workflow that are looked into. GitHub takes some hundred kilobytes; a larger one is told unread. CWE-770. */
const MAX_WORKFLOW_BYTES = 1024 * 1024;
/** Files that are told one by one; of more their number. */
const MAX_EVENTS = 20;

/** Workflows, the actions of a repository that they are made of, wherever these lie, and what other services run. */
const WORKFLOW =
  /^\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$|^(?:\.gitlab-ci|azure-pipelines|bitbucket-pipelines|\.circleci\/config)\.ya?ml$|^Jenkinsfile$/i;
/** What runs the gate says its name: `uses: model-assay/model-assay@...`, `npx model-assay gate`. */
const OURS = /model-assay/i;
const OSV_SCANNER = /(?:^|\/)osv-scanner\.toml$/;

interface Told {
  readonly detail: string;
  readonly severity?: Severity;
}

/**
 * What this change edits of the guard itself: the workflow that runs the gate, rules of one's own, the trusted root, what flaws may
 * pass, the recorded models. One event for each file; none where the change touches nothing of these. `inForce` is what decided.
 */
export function guardEvents(
  inForce: PolicyInForce,
  selection: FileSelection,
  { git, root }: Pick<Workspace, "git" | "root">,
  env: Env,
): RepositoryEvent[] {
  const base = selection.base;
  const textOf = (path: string): readonly (string | undefined)[] => [
    onDisk(join(root, path)),
    base === undefined || git === undefined ? "" : atBase(git, base, path),
  ];
  const events = [...selection.changedPaths].sort().flatMap((path): RepositoryEvent[] => {
    const told = ofPath(path, inForce, ownWorkflow(env), textOf);
    return told === undefined ? [] : [{ kind: "guard-changed", path, ...told }];
  });
  if (events.length <= MAX_EVENTS) return events;
  const more = events.length - MAX_EVENTS;
  const detail = `${more} more files of what guards this repository are changed here`;
  return [...events.slice(0, MAX_EVENTS), { kind: "guard-changed", detail }];
}

function ofPath(
  path: string,
  { policy, source }: PolicyInForce,
  running: string | undefined,
  textOf: (path: string) => readonly (string | undefined)[],
): Told | undefined {
  if (path === running) return { detail: `${path}, the workflow of this run, is changed here` };
  if (WORKFLOW.test(path) && textOf(path).some((text) => text === undefined || OURS.test(text)))
    return { detail: `${path}, which runs or names model-assay, is changed here` };
  if (policy.rego !== undefined && isRuleOf(policy.rego, path))
    return { detail: `${path}, a rule of your own, is changed here; this run was decided by ${source}` };
  if (path === plain(policy.signatures.trustedRoot))
    return { detail: `${path}, what signatures are held against, is changed here` };
  if (OSV_SCANNER.test(path)) return { detail: `${path}, which says what flaws of packages may pass, is changed here` };
  if (path === MODELS_LOCK)
    return { detail: `${path}, which says where models come from, is changed here`, severity: "info" };
  return undefined;
}

/** Rules are the files right in the folder, as they are read. */
function isRuleOf(folder: string, path: string): boolean {
  const name = folder === "." ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : "";
  return name !== "" && !name.includes("/") && isRuleFile(name);
}

const plain = (path: string | undefined): string | undefined => path?.replace(/^(?:\.\/+)+/, "");

/** The path in `owner/repo/.github/workflows/gate.yml@ref`, where that is of this repository. */
function ownWorkflow(env: Env): string | undefined {
  const [repository, address] = [env["GITHUB_REPOSITORY"], env["GITHUB_WORKFLOW_REF"]];
  if (!repository || !address?.startsWith(`${repository}/`)) return undefined;
  return address.slice(repository.length + 1).split("@")[0];
}

/** Empty where the base has none; `undefined` where it has one that cannot be looked into. */
function atBase(git: Git, base: string, path: string): string | undefined {
  const text = git.show(base, path, MAX_WORKFLOW_BYTES)?.toString("utf8");
  return text ?? (git.ask(["ls-tree", "--name-only", "--full-tree", base, "--", path]) === "" ? "" : undefined);
}

/** Empty where it is gone; `undefined` where it cannot be looked into, which is no reason to say nothing. */
function onDisk(absolute: string): string | undefined {
  try {
    const found = statSync(absolute, { throwIfNoEntry: false });
    if (found === undefined) return "";
    return found.isFile() && found.size <= MAX_WORKFLOW_BYTES ? readFileSync(absolute, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
