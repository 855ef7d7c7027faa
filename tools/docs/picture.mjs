// Draws a job summary as a picture for the README, from the Markdown that the reporter rendered.
//
//   node tools/docs/picture.mjs [summary.md] [picture.svg]
//
// It reads what our own summary uses, and no more: headings, and blocks of HTML with tables, lists and code.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const [source = here("__tests__/golden/report/fail.md"), target = here("docs/images/summary.svg")] =
  process.argv.slice(2);

const WIDTH = 1000;
const MARGIN = 28;
const PAD = 10;
const LINE = 20;
const SANS = "-apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif";
const MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const INK = { text: "#1f2328", faint: "#59636e", link: "#0969da", line: "#d1d9e0", code: "#eff1f3", head: "#f6f8fa" };
/** Shares of the width per column, by the first head. */
const COLUMNS = { Severity: [0.09, 0.42, 0.21, 0.28], File: [0.27, 0.11, 0.1, 0.52] };

writeFileSync(target, draw(readFileSync(source, "utf8")));

function draw(markdown) {
  const page = { y: MARGIN, shapes: [] };
  for (const block of markdown.trim().split("\n\n")) {
    const heading = /^(#+) (.*)/.exec(block);
    if (heading) drawHeading(page, heading[1].length, heading[2]);
    else if (block.startsWith("<table>")) drawTable(page, block);
    else if (block.startsWith("<ul>"))
      for (const [, item] of block.matchAll(/<li>(.*)<\/li>/g)) drawText(page, `• ${item}`);
    else if (block.startsWith("<p>")) drawText(page, block.slice(3, -4));
    else throw new Error(`nothing is known of ${block.slice(0, 40)}`);
  }
  const height = Math.ceil(page.y + MARGIN - 12);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>A job summary of Model Assay</title>
<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8" fill="#ffffff" stroke="${INK.line}"/>
${page.shapes.join("\n")}
</svg>
`;
}

function drawHeading(page, level, text) {
  const size = level === 2 ? 22 : 17;
  page.y += level === 2 ? 4 : 10;
  const mark = { "❌": "#cf222e", "✅": "#1a7f37", "⚠️": "#9a6700" };
  const [first, ...rest] = text.split(" ");
  let x = MARGIN;
  if (mark[first]) {
    page.shapes.push(sign(x, page.y, mark[first], first));
    x += 32;
  }
  page.shapes.push(textAt(x, page.y + size * 0.9, mark[first] ? rest.join(" ") : text, { size, bold: true }));
  page.y += size + 12;
  if (level === 2) {
    page.shapes.push(rule(page.y - 4));
    page.y += 8;
  }
}

/** Fonts draw emoji in their own ways, so the sign is drawn. */
function sign(x, y, colour, mark) {
  const strokes = { "❌": "M6 6 L16 16 M16 6 L6 16", "✅": "M5 11 L9.5 15.5 L17 7", "⚠️": "M11 5 V12 M11 15.5 V16.5" };
  return `<g transform="translate(${x} ${y - 1})"><rect width="22" height="22" rx="5" fill="${colour}"/><path d="${strokes[mark]}" stroke="#ffffff" stroke-width="2.6" stroke-linecap="round" fill="none"/></g>`;
}

function drawText(page, html) {
  page.y = paragraph(page.shapes, html, MARGIN, page.y, WIDTH - 2 * MARGIN) + 10;
}

function drawTable(page, block) {
  const rows = [...block.matchAll(/<tr>(.*)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell),
  );
  const heads = rows[0];
  const shares = (heads.length === 4 && COLUMNS[heads[0]]) || heads.map(() => 1 / heads.length);
  const widths = shares.map((share) => share * (WIDTH - 2 * MARGIN));
  for (const [i, cells] of rows.entries()) {
    const shapes = [];
    let x = MARGIN;
    let bottom = page.y;
    for (const [column, cell] of cells.entries()) {
      const html = i === 0 ? `<strong>${cell}</strong>` : cell;
      bottom = Math.max(bottom, paragraph(shapes, html, x + PAD, page.y + 7, widths[column] - 2 * PAD));
      x += widths[column];
    }
    bottom += 5;
    const fill = i === 0 ? INK.head : "#ffffff";
    page.shapes.push(
      `<rect x="${MARGIN}" y="${round(page.y)}" width="${WIDTH - 2 * MARGIN}" height="${round(bottom - page.y)}" fill="${fill}" stroke="${INK.line}"/>`,
      ...shapes,
    );
    page.y = bottom;
  }
  page.y += 14;
}

/** Draws words of several styles, broken to the width; gives the y below them. */
function paragraph(shapes, html, left, top, width) {
  let x = left;
  let y = top;
  for (const run of runs(html)) {
    if (run.break) {
      [x, y] = [left, y + LINE];
      continue;
    }
    const style = { ...run, size: run.small ? 11 : run.code ? 12 : 13.5 };
    let words = "";
    const flush = () => {
      drawRun(shapes, words, x, y, style);
      x += measure(words, style);
      words = "";
    };
    for (const word of pieces(run.text, style, width)) {
      if (x + measure((words + word).trimEnd(), style) > left + width && x + words.length > left) {
        flush();
        [x, y] = [left, y + LINE];
      }
      words += x === left && words === "" ? word.trimStart() : word;
    }
    flush();
  }
  return y + LINE;
}

/** Words of one style on one line. `textLength` holds them to their place whatever font the reader has. */
function drawRun(shapes, words, x, y, style) {
  const shown = words.trimEnd();
  if (shown === "") return;
  const wide = measure(shown, style);
  if (style.code) shapes.push(`<rect x="${round(x - 2)}" y="${round(y)}" width="${round(wide + 4)}" height="18" fill="${INK.code}"/>`);
  shapes.push(textAt(x, y + 13.5, shown, { ...style, wide }));
}

/** The text of an HTML fragment, cut where its style changes. */
function runs(html) {
  const found = [];
  const style = { code: 0, bold: 0, link: 0, small: 0 };
  const names = { code: "code", strong: "bold", a: "link", sub: "small" };
  for (const part of html.split(/(<[^>]+>)/)) {
    const tag = /^<(\/?)(\w+)/.exec(part);
    if (tag?.[2] === "br") found.push({ break: true });
    else if (tag) style[names[tag[2]] ?? "other"] += tag[1] ? -1 : 1;
    else if (part !== "")
      found.push({
        text: decode(part),
        code: style.code > 0,
        bold: style.bold > 0,
        link: style.link > 0,
        small: style.small > 0,
      });
  }
  return found;
}

/** Words with the space behind them; one that is wider than the column is cut. */
function pieces(text, style, width) {
  return text
    .split(/(?<= )/)
    .flatMap((word) => {
      const cut = [];
      while (measure(word, style) > width) {
        let end = word.length - 1;
        while (end > 1 && measure(word.slice(0, end), style) > width) end -= 1;
        cut.push(word.slice(0, end));
        word = word.slice(end);
      }
      return [...cut, word];
    });
}

/** About how wide a text is: fonts differ, so a little too wide. */
function measure(text, { size, code, bold }) {
  if (code) return text.length * size * 0.605;
  let em = 0;
  for (const char of text)
    em += /[ilj.,:;'|!]/.test(char) ? 0.27 : /[mwMW@]/.test(char) ? 0.86 : /[A-Z0-9_]/.test(char) ? 0.62 : 0.535;
  return em * size * (bold ? 1.06 : 1);
}

function textAt(x, y, text, { size, code, bold, link, small, wide }) {
  const hold = wide === undefined ? "" : ` textLength="${round(wide)}" lengthAdjust="spacingAndGlyphs"`;
  const fill = link ? INK.link : small ? INK.faint : INK.text;
  return `<text x="${round(x)}" y="${round(y)}" font-family="${code ? MONO : SANS}" font-size="${size}"${bold ? ' font-weight="600"' : ""} fill="${fill}"${hold} xml:space="preserve">${encode(text)}</text>`;
}

function rule(y) {
  return `<path d="M${MARGIN} ${round(y)} H${WIDTH - MARGIN}" stroke="${INK.line}"/>`;
}

function decode(html) {
  const names = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return html.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) => {
    const char = code === undefined ? (names[name] ?? "") : String.fromCodePoint(Number(code));
    return char === "\u200b" ? "" : char;
  });
}

function encode(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function round(n) {
  return Math.round(n * 10) / 10;
}
