import type { ArchiveFact } from "../../core/archive-facts";
import type { TarEntry } from "./entries";

/**
 * Follows where links point, so that a member cannot leave the directory it is unpacked into through
 * them (CVE-2007-4559 and its kin): by its own target, or through a link that was unpacked before. CWE-59.
 */
export class Links {
  /** Symbolic links seen so far, as normalised paths. */
  private readonly seen = new Set<string>();

  *check(entry: TarEntry): Generator<ArchiveFact> {
    const through = this.linkOnTheWay(entry.name);
    if (through !== undefined)
      yield {
        oddity: "symlink",
        member: entry.name,
        detail: `is written through the link ${through}`,
        offset: entry.offset,
      };
    if (entry.type === "2") {
      const directory = entry.name.replace(/\/+$/, "").split("/").slice(0, -1).join("/");
      const target = isAbsolute(entry.link) ? entry.link : `${directory}/${entry.link}`;
      if (this.leaves(entry.link, target))
        yield { oddity: "symlink", member: entry.name, detail: `links to ${entry.link}`, offset: entry.offset };
      this.seen.add(normalise(entry.name));
    } else if (entry.type === "1" && this.leaves(entry.link, entry.link))
      yield {
        oddity: "special-file",
        member: entry.name,
        detail: `is a hard link to ${entry.link}`,
        offset: entry.offset,
      };
  }

  private leaves(link: string, target: string): boolean {
    return isAbsolute(link) || climbsOut(target) || this.linkOnTheWay(target) !== undefined;
  }

  /** A directory of the path that is a link of this archive. */
  private linkOnTheWay(path: string): string | undefined {
    if (this.seen.size === 0) return undefined;
    let way = "";
    for (const part of normalise(path).split("/").slice(0, -1)) {
      way = way === "" ? part : `${way}/${part}`;
      if (this.seen.has(way)) return way;
    }
    return undefined;
  }
}

function isAbsolute(path: string): boolean {
  return /^([/\\]|[A-Za-z]:[/\\])/.test(path);
}

/** Whether `..` leads above the start at any point. */
function climbsOut(path: string): boolean {
  let depth = 0;
  for (const part of path.split(/[/\\]/)) {
    if (part === "" || part === ".") continue;
    depth += part === ".." ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}

/** The path without `.`, empty components and a slash at either end; `..` stays, since a link may be before it. */
export function normalise(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}
