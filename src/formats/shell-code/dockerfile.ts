/**
 * A Dockerfile as the shell script that its `RUN` instructions are, line by line in the same places. Other instructions
 * become empty lines, but for `ENV`, which exports; comments between continued lines vanish, as Docker has it.
 */
export function dockerScript(text: string): string {
  const lines = text.split("\n");
  const escape = /^#[ \t]*escape[ \t]*=[ \t]*`/im.test(lines.slice(0, 5).join("\n")) ? "`" : "\\";
  const out: string[] = [];
  for (let at = 0; at < lines.length;) at = instruction(lines, at, escape, out);
  return out.join("\n");
}

const RUN = /^\s*(?:ONBUILD\s+)?(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK\s+(?:--\S+\s+){0,10}CMD)\s+/i;
const FLAG = /^--[a-z]+(=\S*)?\s+/;
const HEREDOC = /<<-?\s*(["']?)(\w+)\1/;

/** Puts out the lines of the instruction at `at`; gives the line behind it. */
function instruction(lines: readonly string[], at: number, escape: string, out: string[]): number {
  let rest = lines[at]!;
  const runs = RUN.test(rest);
  if (runs) rest = rest.replace(RUN, "");
  while (runs && FLAG.test(rest)) rest = rest.replace(FLAG, "");
  const heredoc = HEREDOC.exec(rest);
  if (heredoc !== null) return document(lines, at, runs ? rest : "", heredoc[2]!, out);
  let line = at;
  for (; line < lines.length; line++) {
    const text = line === at ? rest : lines[line]!;
    const isComment = line > at && /^\s*(#.*)?$/.test(text);
    const goesOn = isComment || text.trimEnd().endsWith(escape);
    if (!runs) out.push(environment(text));
    else if (isComment) out.push("\\");
    else out.push(goesOn ? `${execForm(text.trimEnd().slice(0, -1))}\\` : execForm(text));
    if (!goesOn) break;
  }
  return line + 1;
}

/** `RUN <<END`: the lines up to the end are the script, unless a program is to read them. */
function document(lines: readonly string[], at: number, rest: string, end: string, out: string[]): number {
  const isScript = /^\s*<</.test(rest);
  out.push(isScript ? "" : rest);
  let line = at + 1;
  for (; line < lines.length && lines[line]!.trim() !== end; line++) out.push(rest === "" ? "" : lines[line]!);
  if (line < lines.length) out.push(isScript || rest === "" ? "" : lines[line]!);
  return line + 1;
}

function environment(text: string): string {
  const added = /^\s*ADD\s+(?:--\S+\s+){0,10}((?:https?|ftp):\/\/\S+)\s+(\S+)\s*$/i.exec(text);
  if (added !== null)
    return `wget -O ${added[2]!.endsWith("/") ? added[2]! + nameIn(added[1]!) : added[2]} ${added[1]}`;
  const match = /^\s*ENV\s+(\S[^]*)/i.exec(text);
  if (match === null) return "";
  return `export ${/^\w+=/.test(match[1]!) ? match[1] : match[1]!.replace(/^(\w+)\s+/, "$1=")}`;
}

function nameIn(url: string): string {
  return url.replace(/[?#].*$/, "").replace(/^.*\//, "");
}

/** `["sh", "-c", "…"]` as words. */
function execForm(text: string): string {
  if (!text.trimStart().startsWith("[")) return text;
  try {
    const words: unknown = JSON.parse(text);
    if (!Array.isArray(words)) return text;
    return words.map((word) => `'${String(word).replaceAll("'", `'\\''`).replaceAll("\n", " ")}'`).join(" ");
  } catch {
    return text;
  }
}
