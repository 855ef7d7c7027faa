import type { Node } from "yaml";
import type { Revocation } from "../../core/policy";
import type { PolicyDocument } from "../document";
import { readSignerWith, type ReadSigner } from "../signers";

/** The list `revoked`: files and signers that do not count any more. */
export function readRevoked(
  document: PolicyDocument,
  node: Node | undefined,
  readSigner: ReadSigner,
): readonly Revocation[] {
  return document.list(node, "revoked").map((item) => readOne(document, item, readSigner));
}

function readOne(document: PolicyDocument, item: Node, readSigner: ReadSigner): Revocation {
  const entry = document.map(item, "a revocation", ["sha256", "signer", "since", "reason"]);
  const reason = document.text(entry.get("reason"), "reason", item);
  const signer = entry.get("signer");
  if ((signer === undefined) === !entry.has("sha256"))
    document.add(item, "a revocation names either a sha256 or a signer");
  if (signer === undefined) {
    const sha256 = document.optionalText(entry.get("sha256"), "sha256") ?? "";
    if (sha256 !== "" && !/^[0-9a-f]{64}$/.test(sha256))
      document.add(entry.get("sha256"), "sha256 must be 64 lower-case hex digits");
    if (entry.has("since")) document.add(entry.get("since"), "since goes with a signer: a file is revoked for good");
    return { kind: "digest", sha256, reason };
  }
  const since = readTime(document, entry.get("since"));
  return {
    kind: "signer",
    signer: readSignerWith(document, signer, [], readSigner).signer,
    reason,
    ...(since === undefined ? {} : { since }),
  };
}

/** A day, which begins at midnight UTC, or a time in UTC. */
function readTime(document: PolicyDocument, node: Node | undefined): string | undefined {
  const text = document.optionalText(node, "since");
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const date = new Date(time);
  const valid = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(time) && !Number.isNaN(date.getTime());
  if (!valid || !date.toISOString().startsWith(time.slice(0, 19)))
    document.add(node, "since must be a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z");
  return time;
}
