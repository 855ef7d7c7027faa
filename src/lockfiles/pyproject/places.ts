/** Characters of a line that are looked at. CWE-400. */
const MAX_LINE = 10_000;
/** Places of one text that are kept. CWE-770. */
const MAX_REPEATS = 50;

const HEADER = /^[ \t]*\[\[?([^[\]=]+)\]\]?[ \t\r]*(?:#|$)/;
const KEY = /^[ \t]*([^=\s#[{"'][^=#]{0,300}|"[^"]*"|'[^']*')[ \t]*=/;
const TEXT = /"((?:[^"\\]|\\.)*)"|'([^']*)'/g;

interface Place {
  readonly table: string;
  readonly line: number;
}

/**
 * Lines of a TOML text, for messages: parsers give none. Made in one pass; where the text spells a value in a way that is
 * not found (escapes, lines that are too long), the line of its table stands for it.
 */
export class TomlPlaces {
  private readonly tables = new Map<string, number>();
  private readonly keys = new Map<string, number>();
  private readonly texts = new Map<string, Place[]>();

  constructor(text: string) {
    let table = "";
    let line = 0;
    for (let start = 0, end: number; start < text.length; start = end + 1) {
      end = text.indexOf("\n", start);
      if (end < 0) end = text.length;
      line++;
      const said = text.slice(start, Math.min(end, start + MAX_LINE));
      const header = HEADER.exec(said)?.[1];
      if (header !== undefined) {
        table = plain(header);
        note(this.tables, table, line);
        continue;
      }
      const key = KEY.exec(said)?.[1];
      if (key !== undefined) note(this.keys, `${table}.${plain(key)}`, line);
      for (const [, double, single] of said.matchAll(TEXT)) this.noteText(double ?? single ?? "", { table, line });
    }
  }

  /** The line of a text that stands in this table, or in one above or below it. */
  ofText(value: string, ...table: readonly string[]): number {
    const path = table.join(".");
    const inside = this.texts.get(value)?.find((place) => isWithin(place.table, path) || isWithin(path, place.table));
    return inside?.line ?? this.ofTable(table);
  }

  /** The line where this key of a table is set, in a line of the table or as a table of its own. */
  ofKey(key: string, ...table: readonly string[]): number {
    return this.ofTable([...table, key]);
  }

  /** The nearest header or key that is found. */
  private ofTable(table: readonly string[]): number {
    for (let length = table.length; length > 0; length--) {
      const path = table.slice(0, length).join(".");
      const line = this.keys.get(path) ?? this.tables.get(path);
      if (line !== undefined) return line;
    }
    return 1;
  }

  private noteText(text: string, place: Place): void {
    const known = this.texts.get(text);
    if (known === undefined) this.texts.set(text, [place]);
    else if (known.length < MAX_REPEATS) known.push(place);
  }
}

function note(lines: Map<string, number>, key: string, line: number): void {
  if (!lines.has(key)) lines.set(key, line);
}

/** `a . "b"` as `a.b`. */
function plain(key: string): string {
  const parts = key.split(".").map((part) => part.trim().replace(/^["']|["']$/g, ""));
  return parts.join(".");
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`);
}
