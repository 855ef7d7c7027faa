import { judgePlace, type JudgedBundle, type JudgeOptions, type SignedPlace } from "./judge-place";
import type { PlaceContents } from "./place-content";
import { policyTrust } from "./policy-trust";
import type { SignatureFiles } from "./signature-files";
import { SignatureReader } from "./signature-reader";
import type { SignatureRun } from "./signature-run";

export type PlaceJudge = (place: SignedPlace) => Promise<readonly JudgedBundle[]>;

/** Verifies signatures by the policy of a run. Whom to believe is asked once, and only where there is one to verify. */
export function placeJudge(run: SignatureRun, signatures: SignatureFiles, contents: PlaceContents): PlaceJudge {
  const { policy, env, offline, workspace, selection, baseDecides } = run;
  const { trustedRoot, log } = policy.signatures;
  const trust = policyTrust({
    workspace,
    offline,
    env,
    from: baseDecides ? { base: selection.base } : "checkout",
    ...(trustedRoot === undefined ? {} : { path: trustedRoot }),
  });
  const options: JudgeOptions = {
    reader: new SignatureReader(signatures),
    contents,
    revoked: policy.revoked,
    input: {
      path: workspace.root,
      request: { bundles: [], signers: [], offline, ...(log === undefined ? {} : { log }) },
      signers: policy.signers,
      env,
      http() {
        throw new Error("what lies in a checkout is fetched from nowhere");
      },
      now: new Date(),
      trust,
    },
  };
  return (place) => judgePlace(place, options);
}
