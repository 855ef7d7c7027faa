import { createPublicKey, type KeyObject, X509Certificate as NodeCertificate } from "node:crypto";
import type { Bundle } from "@sigstore/bundle";
import { X509Certificate } from "@sigstore/core";
import type { KeyFinderFunc, SignedEntity } from "@sigstore/verify";
import { Refused, type VerifiedBundle } from "../core/attestation";
import { leafUsage } from "./leaf-usage";
import type { SignerBytes } from "./log-entry";
import { chainToRoot, hasValidity, validAt } from "./own-chain";
import { ownClaims, signerClaims } from "./signer-claims";
import { fingerprintOf, type Trust } from "./trusted-root";

/** Who a bundle says signed it, found among those who are trusted. Fulcio's chain is checked later, at the times of signing. */
export interface BundleSigner {
  readonly key: KeyObject;
  readonly bytes: SignerBytes;
  readonly told: VerifiedBundle["signer"];
  /** For `@sigstore/verify`: Fulcio's certificate; or a key, also the one of a certificate whose chain is checked here. */
  readonly entityKey: SignedEntity["key"];
  readonly findKey: KeyFinderFunc;
  readonly certificate?: X509Certificate;
  /** Whether certificate and chain were valid then; a key always is. */
  readonly validAt: (time: Date) => boolean;
}

/** Throws `Refused`: `wrong-key` where the bundle has another kind of signer than the trust, `untrusted-certificate`, `malformed`. */
export function signerOf(bundle: Bundle, trust: Trust, name: string): BundleSigner {
  const { content } = bundle.verificationMaterial;
  if (content.$case === "publicKey") return keySigner(content.publicKey.hint, trust, name);
  const raw = content.$case === "certificate" ? [content.certificate] : content.x509CertificateChain.certificates;
  const [leaf, ...brought] = raw.map(({ rawBytes }, index) => parsed(rawBytes, index, name));
  const [first] = raw;
  if (leaf === undefined || first === undefined) throw new Refused("malformed", `${name}: holds no certificate`);
  if (trust.kind === "key")
    throw new Refused("wrong-key", `${name}: is signed with a certificate, where the signature of a key is expected`);
  const key = keyOf(leaf, name);
  guarded(name, () => {
    if (!hasValidity(leaf))
      throw new Refused("malformed", `${name}: the signer's certificate does not say how long it holds`);
    leafUsage(leaf, trust.kind === "sigstore", name);
  });
  const shared = { key, bytes: { certificate: first.rawBytes }, certificate: leaf };
  if (trust.kind === "sigstore")
    return {
      ...shared,
      told: { kind: "certificate", claims: guarded(name, () => signerClaims(leaf, name)) },
      entityKey: { $case: "certificate", certificate: leaf },
      findKey: noKey,
      validAt: (time) => leaf.validForDate(time),
    };
  const chain = guarded(name, () => chainToRoot(leaf, brought, trust.roots, name));
  const valid = (time: Date): boolean => validAt(chain, time);
  return {
    ...shared,
    told: { kind: "certificate", claims: guarded(name, () => ownClaims(leaf, first.rawBytes, name)) },
    entityKey: { $case: "public-key", hint: "" },
    findKey: () => ({ publicKey: key, validFor: valid }),
    validAt: valid,
  };
}

function keySigner(hint: string, trust: Trust, name: string): BundleSigner {
  if (trust.kind !== "key")
    throw new Refused("wrong-key", `${name}: is signed by a key, not with a certificate; give the public key (--key)`);
  return {
    key: trust.key,
    bytes: { publicKey: trust.key.export({ type: "spki", format: "der" }) },
    told: { kind: "key", fingerprint: fingerprintOf(trust.key) },
    entityKey: { $case: "public-key", hint },
    // The hint is a name that each tool makes in its own way. The signature says whether it is the key.
    findKey: () => ({ publicKey: trust.key, validFor: () => true }),
    validAt: () => true,
  };
}

function noKey(): never {
  throw new Refused("wrong-key", "a key, where a certificate is expected");
}

function parsed(bytes: Buffer, index: number, name: string): X509Certificate {
  try {
    // The library's reader takes odd encodings of what is not signed. OpenSSL's writes it again, as DER has it.
    if (new NodeCertificate(bytes).raw.equals(bytes)) return X509Certificate.parse(Buffer.from(bytes));
  } catch {
    // Told below.
  }
  throw new Refused("malformed", `${name}: certificate ${index + 1} cannot be read`);
}

function keyOf(leaf: X509Certificate, name: string): KeyObject {
  try {
    return createPublicKey({ key: leaf.publicKey, format: "der", type: "spki" });
  } catch {
    throw new Refused("malformed", `${name}: the key of the signer's certificate cannot be read`);
  }
}

/** The parsed tree of a hostile certificate throws where it is not what its getters expect. */
function guarded<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("malformed", `${name}: the signer's certificate cannot be read`);
  }
}
