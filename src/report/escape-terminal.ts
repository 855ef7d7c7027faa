/**
 * What must not reach a reader as it is: control characters (terminal escapes begin with one), format
 * characters (bidirectional overrides, zero-width characters, tags), other characters that nobody sees,
 * spaces that are no space, halves of surrogate pairs, and marks piled on each other until they hide the
 * line above. Unicode: general categories; Technical Report 36, "Unicode Security Considerations".
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?! )\p{Zs}|(?<=\p{M}{3})\p{M}/gu;

const SHORT = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/**
 * One line of text that shows what is in it: `\n`, `\u{202e}`. Every other surface builds on this, so
 * that a name reads the same in a terminal, an annotation and a summary.
 */
export function escapeTerminal(text: string): string {
  return text.replace(UNSEEN, (found) => SHORT.get(found) ?? `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The beginning of a text that may be of any length, before it is escaped; a cut is shown as `…`. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 2)) ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}
