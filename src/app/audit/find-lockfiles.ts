import { isAbsolute, join, relative, sep } from "node:path";
import { ConfigurationError, type FileSelection, type SelectedFile } from "../../core/host";
import type { LockfileSyntax } from "../../core/lockfile";
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

/** Bytes that a syntax may look at to know its files; the names of texts say little. */
const HEAD_BYTES = 16 * 1024;

/** The selected files that are lockfiles. `named`: the user named each of them, so one that is none is an error. */
export function lockfilesOf(
  { root }: Workspace,
  files: readonly SelectedFile[],
  named: ReadonlySet<string>,
): Lockfile[] {
  return files.flatMap(({ path, absolute, size }): Lockfile[] => {
    const claiming = named.has(path) ? claimingByHand(path) : LOCKFILES.filter((syntax) => syntax.claims(path));
    if (claiming.length === 0) return [];
    const syntax = chosen(claiming, absolute);
    if (syntax !== undefined)
      return [{ path, syntax, text: textOf(readLockfileText(absolute, size)), context: contextOnDisk(root, path) }];
    if (named.has(path)) throw unknown(path);
    return [];
  });
}

/** What the base has of the same files, or of one that moved here. */
export function lockfilesInBase(
  { git }: Workspace,
  { base, files, deleted }: FileSelection,
  head: readonly Lockfile[],
): Lockfile[] {
  if (git === undefined || base === undefined) return [];
  const unchanged = new Set(files.filter((file) => file.sameAsBase).map(({ path }) => path));
  return head.flatMap(({ path, syntax }): Lockfile[] => {
    if (unchanged.has(path)) return [];
    const at = [path, ...movedFrom(path, deleted)].find(
      (each) => git.show(base, each, MAX_LOCKFILE_BYTES) !== undefined,
    );
    const bytes = at === undefined ? undefined : git.show(base, at, MAX_LOCKFILE_BYTES);
    if (at === undefined || bytes === undefined) return [];
    const context = { ...contextInCommit(git, base, at), path };
    return [{ path, syntax, text: decodeText(bytes), context }];
  });
}

/** A deleted file of the same name, where there is just one: the lockfile was moved. */
function movedFrom(path: string, deleted: readonly string[]): string[] {
  const name = (each: string) => each.slice(each.lastIndexOf("/") + 1);
  const alike = deleted.filter((each) => name(each) === name(path));
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
  );
  if (syntax === undefined)
    throw new ConfigurationError(
      `sbom: ${file} is neither CycloneDX nor SPDX as JSON. Syft writes both: syft IMAGE -o cyclonedx-json`,
    );
  return {
    path,
    syntax,
    text,
    context: { path, include: (each) => ({ missing: "outside", path: each }), siblings: () => [] },
  };
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

/** The first that claims the path, and knows the beginning of its text where names are shared. */
function chosen(claiming: readonly LockfileSyntax[], absolute: string | Uint8Array): LockfileSyntax | undefined {
  let head: string | undefined;
  return claiming.find((syntax) => syntax.sniff?.((head ??= readLockfileHead(absolute, HEAD_BYTES))) ?? true);
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
