import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/** Characters of a refusal's own words: it may name 20 files of each kind. */
const MAX_DETAIL = 1000;

/**
 * Why: a signature that does not hold says that the model, or the signature, is not what somebody signed: files were changed after it,
 * or it was copied from another model to look signed.
 */
export const signatureRefused = defineRule({
  id: "MA-SIG-002",
  name: "signature-refused",
  on: "signature",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A signature lies beside a model and does not hold",
  remedy:
    "Take model and signature together from the vendor again. Where the vendor changed the model, the old signature does not fit it any more.",
  *check({ signature }) {
    if (signature.kind !== "refused") return;
    const { bundle, detail, unapproved, wanted, sha256 } = signature;
    yield {
      message: shorten(detail, MAX_DETAIL),
      // By somebody else than the policy names it does no harm, unless the model needs one.
      ...(unapproved && !wanted ? { severity: "info" as const } : {}),
      key: [bundle, detail],
      sha256,
    };
  },
});
