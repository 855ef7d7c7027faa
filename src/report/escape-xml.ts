import { escapeHtml } from "./escape-html";

/**
 * Text for an XML element or a quoted attribute. `escapeTerminal`, on which this builds, leaves no character that XML 1.0 has not
 * (section 2.2: controls, halves of surrogate pairs, U+FFFE, U+FFFF) and no line break, which an attribute would lose (section 3.3.3); all
 * references are numeric or of the five that XML knows by itself.
 */
export function escapeXml(text: string): string {
  return escapeHtml(text);
}
