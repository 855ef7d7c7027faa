import type { Git } from "./git";
import { splitNul } from "./path-bytes";

/** One entry of `git diff --raw`. */
export interface Change {
  /** The name after the change; before it, for what was deleted. */
  readonly name: Buffer;
  readonly oldName?: Buffer;
  /** `submodule`: a repository of its own, recorded as one or lying here untracked. */
  readonly kind: "deleted" | "submodule" | "link" | "file";
  /** Same content at both ends: a rename, or a change of the mode bits only. */
  readonly sameContent: boolean;
}

const RAW = [
  "--raw",
  "-z",
  "-r",
  "--no-abbrev",
  "-M100%",
  "--no-ext-diff",
  "--no-textconv",
  "--no-relative",
  "--ignore-submodules=dirty",
];

/** Between two commits. Only exact renames are asked for: a renamed file with other content is a new file. */
export function diffCommits(git: Git, base: string, head: string): Change[] {
  return parseRaw(git.bytes(["diff-tree", ...RAW, base, head]));
}

/** Between a commit and the files on disk. */
export function diffWorkTree(git: Git, base: string): Change[] {
  return parseRaw(git.bytes(["diff", ...RAW, base]));
}

/** Tracked files whose content on disk is not what HEAD has. */
export function dirtyNames(git: Git): Buffer[] {
  return git.names([
    "diff",
    "--name-only",
    "-z",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--ignore-submodules=dirty",
    "HEAD",
  ]);
}

export interface UntrackedNames {
  readonly files: readonly Buffer[];
  /** Directories that are checkouts of other repositories: git names them, with a slash behind, and nothing in them. */
  readonly checkouts: readonly Buffer[];
}

/** What git neither tracks nor ignores. */
export function untrackedNames(git: Git, scope: string): UntrackedNames {
  const names = git.names(["ls-files", "-z", "--others", "--exclude-standard", ...within(scope)]);
  const isCheckout = (name: Buffer) => name[name.length - 1] === SLASH;
  return {
    files: names.filter((name) => !isCheckout(name)),
    checkouts: names.filter(isCheckout).map((name) => name.subarray(0, -1)),
  };
}

const SLASH = 0x2f;

export interface TrackedNames {
  readonly files: readonly Buffer[];
  readonly submodules: readonly Buffer[];
}

export function trackedNames(git: Git, scope: string): TrackedNames {
  const files: Buffer[] = [];
  const submodules: Buffer[] = [];
  for (const entry of git.names(["ls-files", "-z", "--stage", ...within(scope)])) {
    const name = entry.subarray(entry.indexOf(0x09) + 1);
    const list = entry.subarray(0, 6).equals(SUBMODULE) ? submodules : files;
    if (!list[list.length - 1]?.equals(name)) list.push(name);
  }
  return { files, submodules };
}

const SUBMODULE = Buffer.from("160000");

function within(scope: string): string[] {
  return scope === "" ? [] : ["--", scope];
}

/** `:<mode> <mode> <oid> <oid> <status>\0<name>\0`, with a second name for a rename. */
export function parseRaw(output: Buffer): Change[] {
  const fields = splitNul(output);
  const changes: Change[] = [];
  for (let i = 0; i + 1 < fields.length;) {
    const header = (fields[i++] ?? Buffer.alloc(0)).toString("latin1");
    const parsed = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(header);
    if (!parsed) throw new Error(`git diff printed a line that is not known here: ${header.slice(0, 80)}`);
    const [, oldMode = "", newMode = "", oldId = "", newId = "", status = ""] = parsed;
    const first = fields[i++] ?? Buffer.alloc(0);
    const second = status === "R" || status === "C" ? fields[i++] : undefined;
    const sameKind = oldMode.slice(0, 3) === newMode.slice(0, 3);
    changes.push({
      name: second ?? first,
      ...(second ? { oldName: first } : {}),
      kind: kindOf(status, newMode),
      sameContent: sameKind && (status === "R" || (status === "M" && oldId === newId && !/^0+$/.test(newId))),
    });
  }
  return changes;
}

function kindOf(status: string, mode: string): Change["kind"] {
  if (status === "D") return "deleted";
  if (mode === "160000") return "submodule";
  return mode === "120000" ? "link" : "file";
}
