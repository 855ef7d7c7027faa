import type { Severity } from "../core/severity";

/** Styles by what they mean. Without colour each returns the text as it is. */
export interface Colours {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
  severity(severity: Severity, text: string): string;
}

/** Select Graphic Rendition (ECMA-48, section 8.3.117): the sixteen colours that every terminal themes. */
const CODES = { strong: "1", faint: "2", good: "1;32", bad: "1;31", doubtful: "1;33", low: "36" };

export function colours(enabled: boolean): Colours {
  const paint =
    (code: string) =>
    (text: string): string =>
      enabled ? `\u001b[${code}m${text}\u001b[0m` : text;
  const bad = paint(CODES.bad);
  const doubtful = paint(CODES.doubtful);
  const faint = paint(CODES.faint);
  const bySeverity = { critical: bad, high: bad, medium: doubtful, low: paint(CODES.low), info: faint };
  return {
    strong: paint(CODES.strong),
    faint,
    good: paint(CODES.good),
    bad,
    doubtful,
    severity: (severity, text) => bySeverity[severity](text),
  };
}
