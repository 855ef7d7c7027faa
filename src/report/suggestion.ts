import type { Finding } from "../core/finding";
import { pypiName } from "../core/package-name";
import type { PackageRecord } from "../core/report";
import { markdownCode, markdownProse } from "./escape-markdown";
import { clip } from "./escape-terminal";

/** Characters of a line that is suggested: a requirement with its marker is shorter. */
const MAX_LINE = 300;
const MAX_TEXT = 300;

const PIN = /(?<name>[A-Za-z0-9][\w.-]*)(?:\[[\w., -]*\])?[ \t]*==[ \t]*/.source;
const COMMENT = /[ \t]*(?:#[ -~]*)?/.source;

/** Files that pin packages of PyPI line by line, and what a line of them is that does only that, all of it plain. */
const PINNED: readonly (readonly [file: RegExp, line: RegExp])[] = [
  // `name[extra] == 1.0 ; marker  # comment`; what has hashes or goes on in the next line is no such line.
  [
    /(^|\/)[^/]*\.(txt|in)$/,
    new RegExp(`^(?<before>[ \\t]*${PIN})(?<version>[\\w.!+-]+)(?<after>[ \\t]*(?:[;#][ -~]*)?)$`),
  ],
  // `- name==1.0`, of the list below `pip:`.
  [
    /(^|\/)environment[^/]*\.ya?ml$/,
    new RegExp(`^(?<before>[ \\t]*-[ ]+${PIN})(?<version>[\\w.!+-]+)(?<after>${COMMENT})$`),
  ],
  // `"name==1.0; marker",`, one to a line.
  [
    /(^|\/)pyproject\.toml$/,
    new RegExp(
      `^(?<before>[ \\t]*"${PIN})(?<version>[\\w.!+-]+)(?<after>(?:[ ]*;[ !#-\\[\\]-~]*)?"[ \\t]*,?${COMMENT})$`,
    ),
  ],
];

/** Whether this file pins packages of PyPI in lines that `suggestedLine` may know. */
export function pinsByLine(path: string): boolean {
  return PINNED.some(([file]) => file.test(path));
}

/**
 * The line of such a file with the version in which nothing is known of its package. Undefined where the line is not the plain pin of that
 * package at that version: what is put in somebody's file by one click is what we have understood whole.
 */
export function suggestedLine(
  path: string,
  line: string,
  { purl, name, version, fixed }: PackageRecord,
): string | undefined {
  const shape = purl.startsWith("pkg:pypi/") ? PINNED.find(([file]) => file.test(path))?.[1] : undefined;
  const found = line.length > MAX_LINE ? undefined : shape?.exec(line)?.groups;
  if (found === undefined || fixed === undefined || !/^[\w.!+-]{1,60}$/.test(fixed)) return undefined;
  if (pypiName(found["name"]!) !== pypiName(name) || found["version"] !== version) return undefined;
  const after = found["after"]!;
  return /--hash|\\\s*$|`/.test(after) ? undefined : `${found["before"]}${fixed}${after}`;
}

/** A comment at the line, with the change to take over. `line`: as `suggestedLine` gives it, without a backtick; `why`: our own words. */
export function suggestionText(finding: Finding, line: string, why = ""): string {
  const what = `<p>${markdownProse(clip(finding.message, MAX_TEXT))} (${markdownCode(finding.id)})${why === "" ? "" : ` ${why}`}</p>`;
  return `${what}\n\n\`\`\`suggestion\n${line}\n\`\`\`\n`;
}
