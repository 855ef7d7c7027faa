import type { Policy } from "../core/policy";
import type { RepositoryEvent } from "../core/subject";
import { mergeEntries } from "./merge/entries";
import { Merging } from "./merge/merging";
import { mergePromotion } from "./merge/promotion";
import { mergeSigners } from "./merge/signers";
import { mergeFlaws, mergeThresholds, type Overrides } from "./merge/thresholds";
import type { LineOf } from "./places";

/** A repository's own policy, under an organisation's. */
export interface RepositoryPolicy {
  readonly policy: Policy;
  /** What its file says, and where; what it does not say is not its wish. */
  readonly lineOf: LineOf;
  /** Inputs and options: the repository's, too. */
  readonly overrides: Overrides;
}

export interface MergedPolicy {
  readonly policy: Policy;
  /** What of the repository's does not count, as facts for MA-POL-009. */
  readonly dropped: readonly RepositoryEvent[];
}

/**
 * The policy in force where an organisation's stands above the repository's. The repository tightens whatever it likes, and loosens only
 * what `ours.delegates` lists: whatever it says, nothing else passes than would under the organisation's alone. What the organisation
 * does not say has its default. `today` is `YYYY-MM-DD`, UTC.
 *
 * `rego` is the repository's folder; the organisation's is another place and is evaluated beside it.
 */
export function mergePolicies(
  ours: Policy,
  { policy: theirs, lineOf, overrides }: RepositoryPolicy,
  today: string,
): MergedPolicy {
  const merging = new Merging(ours.delegates, today, lineOf);
  const { wanted, failOn, onIncomplete } = mergeThresholds(merging, ours, theirs, overrides);
  const { ignore, allow, flaws, waivers } = mergeEntries(merging, ours, theirs);
  const policy: Policy = {
    failOn,
    onIncomplete,
    ignore,
    pickle: { allow },
    formats: {
      deny: union(ours.formats.deny, theirs.formats.deny),
      allow: [...ours.formats.allow, ...theirs.formats.allow],
    },
    dependencies: { ignore: flaws, ...mergeFlaws(merging, ours, theirs, { failOn, wanted }) },
    sources: { allow: [...ours.sources.allow, ...theirs.sources.allow] },
    licenses: {
      allow: [...ours.licenses.allow, ...theirs.licenses.allow],
      deny: union(ours.licenses.deny, theirs.licenses.deny),
    },
    ...mergeSigners(merging, ours, theirs),
    promotion: mergePromotion(merging, ours, theirs),
    revoked: [...ours.revoked, ...theirs.revoked],
    delegates: ours.delegates,
    bom: { require: union(ours.bom.require, theirs.bom.require) },
    waivers,
    ...(theirs.rego === undefined ? {} : { rego: theirs.rego }),
  };
  return { policy, dropped: merging.dropped() };
}

function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set([...a, ...b])];
}
