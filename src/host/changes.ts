import { ConfigurationError } from "../core/host";
import {
  ensureCommit,
  fetchBranch,
  isShallow,
  mergeBase,
  parentsOf,
  resolveCommit,
  type FetchCredentials,
} from "./commits";
import { SHA, type GitHubEvent, type PullRequestEvent } from "./event";
import type { Git } from "./git";

/** What is compared with what. */
export type Comparison =
  /** Two commits; `head` is checked out. */
  | { readonly kind: "commits"; readonly base: string; readonly head: string; readonly notices: readonly string[] }
  /** A commit and the files on disk, committed or not: a laptop. */
  | { readonly kind: "work-tree"; readonly base: string; readonly head: string; readonly notices: readonly string[] }
  /** Nothing: the whole tree is looked at. */
  | { readonly kind: "tree"; readonly head?: string; readonly notices: readonly string[] }
  /** There is a change, but its base is not to be had. */
  | {
      readonly kind: "unknown-base";
      readonly head?: string;
      readonly reason: string;
      readonly notices: readonly string[];
    }
  /** What is checked out is not what the event is about: nothing on disk speaks for the change. */
  | {
      readonly kind: "wrong-head";
      readonly head?: string;
      readonly reason: string;
      readonly notices: readonly string[];
    };

/** The merge base of two commits as GitHub's compare API names it. */
export type CompareCommits = (base: string, head: string) => Promise<string>;

export interface ChangeOptions {
  /** Undefined where there is no repository, or no git to read it. */
  readonly git: Git | undefined;
  readonly event: GitHubEvent;
  readonly compare?: CompareCommits;
  /** Input `base-ref`, or `--base`. */
  readonly baseRef?: string;
  readonly headRef?: string;
  readonly credentials?: FetchCredentials;
}

/** Decides base and head, fetching a commit where one is missing. Throws `ConfigurationError` for a ref that is nothing. */
export async function decideChanges(options: ChangeOptions): Promise<Comparison> {
  return options.git === undefined ? withoutGit(options) : decide({ ...options, git: options.git });
}

type GitOptions = ChangeOptions & { readonly git: Git };

/** What is here may be another commit than the event's, and nobody can tell. */
function withoutGit({ event, baseRef, headRef }: ChangeOptions): Comparison {
  if (baseRef || headRef)
    throw new ConfigurationError(
      `There is no git repository here to compare ${baseRef ?? headRef} in. Check the repository out, or leave the base away.`,
    );
  if (event.kind === "none" || event.kind === "other" || event.kind === "push") return tree(undefined);
  const reason =
    `There is no git repository here to find the change of this ${event.name} event in. ` +
    "Run actions/checkout before this step, on a runner that has git; or name what to look at with `paths`.";
  return { kind: "unknown-base", reason, notices: [] };
}

async function decide(options: GitOptions): Promise<Comparison> {
  const { git, event } = options;
  const head = resolveCommit(git, "HEAD");
  if (options.headRef && resolveRef(options, options.headRef, "head-ref") !== head)
    return wrongHead(
      head,
      `head-ref is ${options.headRef}, but another commit is checked out (${short(head)}). Check out the head.`,
    );
  if (options.baseRef) return explicitBase(options, options.baseRef, head);
  if (event.kind === "none" || event.kind === "other") return tree(head);
  if (head === undefined) return wrongHead(head, "this repository has no commit checked out");
  if (event.kind === "push") return push(options, head, event.before, event.after);
  if (event.kind === "merge_group") {
    if (head !== event.headSha && !options.headRef) return wrongHead(head, notTheHead(head, event.name, event.headSha));
    return against(options, head, event.baseSha, "the base of the merge group");
  }
  return pullRequest(options, event, head);
}

async function pullRequest(options: GitOptions, event: PullRequestEvent, head: string): Promise<Comparison> {
  const base = mergeCommitBase(options.git, event, head);
  if (base !== undefined) return against(options, head, base, "the first parent of the pull request's merge commit");
  if (head !== event.headSha && !options.headRef) return wrongHead(head, notTheHead(head, event.name, event.headSha));
  const named = await askCompare(options, event.baseSha, head);
  if ("problem" in named) return { kind: "unknown-base", head, reason: named.problem, notices: [] };
  return against(options, head, named.base, "the merge base of the pull request");
}

/**
 * The base side of a merge commit that GitHub made, where HEAD is one. Only the runner's word, the payload's,
 * or parents that are both the event's will do: the first parent of a merge that the author of the pull
 * request pushed is what the author wants it to be.
 */
function mergeCommitBase(git: Git, event: PullRequestEvent, head: string): string | undefined {
  if (head === event.headSha) return undefined;
  const parents = parentsOf(git, head);
  if (parents.length !== 2) return undefined;
  const made = event.kind === "pull_request" && head === event.sha;
  const ofEvent = parents[1] === event.headSha && (head === event.mergeSha || parents[0] === event.baseSha);
  return made || ofEvent ? parents[0] : undefined;
}

