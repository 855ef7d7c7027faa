import { reachPackages, type DependencyRoot, type Reached } from "../dependency-graph";
import { pypiName } from "../../core/package-name";

/** Why one package is in the file, as pip-compile and uv write it behind or below its line. */
export interface Reasons {
  /** A requirements file or the project itself asks for it. */
  direct: boolean;
  /** Packages that ask for it, as PyPI compares names. */
  readonly parents: Set<string>;
}

/** Reasons of one package. Real files have some tens. CWE-770. */
const MAX_REASONS = 2000;

/** Collects the comments of one requirement: `via a, b`, or `via` and a line for each. */
export class ViaComments {
  private open = false;
  private reasons: Reasons | undefined;

  /** The next comment in order; those that are not about reasons end the list. */
  add(comment: string): void {
    const via = /^via(?:\s+(.*))?$/s.exec(comment.slice(0, 100_000));
    if (via !== null) {
      this.open = true;
      this.reasons ??= { direct: false, parents: new Set() };
      for (const each of (via[1] ?? "").split(",")) this.reason(each.trim());
    } else if (this.open && comment !== "") this.reason(comment);
    else this.open = false;
  }

  /** Undefined where the file tells none. */
  get found(): Reasons | undefined {
    return this.reasons;
  }

  private reason(text: string): void {
    const reasons = this.reasons!;
    if (/^(?:-r|--requirement)\s/.test(text) || /^[\w.-]+(?:\[[^\]]*\])?\s+\([^)]*\)$/.test(text))
      reasons.direct = true;
    else if (/^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?$/.test(text) && reasons.parents.size < MAX_REASONS)
      reasons.parents.add(pypiName(text.replace(/\[.*$/, "")));
  }
}

/**
 * How each package comes in, by its name as PyPI compares it. `packages`: all names of the file, with their reasons where it tells
 * them. A parent that is no package of the file is the project itself (`uv export` calls it by its name).
 */
export function descentOf(packages: ReadonlyMap<string, Reasons | undefined>): ReadonlyMap<string, Reached> {
  const names = [...packages.keys()];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const children: number[][] = names.map(() => []);
  const roots: DependencyRoot[] = [];
  for (const [name, reasons] of packages) {
    if (reasons === undefined || (!reasons.direct && reasons.parents.size === 0)) continue;
    const node = numbers.get(name)!;
    const parents = [...reasons.parents].flatMap((parent) => numbers.get(parent) ?? []);
    if (reasons.direct || parents.length === 0) roots.push({ node });
    for (const parent of parents) children[parent]!.push(node);
  }
  const reached = reachPackages({
    size: names.length,
    name: (node) => names[node]!,
    asks: (node) => children[node]!,
    roots,
  });
  return new Map(names.map((name, number) => [name, reached[number]!]));
}
