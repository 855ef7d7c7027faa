import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LockfileSyntax } from "../../src/core/lockfile";
import { parseLock } from "./parse-lock";

/** Real lockfiles beside what osv-scanner 2.5 found in each; not part of the project. */
const FOLDER = "/work/shared/data/lockfiles";

/** `describe`, or `describe.skip` where the real lockfiles are not there. */
export const describeReal = existsSync(FOLDER) ? describe : describe.skip;

/** What only one of both saw in a real lockfile, as `ecosystem name version`, sorted. */
export function againstScanner(syntax: LockfileSyntax, file: string): { ours: string[]; theirs: string[] } {
  const text = readFileSync(join(FOLDER, file), "utf8");
  const scanned = JSON.parse(readFileSync(join(FOLDER, `${file}.osv-scanner.json`), "utf8")) as Seen[];
  const parsed = parseLock(syntax, text, file);
  if (parsed.thrown !== undefined) throw parsed.thrown;
  const lines = text.split("\n");
  for (const { at, name } of parsed.packages)
    if (!lines.slice(at.line! - 1, at.line! + 1).some((line) => line.toLowerCase().includes(name.toLowerCase())))
      throw new Error(`${name} does not stand at line ${at.line}`);
  const [ours, theirs] = [new Set(parsed.packages.map(keyOf)), new Set(scanned.map(keyOf))];
  return {
    ours: [...ours].filter((each) => !theirs.has(each)).sort(),
    theirs: [...theirs].filter((each) => !ours.has(each)).sort(),
  };
}

interface Seen {
  readonly ecosystem?: string;
  readonly name: string;
  readonly version?: string;
}

function keyOf({ ecosystem, name, version }: Seen): string {
  return `${ecosystem ?? "-"} ${name} ${version ?? ""}`.trim();
}
