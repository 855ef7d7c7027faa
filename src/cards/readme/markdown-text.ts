import { scanInline } from "./inline";

/** Characters of Markdown that are looked at for one text. Long sections have some 10,000. CWE-400. */
const MAX_MARKDOWN = 32 * 1024;
/** What stands where nobody wrote anything: the Hub's template, the cards of `Trainer`, and people. */
const NOTHING =
  /^(?:\[?(?:optional|more information (?:is )?needed)\]?|needs more information|n\/?a|none|unknown|tbd|todo|to be added|coming soon|-+)[.!]?$/i;
/** The template's label of a section, with nothing behind it: `Training regime: [More Information Needed]`. */
const EMPTY_LABEL = /^[^:]{1,80}:\s{0,9}\[more information (?:is )?needed\]$/i;
/** The template's sentence under "Recommendations" that is there before anyone writes. */
const TEMPLATE = /^Users \(both direct and downstream\) should be made aware.{0,120}More information needed for/;
const RULE = /^(?:[-*_=][ \t]*){3,}$/;
const BULLET = /^(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/;
const DEFINITION = /^\[[^\]]{1,200}\]:/;
/** `user:password@` of an address. */
const CREDENTIALS = /:\/\/[^\s/@<>]{1,300}@/g;
const TABLE_RULE = /^[\s|:-]*-[\s|:-]*$/;

/** Whether nothing is said: a placeholder, a word of a template. */
export function isPlaceholder(text: string): boolean {
  return text === "" || NOTHING.test(text) || EMPTY_LABEL.test(text) || TEMPLATE.test(text);
}

/**
 * Markdown with HTML as plain sentences in one line, at most `atMost` characters. What is only for the eye or the machine
 * goes: pictures, tables, scripts, comments, addresses behind links. No rendering: a word that a renderer would show
 * otherwise is no harm, and everything is linear. It is text, not HTML: whoever shows it escapes it.
 */
export function markdownText(markdown: string, atMost: number): string {
  const blocks = blocksOf(scanInline(markdown.slice(0, MAX_MARKDOWN)));
  const said = blocks.filter((block) => !isPlaceholder(block));
  const text = said.map((block, i) => (i === said.length - 1 ? block : sentence(block))).join(" ");
  return cut(withoutUsers(text), atMost);
}

/** A text with what lets people in taken out of its addresses. */
export function withoutUsers(text: string): string {
  return text.replace(CREDENTIALS, "://");
}

/** Paragraphs and items of lists, without their marks. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) blocks.push(tidy(open.join(" ")));
    open = [];
  };
  let inTable = false;
  for (const whole of text.split(/\r\n|\r|\n/)) {
    const line = whole.trim().replace(/^(?:>[ \t]?){1,10}/, "");
    if (line === "" || RULE.test(line) || DEFINITION.test(line)) {
      inTable = false;
      close();
    } else if (line.startsWith("|") || (inTable && line.includes("|"))) inTable = true;
    else if (line.includes("|") && TABLE_RULE.test(line)) {
      // The line before was the head of a table without bars at its sides.
      open.pop();
      inTable = true;
    } else {
      const bullet = BULLET.exec(line)?.[0];
      if (bullet !== undefined) close();
      open.push(line.slice(bullet?.length ?? 0));
    }
  }
  close();
  return blocks.filter((block) => block !== "");
}

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function sentence(text: string): string {
  return /[.!?:;,…。！？][)"'”’]?$/.test(text) ? text : `${text}.`;
}

/** At most so many characters, between two words where one is near, with `…` where something is left out. */
export function cut(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  const part = text.slice(0, atMost - 1);
  const space = part.lastIndexOf(" ");
  const kept = space > atMost * 0.8 ? part.slice(0, space) : part.replace(/[\ud800-\udbff]$/, "");
  return `${kept.trimEnd()}…`;
}
