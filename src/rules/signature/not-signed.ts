import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/** Characters of what is lacking: a few file names. */
const MAX_DETAIL = 600;

/**
 * Why: whoever may change a repository could put another model into it. Where the policy names vendors, a model that none of them
 * vouches for does not come in.
 */
export const notSigned = defineRule({
  id: "MA-SIG-001",
  name: "not-signed",
  on: "signature",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model has no signature by a signer that the policy approves",
  remedy:
    "Take the model with its signature from the vendor (model.sig in its directory, FILE.sigstore.json beside a file), or have the vendor's signer added to the policy's signers.",
  *check({ signature }) {
    if (signature.kind !== "not-signed") return;
    const { model, detail, sha256 } = signature;
    yield {
      message: `${model} is not signed by anybody whom the policy approves: ${shorten(detail, MAX_DETAIL)}`,
      key: [model],
      sha256,
    };
  },
});
