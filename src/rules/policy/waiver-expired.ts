import { defineRule } from "../../core/rule";

/**
 * Why: a waiver is a debt with a date. After it the finding counts again.
 */
export const waiverExpired = defineRule({
  id: "MA-POL-002",
  name: "waiver-expired",
  on: "repository",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A waiver is past its last day",
  remedy: "Fix what it waived, or renew it with a new reason and date.",
  *check({ event }) {
    if (event.kind === "waiver-expired") yield { message: event.detail, key: [event.detail] };
  },
});
