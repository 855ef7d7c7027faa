/** Our own Markdown as plain lines: paragraphs are joined, code is indented, links keep what they say and where they lead outside. */
export function pageLines(markdown: string): { readonly text: string; readonly code: boolean }[] {
  const out: { text: string; code: boolean }[] = [];
  let code = false;
  let joins = false;
  for (const line of markdown.split("\n")) {
    if (line.startsWith("```")) {
      code = !code;
      joins = false;
      continue;
    }
    const starts = line === "" || /^(\s*[-*] |\d+\. |\|)/.test(line);
    const last = out.at(-1);
    if (code) out.push({ text: line, code });
    else if (joins && !starts && last !== undefined)
      out[out.length - 1] = { text: `${last.text} ${plain(line)}`, code };
    else if (!/^\|[\s|:-]+\|$/.test(line)) out.push({ text: plain(line), code });
    joins = !code && line !== "" && !line.startsWith("|");
  }
  return out;
}

/** Links leave their address only where it is not beside this page: there a terminal cannot follow it. */
function plain(line: string): string {
  return line
    .trimStart()
    .replace(/\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)]*)\)/g, (_, text: string, to: string) =>
      /^https?:/.test(to) ? `${text} (${to})` : text,
    );
}
