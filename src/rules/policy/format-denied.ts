import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/**
 * Why: the safest pickle is none. A team that has moved to safetensors says so once, and nothing else comes in.
 */
export const formatDenied = defineRule({
  id: "MA-POL-004",
  name: "format-denied",
  on: "file",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A file is of a format that the policy does not want",
  remedy: "Convert the model to a format that the policy accepts, such as safetensors.",
  *check({ claimedBy, at }, { deniedFormats }) {
    for (const format of claimedBy) {
      if (!deniedFormats.has(format)) continue;
      const name = shorten(at.inside.at(-1) ?? at.path, 160);
      yield { message: `${name} is ${format}, which formats.deny of the policy does not let in`, key: [format] };
    }
  },
});
