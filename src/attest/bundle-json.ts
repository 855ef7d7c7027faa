import type { LogEntry } from "./log-entry";

/** https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto */
export const BUNDLE_MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

/** Who signed, in the shape that verifiers of each kind look for. */
export type VerificationMaterial =
  | { readonly kind: "certificate"; readonly der: Uint8Array }
  /** A chain of an own authority, the signer's first: what OMS calls certificate signing. */
  | { readonly kind: "chain"; readonly ders: readonly Uint8Array[] }
  /** SHA-256 of the public key's PEM, lower-case hex: model_signing compares exactly that. */
  | { readonly kind: "key"; readonly hint: string };

export interface BundleParts {
  readonly material: VerificationMaterial;
  readonly logEntries: readonly LogEntry[];
  /** `TimeStampResp` (RFC 3161), DER. */
  readonly timestamps: readonly Uint8Array[];
  readonly payload: Uint8Array;
  readonly payloadType: string;
  readonly signature: Uint8Array;
}

/**
 * A Sigstore bundle v0.3 around a DSSE envelope, on one line. Fields have one order, and values that protobuf's JSON may leave out
 * (`logIndex` "0", empty lists) are written, for the Python clients ask for them. The same parts give the same bytes.
 */
export function bundleJson(parts: BundleParts): string {
  return JSON.stringify({
    mediaType: BUNDLE_MEDIA_TYPE,
    verificationMaterial: {
      ...materialJson(parts.material),
      tlogEntries: parts.logEntries.map(entryJson),
      timestampVerificationData: {
        rfc3161Timestamps: parts.timestamps.map((each) => ({ signedTimestamp: base64(each) })),
      },
    },
    dsseEnvelope: {
      payload: base64(parts.payload),
      payloadType: parts.payloadType,
      signatures: [{ sig: base64(parts.signature), keyid: "" }],
    },
  });
}

function materialJson(material: VerificationMaterial): Record<string, unknown> {
  switch (material.kind) {
    case "certificate":
      return { certificate: { rawBytes: base64(material.der) } };
    case "chain":
      return { x509CertificateChain: { certificates: material.ders.map((der) => ({ rawBytes: base64(der) })) } };
    case "key":
      return { publicKey: { hint: material.hint } };
  }
}

function entryJson(entry: LogEntry): Record<string, unknown> {
  const { proof } = entry;
  return {
    logIndex: entry.logIndex,
    logId: { keyId: base64(entry.logId) },
    kindVersion: { kind: entry.kind, version: entry.version },
    integratedTime: entry.integratedTime,
    ...(entry.promise === undefined ? {} : { inclusionPromise: { signedEntryTimestamp: base64(entry.promise) } }),
    inclusionProof: {
      logIndex: proof.logIndex,
      rootHash: base64(proof.rootHash),
      treeSize: proof.treeSize,
      hashes: proof.hashes.map(base64),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: base64(entry.body),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
