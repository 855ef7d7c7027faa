import { createPublicKey } from "node:crypto";
import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";

/** A bundle's certificate's identity, by the library that others use; throws where it does not hold. `threshold`: log entries. */
export function checkWithSigstore(json: string, trustedRoot: unknown, threshold: number): string | undefined {
  const material = toTrustMaterial(TrustedRoot.fromJSON(trustedRoot));
  const verifier = new Verifier(material, { tlogThreshold: threshold, ctlogThreshold: 1, timestampThreshold: 1 });
  return verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(json)))).identity?.subjectAlternativeName;
}

/** The same with a public key in PEM instead of a certificate. */
export function checkWithKey(json: string, trustedRoot: unknown, spki: Buffer, threshold: number): void {
  const material = toTrustMaterial(TrustedRoot.fromJSON(trustedRoot), () => ({
    publicKey: createPublicKey({ key: spki, format: "der", type: "spki" }),
    validFor: () => true,
  }));
  const verifier = new Verifier(material, { tlogThreshold: threshold, ctlogThreshold: 0, timestampThreshold: 0 });
  verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(json))));
}
