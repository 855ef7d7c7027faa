import { defineRule } from "../../core/rule";

/**
 * Why: a file with a model's extension that is no model is damaged, or something else in a model's clothes. Nothing
 * could be looked at, so it must not pass as scanned.
 */
export const notWhatItsNameSays = defineRule({
  id: "MA-SYS-007",
  name: "not-what-its-name-says",
  on: "file",
  severity: "high",
  confidence: "medium",
  since: "0.1.0",
  summary: "A file has a model's extension, and its content is no model",
  remedy: "Fetch or save the file again, or give it the extension of what it is.",
  *check({ claimedBy, promised, head }) {
    if (promised === undefined || claimedBy.length > 0) return;
    yield { message: `the name promises ${promised}, the content is ${contentOf(head)}`, key: [promised] };
  },
});

/** What people commonly find there instead: a page that a download saved, a program. */
const KNOWN_HEADS: readonly (readonly [prefix: string, words: string])[] = [
  ["\x7fELF", "a Linux program"],
  ["MZ", "a Windows program"],
  ["\xcf\xfa\xed\xfe", "a macOS program"],
  ["\xca\xfe\xba\xbe", "a macOS program or Java class"],
  ["#!", "a script"],
  ["<!doctype", "a web page, as a failed download leaves it"],
  ["<html", "a web page, as a failed download leaves it"],
  ["version https://git-lfs", "a Git LFS pointer"],
  ["%pdf", "a PDF"],
  ["\x89png", "an image"],
];

function contentOf(head: Uint8Array): string {
  if (head.length === 0) return "empty";
  const start = String.fromCharCode(...head.subarray(0, 32)).toLowerCase();
  const known = KNOWN_HEADS.find(([prefix]) => start.startsWith(prefix.toLowerCase()));
  if (known !== undefined) return known[1];
  const readable = head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
  return readable ? "text" : "of no format that is known here";
}
