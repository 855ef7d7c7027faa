import { escapeTerminal, clip } from "./escape-terminal";

/** GitHub's limit for a rule's descriptions (docs: "SARIF support for code scanning", reportingDescriptor). */
export const MAX_DESCRIPTION = 1024;

/**
 * Text of a SARIF message. A viewer makes a link of `[text](target)` in plain messages too (SARIF 2.1.0,
 * section 3.11.6) and fills `{0}` from arguments (3.11.5): a space breaks both. Doubling the braces, as
 * 3.11.5 asks, would be shown doubled by GitHub, so only what is a placeholder is touched. Each line of the input stays one line.
 */
export function sarifText(text: string, most = MAX_DESCRIPTION): string {
  return escapeTerminal(clip(text, most))
    .replace(/\](?=\()/g, "] ")
    .replace(/\{(?=\d+\})/g, "{ ");
}

/**
 * A path as the relative reference that SARIF wants (section 3.4.3): every segment percent-encoded, so that
 * a colon cannot make it absolute. Half a surrogate pair has no encoding and is shown escaped.
 */
export function sarifUri(path: string): string {
  const encode = (segment: string): string =>
    encodeURIComponent(segment.replace(/\p{Cs}/gu, escapeTerminal)).replace(
      /[!'()*]/g,
      (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  // A path that begins with `/` would be absolute, one with `//` another host.
  return path.split("/").filter(Boolean).map(encode).join("/");
}
