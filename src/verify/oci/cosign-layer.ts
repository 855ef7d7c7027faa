import { createHash } from "node:crypto";
import { Malformed } from "../../core/bytes";

/**
 * What cosign before version 3 stored, as a Sigstore bundle of version 0.1, so that one function verifies all: a layer's blob
 * (a simple-signing payload, or a DSSE envelope) and the layer's annotations
 * (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md).
 */

export const SIMPLE_SIGNING_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
export const DSSE_ENVELOPE_TYPE = "application/vnd.dsse.envelope.v1+json";

const BUNDLE_TYPE = "application/vnd.dev.sigstore.bundle+json;version=0.1";
/** Characters of one annotation. A log entry of a large attestation holds the whole of it. CWE-770. */
const MAX_ANNOTATION = 4 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/;

type Fields = Readonly<Record<string, unknown>>;

/** A simple-signing layer: the signature is one over the blob. Brings the bundle as JSON. Throws `Malformed`. */
export function bundleOfSimpleSigning(payload: Uint8Array, annotations: ReadonlyMap<string, string>): string {
  const signature = base64(annotations.get("dev.cosignproject.cosign/signature"), "its signature");
  return bundleOf(annotations, {
    messageSignature: {
      messageDigest: { algorithm: "SHA2_256", digest: createHash("sha256").update(payload).digest("base64") },
      signature,
    },
  });
}

/** A layer of `cosign attest`: the blob is the envelope. Brings the bundle as JSON. Throws `Malformed`. */
export function bundleOfEnvelope(blob: Uint8Array, annotations: ReadonlyMap<string, string>): string {
  const { payload, payloadType, signatures } = jsonOf(Buffer.from(blob).toString("utf8"), "its envelope");
  if (!Array.isArray(signatures) || signatures.length !== 1) throw new Malformed("its envelope has not one signature");
  const { sig } = fieldsOf(signatures[0], "the envelope's signature");
  if (typeof payloadType !== "string") throw new Malformed("its envelope has no payloadType");
  return bundleOf(annotations, {
    dsseEnvelope: {
      payload: base64(payload, "the envelope's payload"),
      payloadType,
      signatures: [{ sig: base64(sig, "the envelope's signature"), keyid: "" }],
    },
  });
}

/**
 * The chain that cosign stores is left out: who may have issued a certificate is said by the trusted root, not by whoever
 * wrote to the registry.
 */
function bundleOf(annotations: ReadonlyMap<string, string>, content: Fields): string {
  const certificate = annotations.get("dev.sigstore.cosign/certificate");
  const log = annotations.get("dev.sigstore.cosign/bundle");
  const timestamp = annotations.get("dev.sigstore.cosign/rfc3161timestamp");
  return JSON.stringify({
    mediaType: BUNDLE_TYPE,
    verificationMaterial: {
      ...(certificate
        ? { x509CertificateChain: { certificates: [{ rawBytes: derOf(certificate) }] } }
        : { publicKey: { hint: "" } }),
      tlogEntries: log ? [logEntryOf(log)] : [],
      timestampVerificationData: { rfc3161Timestamps: timestamp ? [timestampOf(timestamp)] : [] },
    },
    ...content,
  });
}

function derOf(pem: string): string {
  const body = pem.length > MAX_ANNOTATION ? undefined : PEM.exec(pem)?.[1];
  return base64(body?.replace(/\s+/g, ""), "its certificate");
}

/** cosign's `bundle`: what Rekor v1 promised, with the entry as it is logged. */
function logEntryOf(text: string): Fields {
  const { SignedEntryTimestamp, Payload } = jsonOf(text, "its log entry");
  const { body, integratedTime, logIndex, logID } = fieldsOf(Payload, "its log entry");
  const canonicalizedBody = base64(body, "its log entry");
  const { kind, apiVersion } = jsonOf(Buffer.from(canonicalizedBody, "base64").toString("utf8"), "its log entry");
  if (typeof kind !== "string" || typeof apiVersion !== "string") throw new Malformed("its log entry has no kind");
  if (typeof logID !== "string" || !/^[0-9a-f]{64}$/.test(logID)) throw new Malformed("its log entry names no log");
  if (!Number.isSafeInteger(integratedTime) || !Number.isSafeInteger(logIndex))
    throw new Malformed("its log entry has no time or index");
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, "hex").toString("base64") },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: base64(SignedEntryTimestamp, "the promise of its log") },
    canonicalizedBody,
  };
}

function timestampOf(text: string): Fields {
  const { SignedRFC3161Timestamp } = jsonOf(text, "its timestamp");
  return { signedTimestamp: base64(SignedRFC3161Timestamp, "its timestamp") };
}

function base64(value: unknown, what: string): string {
  if (typeof value !== "string" || value.length % 4 !== 0 || !BASE64.test(value))
    throw new Malformed(`${what} is missing, or is not base64`);
  return value;
}

function jsonOf(text: string, what: string): Fields {
  if (text.length > MAX_ANNOTATION * 4) throw new Malformed(`${what} is too long`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Malformed(`${what} is not JSON`);
  }
  return fieldsOf(value, what);
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed(`${what} is no object`);
  return value as Fields;
}
