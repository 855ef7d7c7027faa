/** Characters of one name, id or number. The longest real ones (paths of classes) have some 150. CWE-770. */
export const MAX_NAME = 512;
/** Characters of one sentence. CWE-770. */
const MAX_SENTENCE = 4096;

/** What no name has: control and format characters (terminal escapes, reversed text), line ends, halves of characters. */
const NO_NAME = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const NO_TEXT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** A name, an id, a value of one line; `undefined` for what is empty, too long, or holds what no name does. */
export function plainName(text: string): string | undefined {
  if (text.length > 2 * MAX_NAME) return undefined;
  const trimmed = text.trim();
  return trimmed === "" || trimmed.length > MAX_NAME || NO_NAME.test(trimmed) ? undefined : trimmed;
}

/** Words for people, in one line; what is not to be shown becomes a space, what is too long is cut. */
export function plainSentence(text: string): string | undefined {
  const words = text.slice(0, MAX_SENTENCE).replace(NO_TEXT, " ").replace(/ {2,}/g, " ").trim();
  return words === "" ? undefined : words;
}

/** An address on the web without credentials, query and fragment; `undefined` for everything else. */
export function webAddress(text: string): string | undefined {
  const name = plainName(text);
  if (name === undefined || !/^https?:\/\//i.test(name) || !URL.canParse(name)) return undefined;
  const url = new URL(name);
  url.username = "";
  url.password = "";
  // Signatures and tokens stand there.
  url.search = "";
  url.hash = "";
  return url.href;
}
