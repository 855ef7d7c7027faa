import { scanBeside, type Beside } from "./scan";

const NAME = { python: "load.py", shell: "get.sh", docker: "Dockerfile" } as const;

/** What a person reads about a program: `severity rule line: message`, one for each finding. */
export function said(source: string, language: keyof typeof NAME = "python", beside: Beside = {}): string[] {
  return findingsIn(source, NAME[language], beside);
}

/** The same for a file of any name. */
export function findingsIn(source: string | Uint8Array, path: string, beside: Beside = {}): string[] {
  const bytes = typeof source === "string" ? Buffer.from(source) : source;
  return scanBeside(bytes, path, beside).findings.map(
    ({ severity, rule, location, message }) => `${severity} ${rule} ${location.line ?? "-"}: ${message}`,
  );
}

/** Those of one rule, without its number: `severity line: message`. */
export function saidBy(rule: string, source: string, language?: keyof typeof NAME, beside?: Beside): string[] {
  return said(source, language, beside)
    .filter((line) => line.includes(` ${rule} `))
    .map((line) => line.replace(` ${rule} `, " "));
}
