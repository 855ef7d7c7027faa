import type { Finding } from "../core/finding";
import type { PackageRecord } from "../core/report";
import { markdownCode, markdownProse } from "./escape-markdown";
import { clip } from "./escape-terminal";

/** Characters of a line that is suggested: a requirement with its marker is shorter. */
const MAX_LINE = 300;
const MAX_TEXT = 300;

/** `name[extra] == 1.0 ; marker  # comment`, all of it plain; what has hashes or goes on in the next line is no such line. */
const PINNED =
  /^(?<before>\s*(?<name>[A-Za-z0-9][\w.-]*)(?:\[[\w., -]*\])?\s*==\s*)(?<version>[\w.!+-]+)(?<after>\s*(?:[;#][ -~]*)?)$/;

/**
 * The line of a requirements file with the version in which nothing is known of its package. Undefined where the line is not the plain pin
 * of that package at that version: what is put in somebody's file by one click is what we have understood whole.
 */
export function suggestedLine(line: string, { name, version, fixed }: PackageRecord): string | undefined {
  const found = line.length > MAX_LINE ? undefined : PINNED.exec(line)?.groups;
  if (found === undefined || fixed === undefined || !/^[\w.!+-]{1,60}$/.test(fixed)) return undefined;
  if (normal(found["name"]!) !== normal(name) || found["version"] !== version) return undefined;
  const after = found["after"]!;
  return /--hash|\\\s*$|`/.test(after) ? undefined : `${found["before"]}${fixed}${after}`;
}

/** PEP 503: names that differ in case and separators are one. */
function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** A comment at the line, with the change to take over. `line`: as `suggestedLine` gives it, without a backtick. */
export function suggestionText(finding: Finding, line: string): string {
  const what = `<p>${markdownProse(clip(finding.message, MAX_TEXT))} (${markdownCode(finding.id)})</p>`;
  return `${what}\n\n\`\`\`suggestion\n${line}\n\`\`\`\n`;
}
