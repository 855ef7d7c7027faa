import { practiceRule } from "./practice-rule";

/**
 * Why: whoever runs the index decides what is installed under every name.
 */
export const otherPackageIndex = practiceRule({
  id: "MA-DEP-008",
  name: "other-package-index",
  practice: "other-index",
  summary: "Packages come from another index than the usual one",
  remedy: "If it is your own mirror, waive this; else use the usual index.",
});
