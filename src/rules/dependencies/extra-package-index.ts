import { practiceRule } from "./practice-rule";

/**
 * Why: pip asks all indexes and takes the highest version of any. Whoever publishes the name of a private package on the
 * public index is installed instead of it (dependency confusion, CWE-427).
 */
export const extraPackageIndex = practiceRule({
  id: "MA-DEP-009",
  name: "extra-package-index",
  practice: "extra-index",
  summary: "Packages may come from a second index, whichever has the higher version",
  remedy:
    "Serve everything from one index that mirrors both, or bind packages to their index (uv: explicit indexes; poetry: priority explicit).",
});
