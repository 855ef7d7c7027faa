import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { LockedPackage } from "../core/package-facts";
import { bareGoVersion, isGoVersion, upgradeGo } from "./go-version";
import { purlOf } from "./purl";
import { textLines } from "./text-lines";

/** Lines of one file; the largest real ones have some 10,000. CWE-770. */
const MAX_LINES = 400_000;

/**
 * Checksums of modules (https://go.dev/ref/mod#go-sum-files). It has versions that were only looked at and are not built from,
 * so it is read only where no go.mod stands beside it, which knows better. A line for the go.mod of a version is no
 * use of that version.
 */
export const goSum: LockfileSyntax = {
  id: "go-sum",
  title: "Go checksums (go.sum)",
  claims: (path) => /(?:^|\/)go\.sum$/.test(path),
  parse: parseGoSum,
  upgrade: upgradeGo,
};

export interface GoSum {
  readonly name: string;
  readonly version: string;
  readonly hash: string;
  readonly line: number;
}

function* parseGoSum(text: string, context: LockContext): Iterable<LockEntry> {
  if (context.siblings().includes("go.mod")) return;
  for (const sum of sums(text)) yield { kind: "package", pkg: summed(sum, context.path) };
}

/** The package of a line; `path` is of the go.sum. */
export function summed({ name, version, hash, line }: GoSum, path: string): LockedPackage {
  const exact = isGoVersion(version) ? bareGoVersion(version) : undefined;
  return {
    name,
    ...(exact === undefined ? { unlocked: version } : { version: exact }),
    ecosystem: "Go",
    purl: purlOf("Go", name, exact),
    at: { path, inside: [], line },
    hashes: [hash],
  };
}

/** The modules of a go.sum beside a go.mod; empty where there is none, or from the line that cannot be read. */
export function goSumsBeside(context: LockContext): readonly GoSum[] {
  const read: GoSum[] = [];
  if (!context.siblings().includes("go.sum")) return read;
  const file = context.include("go.sum");
  if (!("text" in file)) return read;
  try {
    for (const each of sums(file.text)) read.push(each);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  return read;
}

function* sums(text: string): Generator<GoSum> {
  for (const { text: raw, line, place } of textLines(text)) {
    if (line > MAX_LINES) throw new Malformed(`it has more than ${MAX_LINES.toLocaleString("en-US")} lines`, place);
    if (raw.trim() === "") continue;
    const [, name, version, hash] = /^(\S{1,2000}) (\S{1,500}) (h\d:\S{1,200})$/.exec(raw.trim()) ?? [];
    if (name === undefined) throw new Malformed(`it is no go.sum: line ${line} is no module, version and hash`, place);
    if (!version!.endsWith("/go.mod")) yield { name, version: version!, hash: hash!, line };
  }
}
