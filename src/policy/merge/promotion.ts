import type { ApprovedSigner } from "../../core/approved-signer";
import type { Policy, PromotionPolicy, RequiredApproval } from "../../core/policy";
import type { Merging } from "./merging";
import { chooseSigners, keyOf } from "./signers";
import { mergePromotionFailOn } from "./thresholds";

/** The section `promotion`: evidence and roles of both, the stricter threshold, the organisation's builders and deciders. */
export function mergePromotion(merging: Merging, ours: Policy, theirs: Policy): PromotionPolicy {
  const builders = mergeWho(merging, "builders", ours, theirs);
  const deciders = mergeWho(merging, "deciders", ours, theirs);
  const approvals = mergeApprovals(merging, ours.promotion.approvals, theirs.promotion.approvals);
  return {
    require: [...new Set([...ours.promotion.require, ...theirs.promotion.require])],
    failOn: mergePromotionFailOn(merging, ours.promotion.failOn, theirs.promotion.failOn),
    ...(builders === undefined ? {} : { builders }),
    ...(deciders === undefined ? {} : { deciders }),
    ...(approvals === undefined ? {} : { approvals }),
  };
}

/** Without a list of its own, the organisation's `signers` are meant; a list of the repository's must not step into their place. */
function mergeWho(
  merging: Merging,
  what: "builders" | "deciders",
  ours: Policy,
  theirs: Policy,
): readonly ApprovedSigner[] | undefined {
  const own = ours.promotion[what];
  const wished = theirs.promotion[what];
  if (wished === undefined) return own;
  const meant = own ?? (ours.signers.length > 0 ? ours.signers : undefined);
  // None is the strictest of all.
  if (meant === undefined || wished.length === 0) return wished;
  const delegated = merging.isDelegated("promotion");
  return chooseSigners(merging, meant, wished, { path: ["promotion", what], delegated, by: "promotion" });
}

const PATH = ["promotion", "approvals"];

/**
 * Roles of both. Where the organisation says nothing of approvals, the repository does; that nobody has to approve is only its to say
 * where `promotion` is delegated.
 */
function mergeApprovals(
  merging: Merging,
  ours: PromotionPolicy["approvals"],
  theirs: PromotionPolicy["approvals"],
): PromotionPolicy["approvals"] {
  if (theirs === undefined) return ours;
  if (ours === undefined) {
    if (theirs.length > 0 || merging.isDelegated("promotion")) return theirs;
    merging.drop("promotion.approvals: []", "the organisation's policy does not delegate promotion", PATH);
    return undefined;
  }
  const more = theirs.filter(({ role }) => !ours.some((each) => each.role === role));
  return [...ours.map((role) => mergeRole(merging, role, theirs)), ...more];
}

/** A repository may want more people for a role, or choose among those that the organisation names. */
function mergeRole(merging: Merging, ours: RequiredApproval, all: readonly RequiredApproval[]): RequiredApproval {
  const at = all.findIndex(({ role }) => role === ours.role);
  const theirs = all[at];
  if (theirs === undefined) return ours;
  const count = Math.max(ours.count, theirs.count);
  if (isWithin(theirs, ours)) return { ...theirs, count };
  const words = `who gives the role ${ours.role}`;
  merging.drop(words, "the organisation's policy names those people, and this names others", [...PATH, at]);
  return { ...ours, count };
}

function isWithin(theirs: RequiredApproval, ours: RequiredApproval): boolean {
  const within = (a: readonly unknown[], b: readonly unknown[]) => {
    const known = new Set(b.map((each) => keyOf(each).toLowerCase()));
    return a.every((each) => known.has(keyOf(each).toLowerCase()));
  };
  const exactly = (a: readonly unknown[], b: readonly unknown[]) => {
    const known = new Set(b.map(keyOf));
    return a.every((each) => known.has(keyOf(each)));
  };
  return (
    within(theirs.people, ours.people) &&
    within(theirs.teams, ours.teams) &&
    exactly(theirs.environments, ours.environments) &&
    exactly(theirs.signers, ours.signers)
  );
}
