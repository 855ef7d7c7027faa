import { PREDICATES, Refused, type SignerClaims, type Statement, type VerifiedBundle } from "../../core/attestation";
import { GATE_ID } from "../../core/gate-verdict";
import { PROMOTION_ID } from "../../core/promotion";
import { shorten } from "../../core/text";
import { readProvenance } from "../../verify/provenance";
import { verifierOf } from "../../verify/result";
import { readVerdict } from "../../verify/verdict";
import type { VerifyRequest } from "./request";
import { sourceAgrees } from "./source-agrees";
import { toldDecision } from "./told-decision";

/**
 * What a statement says, in words, after it was held against who signed it: a workflow that may sign can sign anything. A statement of
 * a kind that is not read here could say that a check failed, so it counts only where its type was asked for.
 * Throws `Refused`. `name`: the bundle.
 */
export function saidBy(
  statement: Statement,
  signer: VerifiedBundle["signer"],
  { type, verifier }: Pick<VerifyRequest, "type" | "verifier">,
  name: string,
): readonly string[] {
  const claims = signer.kind === "certificate" ? signer.claims : undefined;
  switch (statement.predicateType) {
    case PREDICATES.provenance:
      return build(statement, claims);
    case PREDICATES.verdict:
      return result(statement, signer, verifier, name);
    case PREDICATES.bom:
    case PREDICATES.reference:
      return [];
    default:
      if (type !== undefined) return [];
      throw new Refused(
        "wrong-predicate",
        `${name}: what a statement of type ${shorten(statement.predicateType, 200)} says is not read here. Where it is enough that it was signed, ask for it: --type`,
      );
  }
}

function build(statement: Statement, claims: SignerClaims | undefined): string[] {
  const { repository, commit, builder, confirmed } = readProvenance(statement, claims);
  const whose = (["repository", "commit", "builder"] as const).every((each) => confirmed.has(each))
    ? []
    : ["only its signer says so: no certificate of a build service confirms it"];
  return [`built from ${repository} at ${commit}`, `by ${builder}`, ...whose];
}

/** The gate's verdict and a promotion's decision have one type; who asks for one of them does not get the other. */
function result(
  statement: Statement,
  signer: VerifiedBundle["signer"],
  wanted: string | undefined,
  name: string,
): readonly string[] {
  const verifier = verifierOf(statement);
  if (wanted !== undefined && verifier !== wanted)
    throw new Refused(
      "wrong-predicate",
      `${name}: is the result of another verifier than was asked for: ${shorten(verifier, 200)}, not ${wanted}`,
    );
  if (verifier === PROMOTION_ID) return toldDecision(statement, signer, wanted === PROMOTION_ID, name);
  if (verifier === GATE_ID) return verdict(statement, signer, name);
  throw new Refused(
    "wrong-predicate",
    `${name}: what the results of another verifier say is not read here: ${shorten(verifier, 200)}`,
  );
}

function verdict(statement: Statement, signer: VerifiedBundle["signer"], name: string): string[] {
  const { result: verdict, time, failOn, dependenciesFailOn, source } = readVerdict(statement);
  if (verdict !== "pass")
    throw new Refused("wrong-predicate", `${name}: the gate did not let it pass: its verdict is ${verdict}`);
  if (failOn === "never")
    throw new Refused("wrong-predicate", `${name}: the gate judged with fail-on: never, so that anything passes`);
  if (source !== undefined) sourceAgrees(`${name}: the verdict is false`, source, signer);
  const alike = dependenciesFailOn === undefined || dependenciesFailOn === failOn;
  return [
    `passed the gate at ${time}`,
    ...(alike ? [] : [`flaws of packages were held to dependencies.fail-on: ${dependenciesFailOn}`]),
  ];
}
