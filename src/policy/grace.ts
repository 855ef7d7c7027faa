import type { Waived } from "../core/finding";
import type { Policy } from "../core/policy";
import type { Severity } from "../core/severity";
import { utcDay } from "../core/time";

const DAY = 24 * 60 * 60 * 1000;

/**
 * How long a flaw that became public a short while ago does not count, by `dependencies.grace`: to the end of the day that is so many days
 * after it, in UTC. There is none where nobody says when it became public, nor where that is still to come. `today` is
 * `YYYY-MM-DD`, `published` RFC 3339 in UTC.
 */
export function graceOf(
  { grace }: Policy["dependencies"],
  today: string,
): (severity: Severity, published: string | undefined) => Waived | undefined {
  return (severity, published) => {
    const days = severity === "info" ? undefined : grace[severity];
    const since = published?.slice(0, 10);
    if (days === undefined || days === 0 || since === undefined || since > today) return undefined;
    const end = Date.parse(`${since}T00:00:00Z`) + days * DAY;
    if (Number.isNaN(end)) return undefined;
    const until = utcDay(new Date(end));
    if (until < today) return undefined;
    const many = days === 1 ? "1 day" : `${days} days`;
    return { by: "grace", reason: `public since ${since}, and the policy gives flaws of this severity ${many}`, until };
  };
}
