import type { LockContext } from "../../core/lockfile";
import { packagesNobodyAsksFor, type DependencyGraph, type DependencyRoot } from "../dependency-graph";
import { projectBeside } from "./manifest";
import type { Seen } from "./seen";

/**
 * The graph of a lock that does not say what the project asks for, with the roots of the `package.json` beside it. Where
 * there is none, and with workspaces, whose manifests stand elsewhere, what nobody asks for is taken for direct too.
 */
export function rootedBeside(
  seen: readonly Seen[],
  graph: Omit<DependencyGraph, "roots">,
  find: (name: string, range: string) => number | undefined,
  context: LockContext,
): { seen: Seen[]; graph: DependencyGraph } {
  const project = projectBeside(context);
  const ranges = new Map<number, string>();
  const roots = (project?.wanted ?? []).flatMap(({ name, range, group }): DependencyRoot[] => {
    const node = find(name, range);
    if (node === undefined) return [];
    if (!ranges.has(node)) ranges.set(node, range);
    return [{ node, ...(group === undefined ? {} : { group }) }];
  });
  const told = seen.map((each, node) => (ranges.has(node) ? { ...each, wanted: ranges.get(node)! } : each));
  if (project?.complete === true) return { seen: told, graph: { ...graph, roots } };
  const others = packagesNobodyAsksFor(graph).filter(({ node }) => !ranges.has(node));
  return { seen: told, graph: { ...graph, roots: [...roots, ...others], complete: false } };
}
