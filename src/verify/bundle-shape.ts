import { Refused } from "../core/attestation";
import type { JsonNode } from "../syntax/json";

/**
 * What a Sigstore bundle may hold, field by field
 * (https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto, in protobuf's JSON). Stricter than the
 * library's own reader, which takes what it knows and overlooks the rest: a field that nobody reads, a field that stands twice and
 * base64 with strange characters in it are three ways to show one thing to us and another to somebody else (CWE-436).
 */
export type Shape = (node: JsonNode, path: string) => unknown;

/** Log entries, and timestamps, of one bundle: other verifiers take as many. Each costs some signatures. CWE-770. */
export const MAX_LOG_ENTRIES = 32;
export const MAX_TIMESTAMPS = 32;
/** Certificates of one bundle; a real chain has three. CWE-770. */
export const MAX_CERTIFICATES = 10;
/** Hashes of one proof: a log of 2^64 entries has no more. CWE-770. */
const MAX_PROOF_HASHES = 64;
/** Characters of a checkpoint, which some witnesses may sign too. CWE-770. */
const MAX_CHECKPOINT = 64 * 1024;
/** Characters of a name: media types, kinds, hints. CWE-770. */
const MAX_NAME = 1024;

function malformed(path: string, what: string): never {
  throw new Refused("malformed", `${path}: ${what}`);
}

/** An object with these fields and no other, each at most once; `null` is absent, as protobuf's JSON has it. */
function object(fields: ReadonlyMap<string, Shape>): Shape {
  return (node, path) => {
    if (node.kind !== "object") return malformed(path, "is no object");
    const seen = new Set<string>();
    const read: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const { key, value } of node.members) {
      const shape = fields.get(key);
      if (shape === undefined) return malformed(path, `has a field "${key.slice(0, 64)}", which bundles do not have`);
      if (seen.has(key)) return malformed(path, `has the field "${key}" twice`);
      seen.add(key);
      if (value.kind !== "scalar" || value.value !== null) read[key] = shape(value, `${path}.${key}`);
    }
    return read;
  };
}

function fields(entries: Record<string, Shape>): Shape {
  return object(new Map(Object.entries(entries)));
}

function list(max: number, item: Shape): Shape {
  return (node, path) => {
    if (node.kind !== "array") return malformed(path, "is no list");
    if (node.items.length > max) return malformed(path, `has ${node.items.length} items; at most ${max} are read`);
    return node.items.map((each, index) => item(each, `${path}[${index}]`));
  };
}

function text(max: number): Shape {
  return (node, path) => {
    if (node.kind !== "scalar" || typeof node.value !== "string") return malformed(path, "is no text");
    if (node.value.length > max) return malformed(path, `is longer than ${max} characters`);
    return node.value;
  };
}

/** Base64 in the one spelling that encodes these bytes. */
const base64: Shape = (node, path) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return malformed(path, "is no base64 text");
  if (Buffer.from(node.value, "base64").toString("base64") !== node.value) return malformed(path, "is no base64");
  return node.value;
};

/** A whole number from 0 to 2^63-1, as text or number. */
const whole: Shape = (node, path) => {
  const value = node.kind === "scalar" ? node.value : null;
  const digits = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof digits !== "string" || !/^(0|[1-9][0-9]{0,18})$/.test(digits) || BigInt(digits) >= 2n ** 63n)
    return malformed(path, "is no whole number");
  return digits;
};

const hashAlgorithm: Shape = (node, path) => {
  if (node.kind === "scalar" && ["SHA2_256", "SHA2_384", "SHA2_512"].includes(String(node.value))) return node.value;
  return malformed(path, "is none of SHA2_256, SHA2_384 and SHA2_512");
};

const certificate = fields({ rawBytes: base64 });

const logEntry = fields({
  logIndex: whole,
  logId: fields({ keyId: base64 }),
  kindVersion: fields({ kind: text(MAX_NAME), version: text(MAX_NAME) }),
  integratedTime: whole,
  inclusionPromise: fields({ signedEntryTimestamp: base64 }),
  inclusionProof: fields({
    logIndex: whole,
    rootHash: base64,
    treeSize: whole,
    hashes: list(MAX_PROOF_HASHES, base64),
    checkpoint: fields({ envelope: text(MAX_CHECKPOINT) }),
  }),
  canonicalizedBody: base64,
});

/** A bundle of version 0.1 to 0.3. Throws `Refused("malformed")`, with the path of the field. */
export const BUNDLE_SHAPE = fields({
  mediaType: text(MAX_NAME),
  verificationMaterial: fields({
    publicKey: fields({ hint: text(MAX_NAME) }),
    x509CertificateChain: fields({ certificates: list(MAX_CERTIFICATES, certificate) }),
    certificate,
    tlogEntries: list(MAX_LOG_ENTRIES, logEntry),
    timestampVerificationData: fields({
      rfc3161Timestamps: list(MAX_TIMESTAMPS, fields({ signedTimestamp: base64 })),
    }),
  }),
  messageSignature: fields({
    messageDigest: fields({ algorithm: hashAlgorithm, digest: base64 }),
    signature: base64,
  }),
  dsseEnvelope: fields({
    payload: base64,
    payloadType: text(MAX_NAME),
    signatures: list(1, fields({ sig: base64, keyid: text(MAX_NAME) })),
  }),
});

/** Characters of a certificate or key in cosign's old bundle. CWE-770. */
const MAX_PEM = 64 * 1024;

/** What `cosign sign-blob --bundle` wrote before version 3. */
export const COSIGN_BUNDLE_SHAPE = fields({
  base64Signature: base64,
  cert: text(MAX_PEM),
  rekorBundle: fields({
    SignedEntryTimestamp: base64,
    Payload: fields({ body: base64, integratedTime: whole, logIndex: whole, logID: text(MAX_NAME) }),
  }),
});
