import { count } from "./quantities";

/** What is left for what a page shows, in UTF-8 bytes or as `measure` counts. What does not fit is counted instead. */
export class Space {
  constructor(
    private left: number,
    private readonly measure: (text: string) => number = (text) => Buffer.byteLength(text),
  ) {}

  /** Whether the text still fits; it is taken off the rest if so. */
  take(text: string): boolean {
    const size = this.measure(text);
    if (size > this.left) return false;
    this.left -= size;
    return true;
  }
}

/** People do not read further, and browsers get slow: the whole list is in the report. */
const MAX_ROWS = 200;

/**
 * A table as one block of HTML, without a blank line, which would end the block. `rows` yields cells
 * that are escaped already. Rows beyond the space or the limit become one line that counts them.
 */
export function htmlTable<T>(
  heads: readonly string[],
  things: readonly T[],
  cells: (thing: T) => readonly string[],
  space: Space,
): string {
  const lines = ["<table>", `<tr>${heads.map((head) => `<th align="left">${head}</th>`).join("")}</tr>`];
  let shown = 0;
  for (const thing of things.slice(0, MAX_ROWS)) {
    const row = `<tr>${cells(thing)
      .map((cell) => `<td valign="top">${cell}</td>`)
      .join("")}</tr>`;
    if (!space.take(row)) break;
    lines.push(row);
    shown += 1;
  }
  lines.push("</table>");
  const more = things.length - shown;
  if (more > 0) lines.push(`<p>${count(more, "more row is", "more rows are")} in the report.</p>`);
  return lines.join("\n");
}

/** A list with the same rules. */
export function htmlList(items: readonly string[], space: Space): string {
  const lines = ["<ul>"];
  let shown = 0;
  for (const item of items.slice(0, MAX_ROWS)) {
    const line = `<li>${item}</li>`;
    if (!space.take(line)) break;
    lines.push(line);
    shown += 1;
  }
  const more = items.length - shown;
  if (more > 0) lines.push(`<li>${more} more in the report.</li>`);
  return [...lines, "</ul>"].join("\n");
}
