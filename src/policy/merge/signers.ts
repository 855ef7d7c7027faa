import type { ApprovedSigner } from "../../core/approved-signer";
import type { Policy } from "../../core/policy";
import type { Merging } from "./merging";

/** `signers`, and what signatures are held against. */
export function mergeSigners(merging: Merging, ours: Policy, theirs: Policy): Pick<Policy, "signers" | "signatures"> {
  const delegated = merging.isDelegated("signers");
  const signers =
    ours.signers.length === 0
      ? theirs.signers
      : theirs.signers.length === 0
        ? ours.signers
        : chooseSigners(merging, ours.signers, theirs.signers, { path: ["signers"], delegated, by: "signers" });
  return { signers, signatures: mergeSignatures(merging, ours, theirs) };
}

/**
 * A repository chooses among the organisation's signers, or adds to them where that is delegated. What is not among them is told; where
 * nothing is left, the organisation's hold.
 */
export function chooseSigners(
  merging: Merging,
  ours: readonly ApprovedSigner[],
  theirs: readonly ApprovedSigner[],
  { path, delegated, by }: { readonly path: readonly string[]; readonly delegated: boolean; readonly by: string },
): readonly ApprovedSigner[] {
  const known = new Set(ours.map(keyOf));
  if (delegated) return [...ours, ...theirs.filter((signer) => !known.has(keyOf(signer)))];
  const chosen = theirs.filter((signer) => known.has(keyOf(signer)));
  theirs.forEach((signer, at) => {
    if (!known.has(keyOf(signer)))
      merging.drop(
        `entry ${at + 1} of ${path.join(".")}`,
        `the organisation's policy names who may sign and does not delegate ${by}`,
        [...path, at],
      );
  });
  return chosen.length > 0 ? chosen : ours;
}

/**
 * Whoever chooses the root chooses who is believed to be whom. So where the organisation names signers, its root and its wish for a log
 * hold; a repository may want the log on top.
 */
function mergeSignatures(merging: Merging, ours: Policy, theirs: Policy): Policy["signatures"] {
  const own = namesSigners(ours) && !merging.isDelegated("signers");
  const why = "the organisation's policy names who may sign and does not delegate signers";
  const { trustedRoot: root, log } = theirs.signatures;
  if (own && root !== undefined) merging.drop("signatures.trusted-root", why, ["signatures", "trusted-root"]);
  const mayRelax = !own && ours.signatures.log === undefined;
  if (log === "optional" && !mayRelax && ours.signatures.log !== "optional")
    merging.drop("signatures.log: optional", own ? why : "the organisation's policy wants a log", [
      "signatures",
      "log",
    ]);
  const merged =
    log === "required" || ours.signatures.log === "required" ? "required" : mayRelax ? log : ours.signatures.log;
  return {
    require: ours.signatures.require || theirs.signatures.require,
    ...(own || root === undefined ? {} : { trustedRoot: root }),
    ...(merged === undefined ? {} : { log: merged }),
  };
}

function namesSigners({ signers, promotion: { builders, deciders, approvals } }: Policy): boolean {
  const approving = approvals?.some((role) => role.signers.length > 0) === true;
  return signers.length > 0 || builders !== undefined || deciders !== undefined || approving;
}

/** The reader gives a signer's members in one order, so the same signer is the same text. */
export function keyOf(signer: unknown): string {
  return JSON.stringify(signer);
}
