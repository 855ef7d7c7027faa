import type { Check, CheckId } from "../core/promotion";

/** The answer to a check from what was seen and what is wrong: `pass` only where nothing is, and nothing stayed open. */
export function answered(
  id: CheckId,
  found: {
    readonly evidence?: readonly string[];
    /** What is wrong, in words. */
    readonly problems?: readonly string[];
    /** What could not be found out, in words. */
    readonly open?: readonly string[];
  },
): Check {
  const { evidence = [], problems = [], open = [] } = found;
  const status = problems.length > 0 ? "fail" : open.length > 0 ? "unknown" : "pass";
  return { id, status, evidence, problems: [...problems, ...open] };
}

/** Shown, and nothing is concluded from it. */
export function notRequired(id: CheckId, why: string): Check {
  return { id, status: "not-required", evidence: [why], problems: [] };
}

/** What broke while it was looked at: whatever else is known, this check does not pass. */
export function unknown(id: CheckId, why: string): Check {
  return { id, status: "unknown", evidence: [], problems: [why] };
}

/** Names that a sentence has; the others are counted. */
const NAMED = 5;

/** `a, b, c, d, e and 3 more`. */
export function named(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).join(", ");
  return names.length > NAMED ? `${shown} and ${names.length - NAMED} more` : shown;
}

/** `1 file`, `3 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
