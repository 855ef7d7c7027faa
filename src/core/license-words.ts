/** Words that name no licence. */
const UNSPECIFIC: ReadonlySet<string> = new Set(["", "other", "unknown", "none", "n/a"]);

/** What is the same for one licence however it is spelled: `Apache License 2.0`, `apache-2.0` and `Apache-2.0` are one. */
export const licenseKey = (text: string): string =>
  text.toLowerCase().replace(/licen[cs]e|version|\bthe\b|[\s_,.()-]/g, "");

/** Whether it names a licence at all. */
export const isSaidLicense = (text: string): boolean => !UNSPECIFIC.has(licenseKey(text));
