import { isAbsolute, join, relative, sep } from "node:path";
import { ConfigurationError, type FileSelection, type SelectedFile } from "../../core/host";
import type { LockContext, LockfileSyntax } from "../../core/lockfile";
import { isSurelyNoModel } from "../../formats/model-names";
import {
  contextInCommit,
  contextOnDisk,
  decodeText,
  MAX_LOCKFILE_BYTES,
  readLockfileHead,
  readLockfileText,
} from "../../host/lockfile-text";
import type { Workspace } from "../../host/workspace";
import { LOCKFILES } from "../../lockfiles";
import type { AuditSubject, Lockfile, LockText } from "../../lockfiles/read";
import { TextAllowance } from "./text-allowance";

/** Bytes that a syntax may look at to know its files; the names of texts say little. */
const HEAD_BYTES = 16 * 1024;
/** Bytes of a `.txt` or `.lock` that may be one of conda's: others of these names are data of any size. */
const MAX_LIST_BYTES = 1024 ** 2;

/** The selected files that are lockfiles. `named`: the user named each of them, so one that is none is an error. */
export function lockfilesOf(
  { root }: Workspace,
  files: readonly SelectedFile[],
  named: ReadonlySet<string>,
  contextOf: (path: string) => LockContext = (path) => contextOnDisk(root, path),
): Lockfile[] {
  const allowance = new TextAllowance();
  return files.flatMap(({ path, absolute, size }): Lockfile[] => {
    const claiming = named.has(path) ? claimingByHand(path) : LOCKFILES.filter((syntax) => syntax.claims(path));
    if (claiming.length === 0) return [];
    const syntax = chosen(claiming, absolute, size);
    if (syntax !== undefined) {
      const read = () => textOf(readLockfileText(absolute, size));
      return [allowance.within({ path, syntax, read, context: contextOf(path) })];
    }
    if (named.has(path)) throw unknown(path);
    return [];
  });
}

/** What the base has of the same files, or of one that moved here. */
export function lockfilesInBase(
  { git }: Workspace,
  { base, files, changedPaths }: FileSelection,
  head: readonly Lockfile[],
): Lockfile[] {
  if (git === undefined || base === undefined) return [];
  const here = new Set(files.map(({ path }) => path));
  const gone = [...changedPaths].filter((each) => !here.has(each));
  const allowance = new TextAllowance();
  return head.flatMap(({ path, syntax }): Lockfile[] => {
    // What was no lockfile under its old name was never audited there.
    const moved = movedFrom(path, gone).filter((each) => syntax.claims(each));
    const at = [path, ...moved].find((each) => git.has(base, each, MAX_LOCKFILE_BYTES));
    if (at === undefined) return [];
    const read = () => decodeText(git.show(base, at, MAX_LOCKFILE_BYTES) ?? new Uint8Array());
    return [allowance.within({ path, syntax, read, context: { ...contextInCommit(git, base, at), path } })];
  });
}

/** A file of the same name that is no longer there, where there is just one: the lockfile was moved. */
function movedFrom(path: string, gone: readonly string[]): string[] {
  const name = (each: string) => each.slice(each.lastIndexOf("/") + 1);
  const alike = gone.filter((each) => name(each) === name(path));
  return alike.length === 1 ? alike : [];
}

/** Lockfiles that were selected and whose content is not here, where the gate does not say so already. */
export function absentLockfiles({ missing }: FileSelection): AuditSubject[] {
  return missing
    .filter(({ path }) => isSurelyNoModel(path))
    .filter(({ path }) => LOCKFILES.some((syntax) => syntax.sniff === undefined && syntax.claims(path)))
    .map(({ path, detail, line }) => {
      const at = { path, inside: [], line: line ?? 1 };
      return { kind: "lockfile", at, lockfile: { kind: "unreadable", reason: "not-fetched", detail } };
    });
}

/** A file outside of the repository or in it, that was named as an inventory. */
export function namedInventory(file: string, workspace: Workspace): Lockfile {
  const absolute = isAbsolute(file) ? file : join(process.cwd(), file);
  const path = displayed(absolute, workspace.root);
  const text = textOf(readLockfileText(absolute, 0));
  if (typeof text !== "string" && text.detail === "ENOENT")
    throw new ConfigurationError(`sbom: there is no file ${file}`);
  const syntax = chosen(
    LOCKFILES.filter(({ id }) => id.endsWith("-sbom")),
    absolute,
    0,
  );
  if (syntax === undefined)
    throw new ConfigurationError(
      `sbom: ${file} is neither CycloneDX nor SPDX as JSON. Syft writes both: syft IMAGE -o cyclonedx-json`,
    );
  return {
    path,
    syntax,
    text,
    context: standingAlone(path),
  };
}

/** What is around that which is no file of the repository: nothing. */
export function standingAlone(path: string): LockContext {
  return { path, include: (each) => ({ missing: "outside", path: each }), siblings: () => [] };
}

/** Relative to the root where it is inside, else as it is. */
export function displayed(absolute: string, root: string): string {
  const path = relative(root, absolute).split(sep).join("/");
  return path === ".." || path.startsWith("../") || isAbsolute(path)
    ? absolute.split(sep).join("/")
    : path === ""
      ? "."
      : path;
}

function textOf(read: ReturnType<typeof readLockfileText>): LockText {
  if ("text" in read) return read.text;
  if ("tooLarge" in read)
    return {
      reason: "limit",
      detail: `it has ${read.tooLarge} bytes, more than the ${MAX_LOCKFILE_BYTES} that are read`,
    };
  return { reason: "malformed", detail: read.failed };
}

/**
 * The first that claims the path, and knows its text where names are shared: the beginning, else all of it, for what is
 * typical may stand behind a long comment. Where there is too much to look at, the first, so that it is told.
 */
function chosen(
  claiming: readonly LockfileSyntax[],
  absolute: string | Uint8Array,
  size: number,
): LockfileSyntax | undefined {
  const knownFrom = (bytes: number) => {
    let head: string | undefined;
    return claiming.find((syntax) => syntax.sniff?.((head ??= readLockfileHead(absolute, bytes))) ?? true);
  };
  const known = knownFrom(HEAD_BYTES);
  if (known !== undefined || size <= HEAD_BYTES) return known;
  const named = claiming.find(({ id }) => id !== "conda-explicit");
  if (named === undefined) return size > MAX_LIST_BYTES ? undefined : knownFrom(MAX_LIST_BYTES);
  return size > MAX_LOCKFILE_BYTES ? named : knownFrom(MAX_LOCKFILE_BYTES);
}

/** A file that was named may have any name: `main.txt` is a list of requirements for whoever says so. */
function claimingByHand(path: string): LockfileSyntax[] {
  const byName = LOCKFILES.filter((syntax) => syntax.claims(path));
  const byText = LOCKFILES.filter(({ id }) => id === "conda-explicit" || id.endsWith("-sbom"));
  const lists = LOCKFILES.filter(({ id }) => id === "requirements" && /\.(?:txt|in)$/i.test(path));
  return [...byName, ...byText, ...lists];
}

function unknown(path: string): ConfigurationError {
  const kinds = LOCKFILES.map(({ title }) => title).join(", ");
  return new ConfigurationError(`audit: ${path} is no lockfile that is known here. Known: ${kinds}`);
}
