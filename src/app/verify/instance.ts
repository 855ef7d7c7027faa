import { X509Certificate } from "node:crypto";
import type { CheckedBundle } from "../../verify/read-bundle";
import type { TufRepository } from "../../verify/tuf";

/** Whose trusted root a bundle is to be held against: GitHub's own Fulcio names GitHub as the issuer. Nothing is believed by it. */
export function instanceOf({ verificationMaterial: { content } }: CheckedBundle["bundle"]): TufRepository {
  const der =
    content.$case === "certificate"
      ? content.certificate.rawBytes
      : content.$case === "x509CertificateChain"
        ? content.x509CertificateChain.certificates[0]?.rawBytes
        : undefined;
  if (der === undefined) return { kind: "public" };
  try {
    return /(?:^|\n)O=GitHub, Inc\.?(?:\n|$)/.test(new X509Certificate(der).issuer)
      ? { kind: "github" }
      : { kind: "public" };
  } catch {
    return { kind: "public" };
  }
}
