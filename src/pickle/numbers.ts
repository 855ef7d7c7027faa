/**
 * Numbers as text (protocol 0). CPython reads them with `int(text, 0)` and `float(text)`, which take
 * underscores, signs and surrounding blanks; its C unpickler also takes `strtol`'s hexadecimal and
 * octal. What any of them takes is taken here.
 */

/** The C unpickler hands numbers on as C strings: they end at the first NUL, whatever stands behind it. */
function beforeNul(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

/**
 * Memo indexes are read with base 10; one beyond 2^53 is its digits, because no two may be mistaken for
 * each other. Undefined where no reader takes it, or it is negative.
 */
export function parseMemoIndex(text: string): number | string | undefined {
  const line = beforeNul(text).trim();
  const body = line.replace(/^[+-]/, "");
  if (!/^[0-9](_?[0-9])*$/.test(body)) return undefined;
  const digits = body.replaceAll("_", "").replace(/^0+(?=[0-9])/, "");
  const index = Number(digits);
  if (index > 0 && line.startsWith("-")) return undefined;
  return Number.isSafeInteger(index) ? index : digits;
}

/** Whether any reader takes the text as an integer (INT, LONG). */
export function isInteger(text: string): boolean {
  if (text.startsWith("\0")) return true; // `strtol` finds no digit, and no fault
  const body = beforeNul(text).trim().replace(/^[+-]/, "").replace(/L$/, "").trimEnd();
  return /^(0[xX]_?[0-9a-fA-F]|0[oO]_?[0-7]|0[bB]_?[01]|[0-9])[0-9a-fA-F_]*$/.test(body);
}

/** Whether any reader takes the text as a float (FLOAT). */
export function isFloat(text: string): boolean {
  const body = beforeNul(text).trim().replaceAll("_", "").replace(/^[+-]/, "");
  return /^(inf|infinity|nan)$/i.test(body) || /^([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(body);
}

/** Readers that disagree about an integer's text, in words; undefined where all agree. */
export function integerSplit(text: string): string | undefined {
  if (/^0[01]$/.test(text)) return undefined; // True and False of protocol 1
  if (/[xXoObB_\0]/.test(text) || /^[+-]?0[0-9]/.test(text)) return "only some readers take this number";
  return undefined;
}
