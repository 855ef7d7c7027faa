import type { BomResult } from "../../gate";
import { judge } from "../../judge";
import { RULES } from "../../rules";
import { checkSignatures } from "./check-signatures";
import type { SignedPlace } from "./judge-place";
import { PlaceContents } from "./place-content";
import type { PlaceJudge } from "./place-judge";
import { SignatureFiles } from "./signature-files";
import type { SignatureRun } from "./signature-run";
import { touches } from "./touched-models";

/** Adds what the signatures of the models are to what the bill of materials brought. */
export async function runSignatures(bill: BomResult, run: SignatureRun): Promise<BomResult> {
  const { workspace, selection, policy, collected } = run;
  const signatures = new SignatureFiles(workspace.root);
  const contents = new PlaceContents(workspace.root, collected);
  const judgeOf = (): Promise<PlaceJudge> =>
    import("./place-judge").then(({ placeJudge }) => placeJudge(run, signatures, contents));
  let loaded: Promise<PlaceJudge> | undefined;
  const { facts, missing, signed } = await checkSignatures({
    models: collected.inventory.models.filter(touches(selection, signatures)),
    signatures,
    contents,
    policy,
    judge: async (place: SignedPlace) => (await (loaded ??= judgeOf()))(place),
  });
  const findings = facts.flatMap(({ fact, path }) => [
    ...judge({ kind: "signature", at: { path, inside: [] }, signature: fact }, RULES, run.context),
  ]);
  return {
    ...bill,
    findings: [...bill.findings, ...findings],
    missing: [...(bill.missing ?? []), ...missing],
    ...(signed === undefined ? {} : { signed }),
  };
}
