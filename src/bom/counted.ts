import type { CountedNames } from "../core/package-facts";
import { byCodePoint } from "../core/order";

/** Names that are kept of a list; all are counted. Nobody reads on after these. CWE-770. */
const MAX_NAMES = 50;
/** Characters of one name. CWE-770. */
const MAX_NAME = 300;

/** How many, and the first, in the order of code points. */
export function counted(names: Iterable<string>): CountedNames {
  const all = [...names].sort(byCodePoint);
  return { count: all.length, first: all.slice(0, MAX_NAMES).map((name) => clipped(name)) };
}

/** The first values of a set, sorted. */
export function sorted(values: Iterable<string> | undefined): string[] {
  return values === undefined ? [] : [...counted(values).first];
}

/** Cut where it is too long, never inside of a character. */
export function clipped(text: string, most = MAX_NAME): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

export function sameSet(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  return (a?.size ?? 0) === (b?.size ?? 0) && [...(a ?? [])].every((value) => b?.has(value));
}
