import { unreadableRule } from "../unreadable-rule";

/**
 * Why: a pointer says nothing about the model it stands for. The verdict stays incomplete until the content is there.
 */
export const notFetched = unreadableRule({
  id: "MA-SYS-004",
  name: "not-fetched",
  reason: "not-fetched",
  says: "is not here",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "The content of a selected file is not here, only a pointer to it",
  remedy: "Fetch it before this step: actions/checkout with lfs: true, or dvc pull.",
});
