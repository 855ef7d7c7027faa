import { lstatSync, opendirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RegoFailure } from "../../policy/rego/failure";
import { MAX_FOLDER_ENTRIES, THIS_REPOSITORY, type RuleFolder } from "../../policy/rego/rule-files";

/** The folder of rules on disk. `root` is absolute, `path` as in `Location.path`. Links are not followed: they lead out of what was reviewed. */
export function folderOnDisk(root: string, path: string): RuleFolder {
  const directory = join(root, path);
  return {
    path,
    owner: THIS_REPOSITORY,
    names: () => namesIn(directory, path),
    read: (name, maxBytes) => {
      const file = join(directory, name);
      // A name that is no UTF-8 is listed, and cannot be asked for.
      const stat = lstatSync(file, { throwIfNoEntry: false });
      if (stat === undefined || !stat.isFile())
        throw new RegoFailure("parse", `${path}/${name}: is no plain file. Put the rules themselves there`);
      if (stat.size > maxBytes)
        throw new RegoFailure("limit", `${path}/${name}: has ${stat.size} bytes, more than ${maxBytes}`);
      return readFileSync(file);
    },
  };
}

function namesIn(directory: string, path: string): string[] {
  const names: string[] = [];
  const opened = openFolder(directory, path);
  try {
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
      names.push(entry.name);
      if (names.length > MAX_FOLDER_ENTRIES)
        throw new RegoFailure(
          "limit",
          `${path}: has more than ${MAX_FOLDER_ENTRIES} entries. Give the rules a folder of their own`,
        );
    }
  } finally {
    opened.closeSync();
  }
  return names;
}

function openFolder(directory: string, path: string) {
  try {
    if (!lstatSync(directory).isDirectory()) throw new RegoFailure("no-rules", `${path}: is no folder`);
    return opendirSync(directory);
  } catch (error) {
    if (error instanceof RegoFailure) throw error;
    throw new RegoFailure(
      "no-rules",
      `${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}). Does the policy name the right folder?`,
    );
  }
}
