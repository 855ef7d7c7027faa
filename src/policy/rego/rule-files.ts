import { RegoFailure } from "./failure";

/** Files in one folder. A policy is written by people; a thousand files are not one. CWE-770. */
export const MAX_RULE_FILES = 64;
/** Bytes of one file, and of all: the engine takes 1 MiB and 20,000 lines a file. CWE-770. */
export const MAX_RULE_BYTES = 256 * 1024;
const MAX_ALL_BYTES = 1024 * 1024;
/** Entries of a folder that are looked at to find them. CWE-770. */
export const MAX_FOLDER_ENTRIES = 4096;

/** `RuleFolder.owner` of what the repository's own policy names. */
export const THIS_REPOSITORY = "this repository";

/** One `.rego` file. */
export interface RuleFile {
  /** As in `Location.path`: what messages call it. */
  readonly name: string;
  readonly text: string;
}

/** A folder on disk, at a commit, or fetched. */
export interface RuleFolder {
  /** As in `Location.path`: what messages call it, before the names of its files. */
  readonly path: string;
  /** Whose rules they are, for people: `this repository`, `acme/policies`. No digest or date, or findings would have other ids each time. */
  readonly owner: string;
  /** Names of the files right in it, in any order, not more than `MAX_FOLDER_ENTRIES`; throws `RegoFailure` beyond that. */
  names(): readonly string[];
  /** The content of one. Throws `RegoFailure` where it has more than `maxBytes`, is no plain file, or cannot be read. */
  read(name: string, maxBytes: number): Uint8Array;
}

/** Whether a file holds rules: `_test.rego` is for `opa test` and never decides. */
export function isRuleFile(name: string): boolean {
  return name.endsWith(".rego") && !name.endsWith("_test.rego");
}

/**
 * The rules of a folder, sorted by name as code units, so that the order of a directory's listing decides nothing.
 * Folders inside are not entered. Throws `RegoFailure` where there is no rule, one is too large or not UTF-8: a folder that the
 * policy names and that holds nothing must not look like one that allows everything.
 */
export function readRules(folder: RuleFolder): RuleFile[] {
  const names = folder
    .names()
    .filter(isRuleFile)
    .sort((a, b) => (a < b ? -1 : 1));
  if (names.length === 0)
    throw new RegoFailure(
      "no-rules",
      `${folder.path}: there is no .rego file. Is \`rego:\` the folder that holds the rules?`,
    );
  if (names.length > MAX_RULE_FILES)
    throw new RegoFailure("limit", `${folder.path}: ${names.length} .rego files, more than ${MAX_RULE_FILES}`);
  let all = 0;
  return names.map((name) => {
    const path = folder.path === "." ? name : `${folder.path}/${name}`;
    // A name stands in messages between other words, and the engine's own have one on each line.
    if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name))
      throw new RegoFailure(
        "limit",
        `${folder.path}: the name of a .rego file has a control character. Rename ${JSON.stringify(name)}`,
      );
    const bytes = folder.read(name, MAX_RULE_BYTES);
    all += bytes.length;
    if (all > MAX_ALL_BYTES)
      throw new RegoFailure("limit", `${folder.path}: the .rego files have more than ${MAX_ALL_BYTES} bytes together`);
    return { name: path, text: decode(bytes, path) };
  });
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new RegoFailure("parse", `${path}: is not UTF-8. Save it as UTF-8`);
  }
}
