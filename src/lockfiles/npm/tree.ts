/**
 * Directories that are looked through on the way up. Real trees are some ten deep; without a limit a chain of n directories
 * costs n² / 2 steps. What lies further away is taken from the root. CWE-407.
 */
const MAX_LEVELS = 64;

/** The project's own directory. */
export const TOP = -1;

/**
 * Packages as they lie in `node_modules` inside each other, and which of them a `require` of another one finds: the own
 * directory first, then those above (https://nodejs.org/api/modules.html#loading-from-node_modules-folders).
 */
export class NodeTree {
  /** By number; `TOP` and gaps have none. */
  private readonly parents: number[] = [];
  /** What lies in each directory, by its number and one more, so that `TOP` has a place too. */
  private readonly inside: (Map<string, number> | undefined)[] = [];

  /** `node` lies in the `node_modules` of `parent` under the name `folder`. */
  add(node: number, parent: number, folder: string): void {
    this.parents[node] = parent;
    const here = this.inside[parent + 1];
    if (here === undefined) this.inside[parent + 1] = new Map([[folder, node]]);
    else here.set(folder, node);
  }

  find(from: number, folder: string): number | undefined {
    let at = from;
    for (let level = 0; level < MAX_LEVELS && at !== TOP; level++) {
      const found = this.inside[at + 1]?.get(folder);
      if (found !== undefined) return found;
      at = this.parents[at] ?? TOP;
    }
    return this.inside[TOP + 1]?.get(folder);
  }
}
