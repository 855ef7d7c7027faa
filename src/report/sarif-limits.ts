/**
 * What GitHub takes (docs: "SARIF support for code scanning", "Validating your SARIF file"): 5,000 results of a run are shown, a file with
 * more than 25,000 is refused, and so is one of more than 10 MB when compressed. A name in the repository may be 4 kB of letters that do
 * not compress, so a pull request could have the file refused, and with it every alert (CWE-770).
 */
export const MAX_RESULTS = 5000;
/** More notifications help nobody. */
export const MAX_NOTIFICATIONS = 1000;
/** Bytes of results and of notifications before they are laid out. Deflate adds next to nothing to what it cannot compress, so both fit. */
export const MAX_RESULT_BYTES = 7_000_000;
export const MAX_NOTIFICATION_BYTES = 2_000_000;

/** As many of the first ones as both limits allow. `bytes` is of their JSON in UTF-8, without white space. */
export function firstWithin<T extends object>(items: readonly T[], most: number, bytes: number): readonly T[] {
  const kept: T[] = [];
  let used = 0;
  for (const item of items.slice(0, most)) {
    used += Buffer.byteLength(JSON.stringify(item));
    if (used > bytes) break;
    kept.push(item);
  }
  return kept;
}
