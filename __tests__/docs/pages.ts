import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export const ROOT = join(__dirname, "../..");

/** Folders whose text is not ours, or is made up by tests. */
const LEFT_OUT = new Set(["node_modules", "dist", ".git", ".cache", "golden", "coverage"]);

/** Files below a folder of the repository, as paths from its root, that `wanted` takes. */
export function filesBelow(folder: string, wanted: (name: string) => boolean): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : filesBelow(path, wanted);
      return entry.isFile() && wanted(entry.name) ? [relative(".", path)] : [];
    })
    .sort();
}

export const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** All Markdown of the repository. */
export const markdown = (): string[] => filesBelow(".", (name) => name.endsWith(".md"));

export interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  /** The comment right above the fence: `<!-- run -->` or `<!-- run: 1 -->`, with the exit code. */
  readonly run: number | undefined;
}

/** The fenced blocks of a page. */
export function blocksOf(page: string): Block[] {
  const found = page.matchAll(/(?:^<!-- run(?:: (\d+))? -->\n+)?^([ ]*)```([\w-]*)\n([^]*?)^\2```$/gm);
  return [...found].map((match) => ({
    language: match[3]!,
    text: match[4]!,
    line: page.slice(0, match.index).split("\n").length,
    run: match[0].startsWith("<!-- run") ? Number(match[1] ?? 0) : undefined,
  }));
}
