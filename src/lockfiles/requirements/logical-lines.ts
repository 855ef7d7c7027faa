/** A line as pip sees it: continuations joined, its comment taken off. */
export interface LogicalLine {
  /** Empty where there is only a comment. */
  readonly text: string;
  /** What stands behind `#`, trimmed; absent where there is none. */
  readonly comment?: string;
  /** Where its first line starts, in characters. */
  readonly at: number;
}

/** Where Python's `str.splitlines` ends a line, beside CR and LF: a name behind such a character is on a line of its own. */
const ENDS = new Set([0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029]);

/** The lines of a requirements file that say something (pip's `req_file.py`: `join_lines`, then `ignore_comments`). */
export function* logicalLines(text: string): Generator<LogicalLine> {
  let parts: string[] = [];
  let start = 0;
  for (const { line, at } of physicalLines(text)) {
    const comment = startsWithComment(line);
    if (parts.length === 0) start = at;
    if (line.endsWith("\\") && !comment) {
      parts.push(withoutBackslashes(line));
      continue;
    }
    parts.push(comment ? ` ${line}` : line);
    const read = uncommented(parts.join(""), start);
    parts = [];
    if (read !== undefined) yield read;
  }
  const read = uncommented(parts.join(""), start);
  if (read !== undefined) yield read;
}

function* physicalLines(text: string): Generator<{ line: string; at: number }> {
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!ENDS.has(code)) continue;
    yield { line: text.slice(at, index), at };
    if (code === 0x0d && text.charCodeAt(index + 1) === 0x0a) index++;
    at = index + 1;
  }
  if (at < text.length) yield { line: text.slice(at), at };
}

function startsWithComment(line: string): boolean {
  const hash = line.indexOf("#");
  return hash >= 0 && line.slice(0, hash).trim() === "";
}

/** Python's `line.strip("\\")`: from both ends. */
function withoutBackslashes(line: string): string {
  let [from, to] = [0, line.length];
  while (from < to && line[from] === "\\") from++;
  while (to > from && line[to - 1] === "\\") to--;
  return line.slice(from, to);
}

/** A `#` starts a comment at the start of a line or behind white space; others belong to addresses. */
function uncommented(line: string, at: number): LogicalLine | undefined {
  let hash = line.indexOf("#");
  while (hash > 0 && !/\s/.test(line[hash - 1]!)) hash = line.indexOf("#", hash + 1);
  if (hash < 0) return line.trim() === "" ? undefined : { text: line.trim(), at };
  return { text: line.slice(0, hash).trim(), comment: line.slice(hash + 1).trim(), at };
}
