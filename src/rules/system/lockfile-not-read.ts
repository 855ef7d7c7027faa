import type { LockProblem } from "../../core/package-facts";
import { defineRule } from "../../core/rule";
import type { Severity } from "../../core/severity";

/**
 * Why: packages in a part that nobody could read were not looked up. A tool that installs from it may be more forgiving.
 */
export const lockfileNotRead = defineRule({
  id: "MA-SYS-008",
  name: "lockfile-not-read",
  on: "lockfile",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A lockfile, or a part of it, cannot be read",
  remedy: "Write it again with its tool. If that tool reads it, please open an issue with the line.",
  *check({ lockfile }) {
    if (lockfile.kind !== "unreadable") return;
    const [severity, says] = SAYS[lockfile.reason];
    yield { message: `${says}: ${lockfile.detail}`, severity, key: [lockfile.reason, lockfile.detail] };
  },
});

const SAYS: Readonly<Record<LockProblem, readonly [Severity, string]>> = {
  malformed: ["high", "this lockfile cannot be read"],
  limit: ["high", "this lockfile takes more than any real one"],
  unsupported: ["high", "this lockfile is not read"],
  "not-fetched": ["medium", "a file that this one includes is not here"],
};
