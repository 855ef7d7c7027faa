import type { Git } from "../../host/git";
import { displayPath } from "../../host/path-bytes";
import { RegoFailure } from "../../policy/rego/failure";
import { MAX_FOLDER_ENTRIES, THIS_REPOSITORY, type RuleFolder } from "../../policy/rego/rule-files";

/** Bytes of a listing: names have 255 at most. CWE-770. */
const MAX_LISTING_BYTES = MAX_FOLDER_ENTRIES * 512;

/**
 * The folder of rules as a commit has it: in a pull request the rules of the base decide. `path` as in `Location.path`. A folder that
 * the commit does not have is empty, which `readRules` refuses; links are not followed.
 */
export function folderAtCommit(git: Git, commit: string, path: string): RuleFolder {
  const called = `${path} of ${commit.slice(0, 12)}`;
  const inside = path === "." ? "" : `${path}/`;
  return {
    path,
    owner: THIS_REPOSITORY,
    names: () => {
      const under = inside === "" ? [] : ["--", inside];
      const listed = git.names(["ls-tree", "-z", "--name-only", "--full-tree", commit, ...under], {
        maxBytes: MAX_LISTING_BYTES,
      });
      if (listed.length > MAX_FOLDER_ENTRIES)
        throw new RegoFailure("limit", `${called}: has more than ${MAX_FOLDER_ENTRIES} entries`);
      return listed.map((name) => displayPath(name).slice(inside.length));
    },
    read: (name, maxBytes) => {
      const content = git.show(commit, `${inside}${name}`, maxBytes);
      if (content !== undefined) return content;
      throw new RegoFailure("limit", `${called}: ${name} is no plain file of at most ${maxBytes} bytes`);
    },
  };
}
