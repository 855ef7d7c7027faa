/** Characters that a terminal or an editor would act on; JSON allows an escape for each (RFC 8259, section 7). */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?! )\p{Zs}/gu;

/**
 * JSON that is safe to print: it reads back as the same value, but holds no raw control, bidirectional or
 * zero-width character, and no `##[`, which the runner honours anywhere in a line of the log.
 */
export function printJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2).replace(UNSEEN, (found) => (found === "\n" ? found : units(found)));
  return `${text.replace(/##(?=\[)/g, "#\\u0023")}\n`;
}

function units(text: string): string {
  let escaped = "";
  for (let i = 0; i < text.length; i += 1) escaped += `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`;
  return escaped;
}
