import { compileGlobs } from "../../core/glob";
import { pypiName } from "../../core/package-name";
import type { Delegable, Delegation } from "../../core/policy";
import { utcDay } from "../../core/time";

/** What a repository lets pass: by its name and its last day, `YYYY-MM-DD`, where it has them. */
export interface LetPass {
  /** A rule's id, a dotted name, a package. Absent: whatever the name. */
  readonly name?: string;
  readonly until?: string;
}

/** Whether the organisation leaves a key to its repositories, however far. */
export function isDelegated(delegates: readonly Delegation[], what: Delegable): boolean {
  return delegates.some((each) => each.what === what);
}

/**
 * Why an entry of the repository does not count, in words that go on after "because"; undefined where it does. One delegation that
 * covers it is enough. `today` is `YYYY-MM-DD`, UTC.
 */
export function whyNotDelegated(
  delegates: readonly Delegation[],
  what: Delegable,
  entry: LetPass,
  today: string,
): string | undefined {
  const of = delegates.filter((each) => each.what === what);
  if (of.length === 0) return `the organisation's policy does not delegate ${what}`;
  const reasons = of.map((delegation) => outside(delegation, entry, today));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

function outside({ what, only, maxDays }: Delegation, { name, until }: LetPass, today: string): string | undefined {
  if (only !== undefined && !only.some((pattern) => fits(what, pattern, name)))
    return `the organisation's policy delegates ${what} only for ${only.join(", ") || "nothing"}`;
  if (maxDays === undefined) return undefined;
  const last = dayAfter(today, maxDays);
  if (until === undefined) return `it has no \`until\`, and the organisation lets it last ${maxDays} days at most`;
  return until <= last
    ? undefined
    : `it lasts until ${until}, and the organisation lets it last ${maxDays} days from today (${last})`;
}

/** What names no package is for all of them. A package is compared as ignores are: in any spelling. */
function fits(what: Delegable, pattern: string, name: string | undefined): boolean {
  if (name === undefined) return false;
  if (what !== "dependencies.ignore") return compileGlobs([pattern])(name);
  // A set such as `[a_z]` would mean something else with its characters replaced.
  return compileGlobs([pattern.includes("[") ? pattern.toLowerCase() : pypiName(pattern)])(pypiName(name));
}

const DAY = 86_400_000;

function dayAfter(today: string, days: number): string {
  return utcDay(new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY));
}
