import type { Report } from "../core/rule";

/**
 * Findings of one rule about one subject, at most. A hostile file can hold a hundred thousand bad names;
 * a person reads ten, and a report has to stay one that tools can load.
 */
export const MAX_REPORTS = 200;

/** One report for each item, and one for all that are above the limit. */
export function* reportMany<T>(
  items: Iterable<T>,
  tell: (item: T) => Report | undefined,
  rest: (more: number) => Report,
): Iterable<Report> {
  let told = 0;
  for (const item of items) {
    const report = tell(item);
    if (report === undefined) continue;
    if (told++ < MAX_REPORTS) yield report;
  }
  if (told > MAX_REPORTS) yield rest(told - MAX_REPORTS);
}
