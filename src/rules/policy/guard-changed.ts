import { defineRule } from "../../core/rule";

/**
 * Why: who can change what runs the gate, or what it holds models against, can let anything in. That change was judged as it
 * was before; a reviewer should read it.
 */
export const guardChanged = defineRule({
  id: "MA-POL-008",
  name: "guard-changed",
  on: "repository",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "The change edits what runs the gate, or what it holds models against",
  remedy: "Read the difference of this file before you approve: after the merge it decides about what comes next.",
  *check({ event }) {
    if (event.kind !== "guard-changed") return;
    const { detail, severity } = event;
    yield { message: detail, key: [detail], ...(severity === undefined ? {} : { severity }) };
  },
});
