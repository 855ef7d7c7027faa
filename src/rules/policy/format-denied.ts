import { hasToBeAllowed } from "../../core/format-kinds";
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
  *check({ claimedBy, at }, { deniedFormats, allowedFormats }) {
    for (const format of claimedBy) {
      const denied = deniedFormats.has(format);
      const listed = !hasToBeAllowed(format) || allowedFormats.every((list) => list.includes(format));
      if (!denied && listed) continue;
      const name = shorten(at.inside.at(-1) ?? at.path, 160);
      const why = denied ? "formats.deny of the policy does not let in" : "formats.allow of the policy does not list";
      yield { message: `${name} is ${format}, which ${why}`, key: [format] };
    }
  },
});
