/**
 * Python that @lezer/python 1.1.19 has no grammar for, spelled in a way that it has, in as many characters, so that
 * places stay what they are. Texts in strings and comments change too, which is why nobody reads values from the result.
 */
export function spelledForParser(text: string): string {
  return text
    .replace(OPEN_NUMBER, (number) => `${number.slice(0, -1)}0`)
    .replace(BARE_YIELD, "None ")
    .replace(AS_TARGET, (_, start: string, target: string) => start + target.replace(/\W/g, "_"))
    .replace(CASE_LINE, (line) => line.replace(NO_ARGUMENTS, "  "));
}

/** `1.`, `2.e-3`, `1.j`. */
const OPEN_NUMBER = /(?<![\w.])\d[\d_]*\.(?![\w.]|\d)|(?<![\w.])\d[\d_]*\.(?=[eE][+-]?\d|[jJ]\b)/g;
/** `yield` without a value. */
const BARE_YIELD = /\byield(?=[ \t]*(?:[\n#;)\]},]|$))/g;
/** `as self.file:`, `as (a, b):`: the grammar has names only. */
const AS_TARGET =
  /(\bas[ \t]{1,20})([A-Za-z_]\w{0,100}(?:\.\w{1,100}){1,10}|[([][\w \t,*.]{1,200}[)\]])(?=[ \t]{0,20}[,:)])/g;
/** `case str():`. */
const CASE_LINE = /^[ \t]*case[ \t][^\n]*/gm;
const NO_ARGUMENTS = /\b\(\)(?=[ \t]{0,20}(?:[|:,]|as\b|if\b))/g;
