import type { Budget } from "../../core/budget";
import type { LayoutFact } from "../../core/layout-facts";

/** Anything that has numbers by index: arrays of JSON and typed arrays alike. */
export type Numbers = ArrayLike<number | bigint | unknown>;

/** One tree as its readers index into it: nodes, and for each inner one a left and a right child. */
export interface Tree {
  readonly name: string;
  readonly nodes: number;
  readonly left: Numbers;
  readonly right: Numbers;
  /** Index of the feature that each node asks for. */
  readonly features: Numbers;
  /** How a child is written that is no inner node: any negative number, or the leaf's number below zero. */
  readonly leaves?: number;
}

/** Odd trees of one model that are listed; a person needs one. CWE-770. */
const MAX_ODD = 20;

/**
 * What would make a reader look outside of its arrays: XGBoost and LightGBM follow the numbers of the file without
 * asking, which is a read of foreign memory (CWE-125).
 */
export function oddTrees(trees: Iterable<Tree>, features: number | undefined, budget: Budget): LayoutFact[] {
  const odd: LayoutFact[] = [];
  for (const tree of trees) {
    budget.spend("fields", tree.left.length + 1);
    const detail = problemOf(tree, features);
    if (detail !== undefined) odd.push({ oddity: "out-of-file", part: tree.name, detail });
    if (odd.length >= MAX_ODD) break;
  }
  return odd;
}

function problemOf({ nodes, left, right, features: asked, leaves }: Tree, features?: number): string | undefined {
  for (const [what, list] of [
    ["left children", left],
    ["right children", right],
    ["features", asked],
  ] as const)
    if (list.length !== nodes) return `it has ${nodes} nodes and ${list.length} ${what}`;
  for (let i = 0; i < nodes; i++) {
    for (const child of [Number(left[i]), Number(right[i])])
      if (!Number.isInteger(child) || child >= Math.max(1, nodes) || (leaves !== undefined && ~child >= leaves))
        return `node ${i} has child ${child}, and there are ${nodes}`;
    const feature = Number(asked[i]);
    if (features !== undefined && features > 0 && (!(feature >= 0) || feature >= features))
      return `node ${i} asks for feature ${feature}, and there are ${features}`;
  }
  return undefined;
}
