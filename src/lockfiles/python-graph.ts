import { packagesNobodyAsksFor, reachPackages, type DependencyRoot, type Reached } from "./dependency-graph";
import type { ProjectAsk } from "./pyproject-asks";
import { pypiName } from "../core/package-name";

/** What one package of a lockfile asks for. */
export interface PythonAsk {
  readonly name: string;
  /** Where the lockfile has several versions of the name, the one that is meant, if it says so. */
  readonly version?: string | undefined;
  /** Extras of the other that this one needs. */
  readonly extras?: readonly string[];
  /** It is needed for one of these extras of its own only. */
  readonly forExtras?: readonly string[];
}

export interface PythonNode {
  readonly name: string;
  readonly version?: string | undefined;
  readonly asks: readonly PythonAsk[];
}

/** Packages of a lockfile by name, as PEP 503 compares them, and by version. */
export class PythonIndex {
  private readonly places = new Map<string, number[]>();
  /** What is asked of each name: extras that nobody asks for bring nothing. */
  private readonly extras = new Map<string, Set<string>>();
  private readonly active = new Map<readonly string[], boolean>();

  constructor(
    private readonly nodes: readonly PythonNode[],
    project: readonly Pick<ProjectAsk, "name" | "extras">[],
  ) {
    nodes.forEach(({ name, version }, node) => {
      const key = pypiName(name);
      this.add(key, node);
      if (version !== undefined) this.add(`${key}\0${version}`, node);
    });
    for (const { name, extras } of project) this.activate(name, extras);
    for (const { asks } of nodes) for (const { name, extras = [] } of asks) this.activate(name, extras);
  }

  private add(key: string, node: number): void {
    const known = this.places.get(key);
    if (known === undefined) this.places.set(key, [node]);
    else known.push(node);
  }

  private activate(name: string, extras: readonly string[]): void {
    if (extras.length === 0) return;
    const key = pypiName(name);
    const known = this.extras.get(key) ?? new Set<string>();
    this.extras.set(key, known);
    for (const extra of extras) known.add(pypiName(extra));
  }

  find(name: string, version?: string): readonly number[] {
    const key = pypiName(name);
    return (version === undefined ? undefined : this.places.get(`${key}\0${version}`)) ?? this.places.get(key) ?? [];
  }

  /** Whether somebody asks for this extra of a package. */
  isActive(name: string, extra: string): boolean {
    return this.extras.get(pypiName(name))?.has(pypiName(extra)) ?? false;
  }

  /** Answered once for a list: hostile names of dependencies may share a long one. */
  private anyActive(name: string, extras: readonly string[]): boolean {
    const known = this.active.get(extras) ?? extras.some((extra) => this.isActive(name, extra));
    this.active.set(extras, known);
    return known;
  }

  *asks(node: number): Generator<number> {
    const { name, asks } = this.nodes[node]!;
    for (const ask of asks) {
      if (ask.forExtras !== undefined && !this.anyActive(name, ask.forExtras)) continue;
      yield* this.find(ask.name, ask.version);
    }
  }
}

/**
 * How each package comes into a project. `project` is what the project asks for; where nobody tells, the packages that no
 * other asks for are taken as direct, and of the others it is not known.
 */
export function reachPython(
  nodes: readonly PythonNode[],
  project: { readonly asks: readonly ProjectAsk[]; readonly complete: boolean } | undefined,
): readonly Reached[] {
  const asked = project?.asks ?? [];
  const index = new PythonIndex(nodes, asked);
  const asks = (node: number): Iterable<number> => index.asks(node);
  const complete =
    project?.complete === true && asked.some(({ name, version }) => index.find(name, version).length > 0);
  const roots = function* (): Generator<DependencyRoot> {
    const known = new Uint8Array(nodes.length);
    for (const { name, version, group } of asked)
      for (const node of index.find(name, version)) {
        known[node] = 1;
        yield { node, ...(group === undefined ? {} : { group }) };
      }
    if (complete) return;
    for (const root of packagesNobodyAsksFor({ size: nodes.length, asks })) if (known[root.node] === 0) yield root;
  };
  return reachPackages({ size: nodes.length, name: (node) => nodes[node]!.name, asks, roots: roots(), complete });
}
