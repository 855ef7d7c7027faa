import { practiceRule } from "./practice-rule";

/**
 * Why: a version is a name that its index can give to other bytes. Only a hash says that what is installed is what was
 * looked at.
 */
export const hashCheckingOff = practiceRule({
  id: "MA-DEP-007",
  name: "hash-checking-off",
  practice: "no-hashes",
  summary: "Pinned packages are installed without comparing hashes",
  remedy:
    "Let a tool write the hashes: pip-compile --generate-hashes, uv pip compile --generate-hashes, or a lockfile.",
});
