/**
 * Numbers as text (protocol 0). CPython reads them with `int(text, 0)` and `float(text)`, which take
 * underscores, signs and surrounding blanks; its C unpickler also takes `strtol`'s hexadecimal and
 * octal. What any of them takes is taken here.
 */

/** Memo indexes are read with base 10. Undefined where no reader takes it, or it is negative. */
export function parseMemoIndex(text: string): number | undefined {
  const digits = text.trim().replace(/^\+/, "");
  if (!/^[0-9](_?[0-9])*$/.test(digits) || digits.length > 20) return undefined;
  return Number(digits.replaceAll("_", ""));
}

/** Whether any reader takes the text as an integer (INT, LONG). */
export function isInteger(text: string): boolean {
  const body = text.trim().replace(/^[+-]/, "").replace(/L$/, "");
  return /^(0[xX]_?[0-9a-fA-F]|0[oO]_?[0-7]|0[bB]_?[01]|[0-9])[0-9a-fA-F_]*$/.test(body);
}

/** Whether any reader takes the text as a float (FLOAT). */
export function isFloat(text: string): boolean {
  const body = text.trim().replaceAll("_", "").replace(/^[+-]/, "");
  return /^(inf|infinity|nan)$/i.test(body) || /^([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(body);
}

/** Readers that disagree about an integer's text, in words; undefined where all agree. */
export function integerSplit(text: string): string | undefined {
  if (/^0[01]$/.test(text)) return undefined; // True and False of protocol 1
  if (/[xXoObB_]/.test(text) || /^[+-]?0[0-9]/.test(text)) return "only some readers take this number";
  return undefined;
}
