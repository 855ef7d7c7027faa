import type { X509Certificate } from "@sigstore/core";
import { Refused } from "../core/attestation";
import { extensionValues } from "./signer-claims";

const EXTENDED_KEY_USAGE = "2.5.29.37";
const CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

/**
 * A certificate that may sign: for code where it says what for, with a key for signatures, and no authority itself. The library looks
 * at none of this, so that a web server's certificate of the same authority would do (CWE-295).
 * `fulcio`: its certificates always say that they are for code. Throws `Refused("untrusted-certificate")`.
 */
export function leafUsage(certificate: X509Certificate, fulcio: boolean, name: string): void {
  const refuse = (what: string): never => {
    throw new Refused("untrusted-certificate", `${name}: the signer's certificate ${what}`);
  };
  // RFC 5280, 4.1.1.2: the algorithm stands inside and outside of what is signed, and only the outer one is used.
  const [inside, outside] = [certificate.tbsCertificate.subs[2], certificate.root.subs[1]];
  if (inside === undefined || outside?.toDER().equals(inside.toDER()) !== true)
    refuse("names two algorithms for its one signature");
  const usages = extensionValues(certificate, name).get(EXTENDED_KEY_USAGE)?.subs[0]?.subs;
  const forCode = usages?.some((each) => each.tag.isOID() && each.toOID() === CODE_SIGNING);
  const forSignatures = certificate.extKeyUsage?.digitalSignature;
  if (certificate.extBasicConstraints?.isCA === true) refuse("is an authority's, which signs certificates only");
  if (forCode === false || (fulcio && forCode !== true)) refuse("is not for signing code");
  if (forSignatures === false) refuse("is of a key that may not sign");
  if (forCode !== true && forSignatures !== true) refuse("does not say that it is for signing");
}
