import { duplicates, membersOf, stringOf, type JsonMember } from "../../syntax/json";
import type { LayoutNotes } from "../layout-notes";

/** Characters of one value. The longest real ones (training tags, pictures) have some millions. CWE-400. */
const MAX_VALUE = 16 * 1024 ** 2;

/** The pairs of `__metadata__`, a map of text to text and nothing else; what is none is noted. */
export function readMetadata({ value }: JsonMember, notes: LayoutNotes): (readonly [string, string])[] {
  const odd = (part: string, detail: string): void => notes.add({ oddity: "bad-value", part, detail });
  if (value.kind === "scalar" && value.value === null) return [];
  if (value.kind !== "object") odd("__metadata__", "it is no map of text to text");
  for (const { key } of duplicates(value))
    notes.add({ oddity: "duplicate-key", part: `__metadata__ ${key}`, detail: "this key stands twice" });
  const pairs: (readonly [string, string])[] = [];
  for (const { key, value: own } of membersOf(value)) {
    const text = stringOf(own);
    if (text === undefined) odd(`__metadata__ ${key}`, "its value is no text, and readers of the format refuse it");
    else if (text.length > MAX_VALUE) {
      const detail = `its value has ${text.length.toLocaleString("en-US")} characters, more than any description needs`;
      notes.add({ oddity: "bad-count", part: `__metadata__ ${key}`, detail });
    }
    if (text !== undefined) pairs.push([key, text]);
  }
  return pairs;
}
