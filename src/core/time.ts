/** RFC 3339, UTC, whole seconds: `2027-01-31T12:00:00Z`, as statements and reports have it. */
export function wholeSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** The day in UTC: `2027-01-31`, as policies and waivers have it. */
export function utcDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
