import type { Kernel } from "../../core/reference-facts";
import { defineRule, type Report } from "../../core/rule";
import type { Severity } from "../../core/severity";
import { shorten } from "../../core/text";

/**
 * Why: a kernel is native code and Python that is downloaded when the model is loaded. transformers 4.56 to 5.2 took
 * `_attn_implementation_internal` from a model's file and ran what it names, whatever trust_remote_code says (CVE-2026-4372).
 */
export const kernelFromHub = defineRule({
  id: "MA-HUB-006",
  name: "kernel-from-hub",
  on: "reference",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model's configuration has native code downloaded from the hub",
  remedy:
    "Remove the field, and choose attn_implementation in the call that loads the model; name a kernel by its commit, org/name@<commit>.",
  *check({ reference: { field, target } }): Iterable<Report> {
    if (target.kind !== "kernel") return;
    const { repository, revision, internal } = target;
    const pin = revision === undefined ? ", without a pinned commit" : ` at ${shorten(revision, 60)}`;
    const bypass = internal ? "; some versions of transformers run it without being asked" : "";
    yield {
      message: `${field} has the kernel ${shorten(repository, 200)} downloaded and loaded${pin}${bypass}`,
      severity: severityOf(target),
      key: ["kernel", repository, revision ?? "", internal ? "internal" : ""],
    };
  },
});

/** Publishers whose kernels transformers loads without being told to trust them. */
const PUBLISHERS = new Set(["kernels-community"]);

function severityOf({ repository, revision, internal }: Kernel): Severity {
  const known = PUBLISHERS.has(repository.split("/")[0]!);
  if (internal) return known ? "high" : "critical";
  const pinned = revision !== undefined && /^[0-9a-f]{40}$/.test(revision);
  if (known) return pinned ? "low" : "medium";
  return pinned ? "medium" : "high";
}
