import type { LockedPackage } from "../core/package-facts";

/** Names of one path that are told; what lies between is left out. Without it a chain of n packages has n² / 2 names. CWE-770. */
const MAX_PATH = 16;
/**
 * Steps along dependencies of one lockfile. Each package is left once, so that only many packages of one name with many
 * that ask for it come near; the largest real lockfiles have some ten thousand. CWE-407.
 */
const MAX_STEPS = 4_000_000;
const LEFT_OUT = "…";

/** What asks for what in one lockfile. Packages are numbers from 0: their places in a list of the caller's. */
export interface DependencyGraph {
  readonly size: number;
  /** What to call a package in a path. */
  name(node: number): string;
  /** What this package asks for; others and itself may be among it, in any order, and often. */
  asks(node: number): Iterable<number>;
  /** What the project itself asks for. `group` absent: what runs in production. */
  readonly roots: Iterable<DependencyRoot>;
  /** Whether `roots` is all that the project asks for, so that other packages are not direct. True if absent. */
  readonly complete?: boolean;
}

export interface DependencyRoot {
  readonly node: number;
  readonly group?: string;
}

/** To be spread into a `LockedPackage`; empty where nothing is known of it. */
export type Reached = Pick<LockedPackage, "direct" | "via" | "group">;

/**
 * How each package of a lockfile comes into the project, by its number: whether directly, by which shortest path from a
 * direct dependency, and for which group. What production needs has no group, whoever else asks for it; then the groups
 * have their turn in the order in which they are first named. Breadth first, without recursion, each package left
 * once: cycles and depth cost nothing. What no root reaches, and what lies behind `MAX_STEPS`, is `{}`.
 *
 * Example (npm, pixi and the others do the same): number the packages, keep a `Map` from name to numbers for `asks`, and
 * `yield { ...pkg, ...reached[number] }`.
 */
export function reachPackages(graph: DependencyGraph): readonly Reached[] {
  const walk = new Walk(graph);
  return Array.from({ length: graph.size }, (_, node) => walk.reached(node));
}

/** Roots where nothing says what the project asks for: the packages that no other one asks for. Not all of them, so not `complete`. */
export function packagesNobodyAsksFor(graph: Pick<DependencyGraph, "size" | "asks">): DependencyRoot[] {
  const asked = new Uint8Array(graph.size);
  let steps = 0;
  for (let node = 0; node < graph.size; node++)
    for (const next of graph.asks(node)) {
      if (++steps > MAX_STEPS) return [];
      if (next !== node) asked[next] = 1;
    }
  const roots: DependencyRoot[] = [];
  for (let node = 0; node < graph.size; node++) if (asked[node] === 0) roots.push({ node });
  return roots;
}

const NONE = -1;

class Walk {
  /** The package that was first to ask for this one; itself for a root. */
  private readonly parents: Int32Array;
  /** The direct dependency at the beginning of the path. */
  private readonly firsts: Int32Array;
  /** Number of the group, of those in `groups`. */
  private readonly groupOf: Int32Array;
  private readonly direct: Uint8Array;
  private readonly groups: readonly (string | undefined)[];
  private steps = 0;

  constructor(private readonly graph: DependencyGraph) {
    this.parents = new Int32Array(graph.size).fill(NONE);
    this.firsts = new Int32Array(graph.size).fill(NONE);
    this.groupOf = new Int32Array(graph.size);
    this.direct = new Uint8Array(graph.size);
    const byGroup = new Map<string | undefined, number[]>([[undefined, []]]);
    for (const { node, group } of graph.roots) {
      if (++this.steps > MAX_STEPS) break;
      this.direct[node] = 1;
      const members = byGroup.get(group);
      if (members === undefined) byGroup.set(group, [node]);
      else members.push(node);
    }
    this.groups = [...byGroup.keys()];
    [...byGroup.values()].forEach((nodes, number) => this.from(nodes, number));
  }

  /** All that one group reaches and no earlier one did. */
  private from(roots: readonly number[], group: number): void {
    const queue: number[] = [];
    const enter = (node: number, parent: number): void => {
      if (this.parents[node] !== NONE) return;
      this.parents[node] = parent;
      this.firsts[node] = node === parent ? node : this.firsts[parent]!;
      this.groupOf[node] = group;
      queue.push(node);
    };
    for (const root of roots) enter(root, root);
    for (let i = 0; i < queue.length; i++)
      for (const next of this.graph.asks(queue[i]!)) {
        if (++this.steps > MAX_STEPS) return;
        enter(next, queue[i]!);
      }
  }

  reached(node: number): Reached {
    if (this.parents[node] === NONE) return {};
    const group = this.groups[this.groupOf[node]!];
    const told = group === undefined ? {} : { group };
    if (this.direct[node] === 1) return { direct: true, via: [], ...told };
    return { ...(this.graph.complete === false ? {} : { direct: false }), via: this.path(node), ...told };
  }

  private path(node: number): string[] {
    const first = this.firsts[node]!;
    const path: string[] = [];
    let at = this.parents[node]!;
    for (; at !== first && path.length < MAX_PATH - 2; at = this.parents[at]!) path.push(this.graph.name(at));
    if (at !== first) path.push(LEFT_OUT);
    path.push(this.graph.name(first));
    return path.reverse();
  }
}
