import { shorten } from "../../core/text";
import { defineRule } from "../../core/rule";
import { identity } from "./words";

/**
 * Why: what is not pinned is another package tomorrow. Nobody can say whether it has a known vulnerability, and a build of
 * the same commit differs from the one that was looked at.
 */
export const unlockedDependency = defineRule({
  id: "MA-DEP-003",
  name: "unlocked-dependency",
  on: "package",
  severity: "info",
  confidence: "high",
  since: "0.1.0",
  summary: "A dependency is not pinned to an exact version, so it could not be audited",
  remedy:
    "Pin it to one version, best by a lockfile that a tool writes (uv lock, pip-compile, poetry lock, conda-lock).",
  *check({ package: { pkg, reason } }) {
    // A mutable tag of an action is MA-DEP-011's: each workflow has many, and there is no lockfile for them.
    if (reason !== "unlocked" || pkg.ecosystem === "GitHub Actions") return;
    yield {
      message: `${pkg.name} is not pinned, so nobody can tell which version runs`,
      evidence: shorten(`${pkg.name} ${pkg.unlocked ?? ""}`.trim(), 200),
      key: identity(pkg),
    };
  },
});
