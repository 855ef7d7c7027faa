import { createHash } from "node:crypto";
import { PREDICATES, Refused, type Statement } from "../core/attestation";
import { canonicalJson } from "../core/canonical-json";
import { shorten } from "../core/text";
import { field, listOf, sha256Of, textOf } from "./shape";
import { strictJson } from "./strict-json";

/** Documents of one statement; ours names one. CWE-770. */
const MAX_REFERENCES = 64;
/** Bytes of a document that is compared. CWE-770. */
const MAX_BOM_BYTES = 64 * 1024 * 1024;

/** The bill of materials that a statement is about: the document, or what its file's SHA-256 is. */
export type SignedBom =
  | { readonly kind: "document"; readonly bom: unknown }
  | { readonly kind: "reference"; readonly sha256: string; readonly location: string };

/** Throws `Refused`: `wrong-predicate` where the statement is of another kind, or names no bill of materials of CycloneDX. */
export function readBom({ predicateType, predicate }: Statement): SignedBom {
  if (predicateType === PREDICATES.bom) {
    if (field(predicate, "bomFormat") === "CycloneDX") return { kind: "document", bom: predicate };
    throw new Refused("wrong-predicate", "The statement's bill of materials is no CycloneDX document.");
  }
  if (predicateType !== PREDICATES.reference)
    throw new Refused(
      "wrong-predicate",
      `The statement is ${shorten(predicateType, 200)}, not ${PREDICATES.bom}. Is it the bundle of something else?`,
    );
  const [reference, ...others] = listOf(field(predicate, "references"), "The statement's references", MAX_REFERENCES);
  if (others.length > 0 || field(reference, "mediaType") !== "application/vnd.cyclonedx+json")
    throw new Refused("wrong-predicate", "The statement does not refer to one bill of materials of CycloneDX.");
  return {
    kind: "reference",
    sha256: sha256Of(field(reference, "digest", "sha256"), "The digest of the bill of materials"),
    location: textOf(field(reference, "downloadLocation"), "The place of the bill of materials"),
  };
}

/**
 * Whether a document is the one that was signed: byte for byte where the statement has its digest, equal as JSON where it
 * has the document. Throws `Refused`: `file-changed`, or `malformed` for what is no JSON. `name`: the document's file, as it is shown.
 */
export function requireBom(signed: SignedBom, name: string, document: Uint8Array): void {
  if (document.length > MAX_BOM_BYTES)
    throw new Refused(
      "malformed",
      `${shorten(name, 200)} has more than ${MAX_BOM_BYTES} bytes, which is not compared.`,
    );
  const same =
    signed.kind === "reference"
      ? createHash("sha256").update(document).digest("hex") === signed.sha256
      : formOf(strictJson(document, shorten(name, 200))) === formOf(signed.bom);
  if (!same)
    throw new Refused(
      "file-changed",
      `${shorten(name, 200)} is not the bill of materials that was signed. Was it made again?`,
    );
}

function formOf(bom: unknown): string {
  try {
    return canonicalJson(bom);
  } catch {
    throw new Refused("malformed", "The bill of materials has too many values inside each other.");
  }
}
