import { defineRule } from "../../core/rule";

/**
 * Why: a waiver that waives nothing may come to waive something that nobody thought of.
 */
export const waiverUnused = defineRule({
  id: "MA-POL-003",
  name: "waiver-unused",
  on: "repository",
  severity: "info",
  confidence: "high",
  since: "0.1.0",
  summary: "A waiver matches nothing",
  remedy: "Remove it from the policy file.",
  *check({ event }) {
    if (event.kind === "waiver-unused") yield { message: event.detail, key: [event.detail] };
  },
});
