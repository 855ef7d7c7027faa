import { practiceRule } from "./practice-rule";

/**
 * Why: a tag or a branch of somebody else's action can be moved to other code, which then runs with this workflow's token
 * and beside what it builds or looks at (tj-actions/changed-files, CVE-2025-30066).
 */
export const unpinnedAction = practiceRule({
  id: "MA-DEP-011",
  name: "unpinned-action",
  practice: "unpinned-action",
  summary:
    "A workflow that publishes, may write or works on models uses somebody else's action by a name that can be moved",
  remedy: "Pin it to a commit, and say the version in a comment: owner/action@<40 hex digits> # v1.2.3.",
});
