import { createHash, sign } from "node:crypto";
import { SigningError, type Signer } from "../core/attestation";
import type { VerificationMaterial } from "./bundle-json";
import { preAuthEncoding } from "./dsse";
import { readChain, readPrivateKey } from "./private-key";
import type { Network } from "./service";
import { witnessed, type FreshSignature, type Witnesses } from "./witness";

export interface KeySignerOptions extends Witnesses {
  /** Private key in PEM. */
  readonly privateKey: string;
  readonly passphrase?: string;
  /** Certificates in PEM, the signer's first; absent: verifiers are given the public key. */
  readonly chain?: string;
  /** Needed where there is a log or a timestamp authority. */
  readonly network?: Network;
}

export interface KeySigner extends Signer {
  /** SubjectPublicKeyInfo in PEM, for those who verify. */
  readonly publicKey: string;
  /** SHA-256 of the SubjectPublicKeyInfo in DER, lower-case hex: as `VerifiedBundle.signer` has it. */
  readonly fingerprint: string;
}

/**
 * Signs with a key that stays, as OMS v1.0 lays such bundles out: a key hint, or the chain of certificates. Throws `SigningError` of kind
 * `configuration` for what is no usable key or chain, and what a witness says while signing.
 */
export function createKeySigner({
  privateKey,
  passphrase,
  chain: pem,
  network,
  rekor,
  tsa,
}: KeySignerOptions): KeySigner {
  const { key, publicKey, curve, hash } = readPrivateKey(privateKey, passphrase);
  if (rekor !== undefined && curve !== "P-256")
    throw new SigningError("configuration", `A log takes signatures of P-256 keys only, and this one is ${curve}.`);
  if ((rekor !== undefined || tsa !== undefined) && network === undefined)
    throw new SigningError("configuration", "A log or a timestamp authority needs the network.");
  const spki = publicKey.export({ type: "spki", format: "der" });
  const spkiPem = String(publicKey.export({ type: "spki", format: "pem" }));
  const chain = pem === undefined ? undefined : readChain(pem, publicKey);
  const leaf = chain?.[0];
  const material: VerificationMaterial =
    chain === undefined
      ? { kind: "key", hint: createHash("sha256").update(spkiPem).digest("hex") }
      : { kind: "chain", ders: chain.map(({ raw }) => raw) };
  const valid = leaf && { notBefore: Date.parse(leaf.validFrom), notAfter: Date.parse(leaf.validTo) };
  const witnesses: Witnesses = { ...(rekor === undefined ? {} : { rekor }), ...(tsa === undefined ? {} : { tsa }) };
  return {
    publicKey: spkiPem,
    fingerprint: createHash("sha256").update(spki).digest("hex"),
    async sign(payload, payloadType) {
      const signed = preAuthEncoding(payloadType, payload);
      const fresh: FreshSignature = {
        payload: Buffer.from(payload),
        payloadType,
        signed,
        signature: sign(hash, signed, key),
        material,
        verifier: leaf === undefined ? { publicKey: spki } : { certificate: leaf.raw },
        ...(valid === undefined ? {} : { valid }),
      };
      return witnessed(network ?? NO_NETWORK, fresh, witnesses);
    },
  };
}

/** Stands where no witness is asked. */
const NO_NETWORK: Network = {
  http: { request: () => Promise.reject(new Error("there is no network here")) },
};
