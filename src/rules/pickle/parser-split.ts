import { defineRule } from "../../core/rule";

const SHOWN = 3;

/**
 * Why: where readers of pickle disagree, a scanner can be shown one stream and the program another. The most
 * permissive reading was followed here, so nothing is missed; a normal pickler writes no such thing.
 */
export const parserSplit = defineRule({
  id: "MA-PKL-008",
  name: "parser-split",
  on: "pickle",
  severity: "medium",
  confidence: "medium",
  since: "0.1.0",
  summary: "A pickle has places that its readers read differently",
  remedy: "Ask who wrote this file, and with what. Saving it again with Python's own pickle removes such places.",
  *check({ pickle, at }) {
    const [first] = pickle.splits;
    if (first === undefined) return;
    const details = [...new Set(pickle.splits.map(({ detail }) => detail))];
    const more = details.length > SHOWN ? `; and ${details.length - SHOWN} more` : "";
    yield {
      message: `readers of pickle disagree about this stream: ${details.slice(0, SHOWN).join("; ")}${more}`,
      at: { ...at, offset: first.offset },
      key: ["parser-split"],
    };
  },
});
