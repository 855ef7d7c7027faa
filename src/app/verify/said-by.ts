import { PREDICATES, Refused, type SignerClaims, type Statement, type VerifiedBundle } from "../../core/attestation";
import { shorten } from "../../core/text";
import { readProvenance } from "../../verify/provenance";
import { readVerdict } from "../../verify/verdict";

/**
 * What a statement says, in words, after it was held against who signed it: a workflow that may sign can sign anything. A statement of
 * a kind that is not read here could say that a check failed, so it counts only where its type was asked for (`asked`).
 * Throws `Refused`. `name`: the bundle.
 */
export function saidBy(
  statement: Statement,
  signer: VerifiedBundle["signer"],
  asked: boolean,
  name: string,
): readonly string[] {
  const claims = signer.kind === "certificate" ? signer.claims : undefined;
  switch (statement.predicateType) {
    case PREDICATES.provenance:
      return build(statement, claims);
    case PREDICATES.verdict:
      return verdict(statement, claims, name);
    case PREDICATES.bom:
    case PREDICATES.reference:
      return [];
    default:
      if (asked) return [];
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

function verdict(statement: Statement, claims: SignerClaims | undefined, name: string): string[] {
  const { result, time, failOn, source } = readVerdict(statement);
  if (result !== "pass")
    throw new Refused("wrong-predicate", `${name}: the gate did not let it pass: its verdict is ${result}`);
  if (failOn === "never")
    throw new Refused("wrong-predicate", `${name}: the gate judged with fail-on: never, so that anything passes`);
  if (source !== undefined) {
    agree(name, "of", source.repository, claims?.sourceRepositoryUri);
    agree(name, "at", source.commit, claims?.sourceRepositoryDigest);
  }
  return [`passed the gate at ${time}`];
}

/** What the certificate does not say cannot contradict. */
function agree(name: string, word: string, said: string, certified: string | undefined): void {
  if (certified !== undefined && said !== certified)
    throw new Refused(
      "false-claim",
      `${name}: the verdict is false: it says that it is ${word} ${shorten(said, 200)}, but its signer's certificate says ${shorten(certified, 200)}`,
    );
}
