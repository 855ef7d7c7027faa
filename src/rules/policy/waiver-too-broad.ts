import { defineRule } from "../../core/rule";

/**
 * Why: a waiver that is not bound to a content also waives the next one, which nobody has looked at.
 */
export const waiverTooBroad = defineRule({
  id: "MA-POL-005",
  name: "waiver-too-broad",
  on: "repository",
  severity: "low",
  confidence: "high",
  since: "0.1.0",
  summary: "A waiver is not bound to the content it was given for",
  remedy: "Add the sha256 of the artifact to the waiver.",
  *check({ event }) {
    if (event.kind === "waiver-too-broad") yield { message: event.detail, key: [event.detail] };
  },
});
