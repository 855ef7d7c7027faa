/** Characters of a line that is read, and of one that is suggested. CWE-1333. */
const MAX_LINE = 300;

/** A text of letters that mean only themselves, a number, or a dotted name. */
const VALUE = /(?:"[\w ./:-]*"|'[\w ./:-]*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*)/.source;
const ARGUMENT = `(?:[A-Za-z_]\\w* ?= ?)?${VALUE}`;
/** `name = a.b("x", k=1)  # comment`: one statement, one call, and nothing in it that is a call, an index or a text that is computed. */
const PLAIN = new RegExp(
  `^(?<before>[ \\t]*(?:return |[A-Za-z_][\\w.]* = )?(?<callee>[A-Za-z_][\\w.]*)\\((?<list>${ARGUMENT}(?:, ?${ARGUMENT})*))` +
    `(?<after>\\)[ \\t]*(?:#[ -_a-~]*)?)$`,
);

/** A line that is one plain call, as far as its text says. */
export interface PlainCall {
  /** As written: `AutoModel.from_pretrained`. */
  readonly callee: string;
  /** How many arguments stand there. */
  readonly count: number;
  /** The argument at this place or of one of these keywords, where it is this text as it stands. */
  has(text: string, at: { readonly place: number; readonly keywords: readonly string[] }): boolean;
  /** The same line with one more argument; undefined where it would be too long. */
  with(keyword: string, text: string): string | undefined;
}

/** Undefined for every line that is more, or other, than a plain call: printable ASCII without backticks, backslashes and brackets. */
export function plainCall(line: string): PlainCall | undefined {
  const found = line.length > MAX_LINE ? undefined : PLAIN.exec(line)?.groups;
  if (found === undefined) return undefined;
  const { before, callee, list, after } = found as Record<"before" | "callee" | "list" | "after", string>;
  const given = list.split(",").map((each) => each.trim());
  const quote = list.includes('"') ? '"' : "'";
  return {
    callee,
    count: given.length,
    has: (text, { place, keywords }) =>
      given.some((each, index) => {
        const [, keyword, value = ""] = /^(?:(\w+) ?= ?)?(.*)$/.exec(each) ?? [];
        const meant = keyword === undefined ? index === place : keywords.includes(keyword);
        return meant && [`"${text}"`, `'${text}'`].includes(value);
      }),
    with(keyword, text) {
      const made = `${before}, ${keyword}=${quote}${text}${quote}${after}`;
      return made.length > MAX_LINE ? undefined : made;
    },
  };
}
