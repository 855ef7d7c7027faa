import { Refused, type VerifiedBundle } from "../../core/attestation";
import { shorten } from "../../core/text";

/**
 * Holds the repository and commit that a result names against the certificate of who signed it; what the certificate does not say
 * cannot contradict. Throws `Refused("false-claim")`. `what`: the beginning of the message.
 */
export function sourceAgrees(
  what: string,
  source: { readonly repository: string; readonly commit: string },
  signer: VerifiedBundle["signer"],
): void {
  if (signer.kind !== "certificate") return;
  agree(what, "of", source.repository, signer.claims.sourceRepositoryUri);
  agree(what, "at", source.commit, signer.claims.sourceRepositoryDigest);
}

function agree(what: string, word: string, said: string, certified: string | undefined): void {
  if (certified !== undefined && said !== certified)
    throw new Refused(
      "false-claim",
      `${what}: it says that it is ${word} ${shorten(said, 200)}, but its signer's certificate says ${shorten(certified, 200)}`,
    );
}
