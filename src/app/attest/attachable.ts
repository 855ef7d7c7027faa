import { PREDICATES, Refused, type Statement } from "../../core/attestation";
import { OCI_TYPES, showImage } from "../../core/oci";
import { readBundle, readBundles, type CheckedBundle } from "../../verify/read-bundle";
import type { ResolvedImage } from "../../verify/oci/resolve-image";
import { hasSubject, readStatement } from "../../verify/subjects";

/** A bundle that can be put beside an image. Nothing in it is verified: who reads it there does that. */
export interface Attachable {
  /** For messages: the file, and its place in it where it holds several. */
  readonly name: string;
  /** The bundle as JSON, as it was read. */
  readonly json: string;
  readonly statement: Statement;
}

/** What cosign 3 signs of an image: nothing else than that it is this image. */
const COSIGN_SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

/**
 * The bundles of a text: one, or JSON lines. Each has to hold a statement, in version 0.3, which is what clients look for beside
 * images. `name`: the file. Throws `Refused`.
 */
export function attachablesOf(text: string, name: string): readonly Attachable[] {
  const all = readBundles(text, name);
  const [first] = all;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (all.length === 1 && first !== undefined) return [attachable(text.trim(), first)];
  if (all.length !== lines.length)
    throw new Refused(
      "malformed",
      `${name}: holds ${all.length} bundles. Give one for each file, or one for each line`,
    );
  return lines.map((line, index) => attachable(line.trim(), readBundle(line, `${name} (bundle ${index + 1})`)));
}

function attachable(json: string, { bundle, name }: CheckedBundle): Attachable {
  const { mediaType } = JSON.parse(json) as { mediaType?: unknown };
  if (mediaType !== OCI_TYPES.bundle)
    throw new Refused(
      "malformed",
      `${name}: is no bundle of version 0.3 by itself (${OCI_TYPES.bundle}), and clients look for no other beside an image`,
    );
  if (bundle.content.$case !== "dsseEnvelope")
    throw new Refused(
      "wrong-predicate",
      `${name}: is a signature without a statement, which nobody looks for beside an image. Attach statements: bill of materials, verdict, provenance, a model's manifest`,
    );
  const { payload, payloadType } = bundle.content.dsseEnvelope;
  return { name, json, statement: readStatement(payload, payloadType) };
}

/** Whether the statement is about the image, by its digest. Throws `Refused` for the signature of another image. */
export function isAboutImage({ name, statement }: Attachable, { reference, digest }: ResolvedImage): boolean {
  if (hasSubject(statement, digest.replace(/^sha256:/, ""))) return true;
  if (statement.predicateType === COSIGN_SIGNATURE)
    throw new Refused(
      "wrong-subject",
      `${name}: is the signature of another image than ${showImage({ ...reference, digest })}`,
    );
  return false;
}

const KINDS: ReadonlyMap<string, string> = new Map([
  [PREDICATES.bom, "bill of materials"],
  [PREDICATES.verdict, "verdict"],
  [PREDICATES.provenance, "provenance"],
  [PREDICATES.modelSignature, "manifest of a model"],
]);

/** The kind of a statement, in words. */
export function kindOf({ predicateType }: Statement): string {
  return KINDS.get(predicateType) ?? predicateType;
}