async function askCompare(
  options: GitOptions,
  base: string,
  head: string,
): Promise<{ base: string } | { problem: string }> {
  let problem = "there is no GitHub API to ask for it";
  try {
    if (options.compare) return { base: await options.compare(base, head) };
  } catch (error) {
    problem = (error as Error).message;
  }
  const local = isShallow(options.git) ? undefined : mergeBase(options.git, base, head);
  if (local !== undefined) return { base: local };
  return {
    problem:
      `The merge base of the pull request (${short(base)}...${short(head)}) is not known: ${problem}. ` +
      "Check out the merge commit (the default of actions/checkout), use `fetch-depth: 0`, or set `base-ref`.",
  };
}

function push(options: GitOptions, head: string, before: string, after: string): Comparison {
  if (head !== after && !options.headRef) return wrongHead(head, notTheHead(head, "push", after));
  if (/^0+$/.test(before))
    return tree(head, "The push has no commit before it (a new branch or tag): the whole tree is looked at.");
  const problem = ensureCommit(options.git, before, options.credentials);
  if (problem === undefined) return { kind: "commits", base: before, head, notices: [] };
  return tree(
    head,
    `The commit before the push (${short(before)}) is not to be had: ${problem}. The whole tree is looked at.`,
  );
}

function against(options: GitOptions, head: string, base: string, what: string): Comparison {
  const problem = ensureCommit(options.git, base, options.credentials);
  if (problem === undefined) return { kind: "commits", base, head, notices: [] };
  const reason =
    `${base}, ${what}, could not be fetched: ${problem}. ` +
    "Let actions/checkout fetch it (`fetch-depth: 0`, or `fetch-depth: 2` for a merge commit).";
  return { kind: "unknown-base", head, reason, notices: [] };
}

/** A named base: what both sides share where that can be known, else the base itself, which shows more, never less. */
async function explicitBase(options: GitOptions, ref: string, head: string | undefined): Promise<Comparison> {
  const { git, event, credentials } = options;
  const named = resolveRef(options, ref, event.kind === "none" ? "--base" : "base-ref");
  if (head === undefined) return wrongHead(head, "this repository has no commit checked out");
  const kind = event.kind === "none" ? "work-tree" : "commits";
  const local = mergeBase(git, named, head);
  if (local !== undefined) return { kind, base: local, head, notices: [] };
  const asked = event.kind === "none" ? { problem: "" } : await askCompare(options, named, head);
  if ("base" in asked && ensureCommit(git, asked.base, credentials) === undefined)
    return { kind, base: asked.base, head, notices: [] };
  const notice = `${ref} and HEAD share no commit that this clone knows: HEAD is compared with ${ref} itself.`;
  return { kind, base: named, head, notices: [notice] };
}

/** The commit that a user's ref names; in a workflow it is fetched where it is missing, as its checkouts are shallow. */
function resolveRef({ git, event, credentials }: GitOptions, ref: string, input: string): string {
  const local = () => resolveCommit(git, ref) ?? resolveCommit(git, `refs/remotes/origin/${ref}`);
  const known = local();
  if (known !== undefined) return known;
  const problem = event.kind === "none" ? undefined : fetchNamed(git, ref, credentials);
  const fetched = local();
  if (fetched !== undefined) return fetched;
  throw new ConfigurationError(
    `${input}: ${ref} is no commit, branch or tag of this clone${problem === undefined ? "" : `, and fetching it: ${problem}`}. ` +
      "Fetch it first, or give a name that `git rev-parse` knows.",
  );
}

function fetchNamed(git: Git, ref: string, credentials: FetchCredentials | undefined): string | undefined {
  return SHA.test(ref) ? ensureCommit(git, ref, credentials) : fetchBranch(git, ref, credentials);
}

function tree(head: string | undefined, notice?: string): Comparison {
  return { kind: "tree", ...(head === undefined ? {} : { head }), notices: notice === undefined ? [] : [notice] };
}

function wrongHead(head: string | undefined, reason: string): Comparison {
  return { kind: "wrong-head", ...(head === undefined ? {} : { head }), reason, notices: [] };
}

function notTheHead(head: string, event: string, wanted: string): string {
  const target =
    event === "pull_request_target"
      ? " pull_request_target checks out the base branch: run the gate on pull_request."
      : "";
  return (
    `What is checked out (${short(head)}) is neither the head of this ${event} event (${short(wanted)}) nor its merge commit, ` +
    `so the change is not here to be looked at.${target} To compare other commits on purpose, set \`base-ref\` and \`head-ref\`.`
  );
}

function short(commit: string | undefined): string {
  return commit === undefined ? "none" : commit.slice(0, 12);
}
