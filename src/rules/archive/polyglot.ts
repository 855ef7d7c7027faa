import { defineRule } from "../../core/rule";

/** Readers of one JSON text, which each look for keys of their own: nobody sees something else in it. */
const ONE_TEXT = new Set(["hf-config", "keras-json", "chat-template-json"]);

/**
 * Why: a file that is two formats at once shows a harmless face to one reader and another to the next. It was
 * opened as each of them here.
 */
export const polyglot = defineRule({
  id: "MA-ARC-010",
  name: "polyglot",
  on: "file",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A file is of two unrelated formats at once",
  remedy: "Ask its author for a file that is only one of them. Which one your loader sees depends on the loader.",
  *check({ claimedBy }) {
    if (claimedBy.length < 2 || claimedBy.every((format) => ONE_TEXT.has(format))) return;
    const formats = [...claimedBy].sort();
    yield { message: `is ${formats.join(" and ")} at once: readers may take it for either`, key: formats };
  },
});
