import { defineRule } from "../../core/rule";

/**
 * Why: what a repository lets pass without its organisation's word does not count, and whoever wrote it should know before they rely on it.
 */
export const notDelegated = defineRule({
  id: "MA-POL-009",
  name: "not-delegated",
  on: "repository",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "The repository's policy loosens what its organisation does not delegate",
  remedy: "Take it out, or have the organisation's policy list it under delegates.",
  *check({ event }) {
    if (event.kind === "not-delegated") yield { message: event.detail, key: [event.detail] };
  },
});
