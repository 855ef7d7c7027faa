import type { Revocation } from "../core/policy";
import { InvalidPolicy, PolicyDocument } from "./document";
import { readRevoked } from "./sections/revoked";
import type { ReadSigner } from "./signers";

/**
 * A list of revocations in a file of its own, as `revoked` of a policy has it: a list, or a map with `revoked` (and `version: 1`). YAML, or
 * JSON, which is YAML. Throws `InvalidPolicy` with every problem: half a list of revocations lets something pass. `source`: the file's name.
 */
export async function parseRevocations(
  text: string,
  source: string,
  readSigner: ReadSigner,
): Promise<readonly Revocation[]> {
  const document = await PolicyDocument.parse(text, source);
  const { root } = document;
  const isList = root !== null && document.isList(root);
  const list = isList ? root : document.map(root, "the list of revocations", ["version", "revoked"]).get("revoked");
  if (list === undefined) document.add(root, "a list of revocations begins with `revoked:`, or is a list");
  const revoked = readRevoked(document, list, readSigner);
  if (document.problems.length > 0) throw new InvalidPolicy(source, document.problems);
  return revoked;
}
