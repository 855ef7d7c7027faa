import type { Delegable, GraceDays, Policy } from "../../core/policy";
import { SEVERITIES, type FailOn } from "../../core/severity";
import type { Merging } from "./merging";

/** Inputs and options, which beat the repository's file. */
export type Overrides = Partial<Pick<Policy, "failOn" | "onIncomplete">>;

/** Values of each scale, the strictest first. */
const FAIL_ON_SCALE: readonly FailOn[] = ["low", "medium", "high", "critical", "never"];
const ON_INCOMPLETE_SCALE = ["fail", "warn"] as const;

/** One of a scale that the repository wants, and where it says so: the path of keys in its file, or an input. */
interface Wish<T> {
  readonly what: Delegable;
  readonly value: T | undefined;
  readonly path: readonly string[];
  readonly isInput?: boolean;
}

/** The stricter of both; the repository's wherever the organisation leaves it to it. */
function onScale<T extends string>(merging: Merging, scale: readonly T[], ours: T, wish: Wish<T>): T {
  const { what, value, path, isInput } = wish;
  if (value === undefined) return ours;
  if (scale.indexOf(value) <= scale.indexOf(ours) || merging.isDelegated(what)) return value;
  const why = `the organisation's policy says ${ours} and does not delegate ${what}`;
  if (isInput === true) merging.drop(`the input or option ${path.join(".")}: ${value}`, why);
  else merging.drop(`${path.join(".")}: ${value}`, why, path);
  return ours;
}

/** What the input says, else what the file says; undefined where neither says anything. */
function wished<T>(merging: Merging, what: Delegable, input: T | undefined, value: T): Wish<T> {
  const path = what.split(".");
  if (input !== undefined) return { what, value: input, path, isInput: true };
  return { what, value: merging.says(...path) ? value : undefined, path };
}

/** `fail-on` and `on-incomplete`. */
export function mergeThresholds(
  merging: Merging,
  ours: Policy,
  theirs: Policy,
  overrides: Overrides,
): Pick<Policy, "failOn" | "onIncomplete"> & { readonly wanted: FailOn | undefined } {
  const failOn = wished(merging, "fail-on", overrides.failOn, theirs.failOn);
  const onIncomplete = wished(merging, "on-incomplete", overrides.onIncomplete, theirs.onIncomplete);
  return {
    failOn: onScale(merging, FAIL_ON_SCALE, ours.failOn, failOn),
    onIncomplete: onScale(merging, ON_INCOMPLETE_SCALE, ours.onIncomplete, onIncomplete),
    wanted: failOn.value,
  };
}

/** `promotion.fail-on`. */
export function mergePromotionFailOn(merging: Merging, ours: FailOn, theirs: FailOn): FailOn {
  const path = ["promotion", "fail-on"];
  const value = merging.says(...path) ? theirs : undefined;
  return onScale(merging, FAIL_ON_SCALE, ours, { what: "promotion", value, path });
}

/**
 * What flaws of packages count as: everything of the section but what it ignores. `failOn` is the merged one of everything
 * else, `wanted` what the repository said of it.
 */
export function mergeFlaws(
  merging: Merging,
  ours: Policy,
  theirs: Policy,
  { failOn, wanted }: { readonly failOn: FailOn; readonly wanted: FailOn | undefined },
): Omit<Policy["dependencies"], "ignore"> {
  const severity = wished(merging, "dependencies.unknown-severity", undefined, theirs.dependencies.unknownSeverity);
  const { failOn: own } = ours.dependencies;
  // Without a key of its own it is as for everything else, which the repository may have been let to loosen.
  const limit = own ?? looser(ours.failOn, failOn);
  const said = theirs.dependencies.failOn ?? (wanted === undefined ? undefined : stricter(wanted, limit));
  const path = ["dependencies", "fail-on"];
  const merged = onScale(merging, FAIL_ON_SCALE, limit, { what: "dependencies.fail-on", value: said, path });
  const isSaid = own !== undefined || theirs.dependencies.failOn !== undefined;
  return {
    unknownSeverity: onScale(merging, SEVERITIES, ours.dependencies.unknownSeverity, severity),
    grace: mergeGrace(merging, ours.dependencies.grace, theirs.dependencies.grace),
    ...(isSaid ? { failOn: merged } : {}),
  };
}

/** The smaller number of days; a severity that the repository does not name is as the organisation has it. */
function mergeGrace(merging: Merging, ours: GraceDays, theirs: GraceDays): GraceDays {
  const merged: { -readonly [K in keyof GraceDays]: GraceDays[K] } = { ...ours };
  for (const [severity, days] of Object.entries(theirs) as [keyof GraceDays, number][]) {
    const most = ours[severity] ?? 0;
    if (days <= most || merging.isDelegated("dependencies.grace")) merged[severity] = days;
    else
      merging.drop(
        `dependencies.grace.${severity}: ${days}`,
        `the organisation's policy gives ${most} days and does not delegate dependencies.grace`,
        ["dependencies", "grace", severity],
      );
  }
  return merged;
}

function stricter(a: FailOn, b: FailOn): FailOn {
  return FAIL_ON_SCALE.indexOf(a) <= FAIL_ON_SCALE.indexOf(b) ? a : b;
}

function looser(a: FailOn, b: FailOn): FailOn {
  return stricter(a, b) === a ? b : a;
}
