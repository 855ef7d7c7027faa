import { X509Certificate } from "node:crypto";
import { BUNDLE_V01_MEDIA_TYPE, bundleFromJSON } from "@sigstore/bundle";
import { Refused } from "../core/attestation";
import { Malformed } from "../core/bytes";
import { parseJson, type JsonNode } from "../syntax/json";
import { COSIGN_BUNDLE_SHAPE } from "./bundle-shape";
import type { CheckedBundle } from "./read-bundle";

/** Bytes of a detached signature, certificate or old bundle: real ones have 100 to 10,000. CWE-400. */
export const MAX_DETACHED = 1024 * 1024;

/** What stands beside a file, as `cosign verify-blob --signature S --certificate C` (or `--key K`) takes it. */
export interface Detached {
  /** `FILE.sig`: base64 of the signature, or its bytes. */
  readonly signature: Uint8Array;
  /** `FILE.cert` or `FILE.pem`: the certificate in PEM, or base64 of that. Absent with a key. */
  readonly certificate?: string;
  /** Lower-case hex SHA-256 of the file. */
  readonly sha256: string;
}

/**
 * A detached signature as a bundle, for `verifyBundle` with the file as `artifact`. It holds no time and no log entry:
 * a certificate of Fulcio's is refused there, because nothing proves when it signed; a key, or an own authority's certificate that is
 * still valid, may do. `name`: the signature's file. Throws `Refused("malformed")`.
 */
export function bundleOfDetached({ signature, certificate, sha256 }: Detached, name: string): CheckedBundle {
  const material =
    certificate === undefined
      ? { publicKey: { hint: "" } }
      : { certificate: { rawBytes: rawCertificate(certificate, name) } };
  return assembled(rawSignature(signature, name), sha256, { ...material, tlogEntries: [] }, name);
}

/** The old bundle of cosign, as its shape reads it: https://github.com/sigstore/cosign/blob/main/pkg/cosign/bundle/rekor.go. */
interface OldBundle {
  readonly base64Signature?: string;
  /** PEM of certificate or public key, mostly in base64. */
  readonly cert?: string;
  readonly rekorBundle?: {
    readonly SignedEntryTimestamp?: string;
    readonly Payload?: {
      readonly body?: string;
      readonly integratedTime?: string;
      readonly logIndex?: string;
      readonly logID?: string;
    };
  };
}

/** Whether it is what `cosign sign-blob --bundle` wrote before version 3. */
export function isOldCosignBundle(text: string): boolean {
  const head = text.slice(0, 4096);
  return head.includes('"base64Signature"') && text.length <= MAX_DETACHED;
}

/**
 * The bundle that cosign wrote before version 3, with the log's promise of inclusion, as a bundle of version 0.1.
 * `sha256`: of the file that it signs, lower-case hex. Throws `Refused("malformed")`.
 */
export function bundleOfOldCosign(text: string, sha256: string, name: string): CheckedBundle {
  const old = COSIGN_BUNDLE_SHAPE(parsed(text, name), name) as OldBundle;
  const payload = old.rekorBundle?.Payload;
  if (old.base64Signature === undefined || (old.rekorBundle !== undefined && payload?.body === undefined))
    throw new Refused("malformed", `${name}: no bundle of cosign's: signature or log entry is missing`);
  const pem = old.cert === undefined ? undefined : pemOf(old.cert);
  const material =
    pem?.includes("BEGIN CERTIFICATE") === true
      ? { certificate: { rawBytes: rawCertificate(pem, name) } }
      : { publicKey: { hint: "" } };
  const entry = payload === undefined ? [] : [logEntry(payload, old.rekorBundle?.SignedEntryTimestamp, name)];
  const signature = Buffer.from(old.base64Signature, "base64").toString("base64");
  return assembled(signature, sha256, { ...material, tlogEntries: entry }, name);
}

function logEntry(
  {
    body = "",
    integratedTime = "",
    logIndex = "",
    logID = "",
  }: NonNullable<NonNullable<OldBundle["rekorBundle"]>["Payload"]>,
  promise: string | undefined,
  name: string,
): unknown {
  if (promise === undefined || !/^[0-9a-f]{64}$/.test(logID))
    throw new Refused("malformed", `${name}: the log entry has no promise of inclusion, or no log`);
  let read: { kind?: unknown; apiVersion?: unknown } | null;
  try {
    read = JSON.parse(Buffer.from(body, "base64").toString("utf8")) as typeof read;
  } catch {
    throw new Refused("malformed", `${name}: what the log holds is no JSON`);
  }
  return {
    logIndex,
    logId: { keyId: Buffer.from(logID, "hex").toString("base64") },
    kindVersion: { kind: String(read?.kind), version: String(read?.apiVersion) },
    integratedTime,
    inclusionPromise: { signedEntryTimestamp: promise },
    canonicalizedBody: body,
  };
}

function parsed(text: string, name: string): JsonNode {
  try {
    if (text.length <= MAX_DETACHED) return parseJson(text, 100);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  throw new Refused("malformed", `${name}: no bundle of cosign's`);
}

function assembled(signature: string, sha256: string, material: unknown, name: string): CheckedBundle {
  const digest = Buffer.from(sha256, "hex").toString("base64");
  const messageSignature = { messageDigest: { algorithm: "SHA2_256", digest }, signature };
  const mediaType = BUNDLE_V01_MEDIA_TYPE;
  try {
    return { bundle: bundleFromJSON({ mediaType, verificationMaterial: material, messageSignature }), name };
  } catch {
    throw new Refused("malformed", `${name}: signature or log entry is missing`);
  }
}

/** Base64 of the signature's bytes. A DER signature begins with 0x30 and a length, which base64 text never does. */
function rawSignature(file: Uint8Array, name: string): string {
  if (file.length === 0 || file.length > MAX_DETACHED)
    throw new Refused("malformed", `${name}: is empty, or longer than ${MAX_DETACHED} bytes`);
  const bytes = Buffer.from(file);
  const text = bytes.toString("latin1").trim();
  const decoded = Buffer.from(text, "base64");
  return (decoded.toString("base64") === text ? decoded : bytes).toString("base64");
}

function rawCertificate(file: string, name: string): string {
  if (file.length <= MAX_DETACHED)
    try {
      return new X509Certificate(pemOf(file)).raw.toString("base64");
    } catch {
      // Told below.
    }
  throw new Refused("malformed", `${name}: the certificate beside it is neither PEM nor base64 of PEM`);
}

function pemOf(text: string): string {
  return text.includes("-----BEGIN") ? text : Buffer.from(text.trim(), "base64").toString("latin1");
}
