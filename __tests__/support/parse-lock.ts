import type { IncludedText, LockContext, LockEntry, LockfileSyntax } from "../../src/core/lockfile";
import type { LockedPackage, LockPractice } from "../../src/core/package-facts";

/** What a parser said, sorted into kinds; `thrown` is what it threw in the end. */
export interface ParsedLock {
  readonly packages: readonly LockedPackage[];
  readonly practices: readonly LockPractice[];
  readonly entries: readonly LockEntry[];
  readonly thrown?: Error & { offset?: number };
}

/** Runs a parser on a text that stands at `path`, with other files of its directory beside it. */
export function parseLock(
  syntax: LockfileSyntax,
  text: string,
  path: string,
  beside: Readonly<Record<string, string>> = {},
): ParsedLock {
  const entries: LockEntry[] = [];
  let thrown: Error | undefined;
  try {
    for (const entry of syntax.parse(text, contextOf(path, beside))) entries.push(entry);
  } catch (error) {
    thrown = error as Error;
  }
  return {
    packages: entries.flatMap((each) => (each.kind === "package" ? [each.pkg] : [])),
    practices: entries.flatMap((each) => (each.kind === "practice" ? [each.practice] : [])),
    entries,
    ...(thrown === undefined ? {} : { thrown }),
  };
}

function contextOf(path: string, beside: Readonly<Record<string, string>>): LockContext {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "";
  const files = new Map(Object.entries(beside));
  return {
    path,
    include(name): IncludedText {
      const text = files.get(name);
      const parts: string[] = [];
      for (const part of `${folder}${name}`.split("/"))
        if (part === "..") parts.pop();
        else if (part !== ".") parts.push(part);
      return text === undefined ? { missing: "absent", path: parts.join("/") } : { text, path: parts.join("/") };
    },
    siblings: () => [path.slice(folder.length), ...files.keys()],
  };
}
