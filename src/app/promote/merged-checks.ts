import { CHECKS, type Check } from "../../core/promotion";

/** The worst first: one path that fails fails the check, one that is not known leaves it open. */
const WORST: readonly Check["status"][] = ["fail", "unknown", "pass", "not-required"];

/** The checks of several paths as one list, each fact with its path before it; those of one path as they are. */
export function mergedChecks(
  all: readonly { readonly path: string; readonly checks: readonly Check[] }[],
): readonly Check[] {
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only.checks;
  return CHECKS.map((id): Check => {
    const each = all.map(({ path, checks }) => ({ path, check: checks.find((one) => one.id === id)! }));
    const status = WORST.find((one) => each.some(({ check }) => check.status === one))!;
    const told = (what: "evidence" | "problems") =>
      each.flatMap(({ path, check }) => check[what].map((words) => `${path}: ${words}`));
    return { id, status, evidence: told("evidence"), problems: told("problems") };
  });
}
