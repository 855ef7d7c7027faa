import type { Bundle } from "@sigstore/bundle";
import { toTrustMaterial, VerificationError, Verifier, type SignedEntity, type TrustMaterial } from "@sigstore/verify";
import { Refused, type VerifiedBundle } from "../core/attestation";
import { signerOf, type BundleSigner } from "./bundle-signer";
import { timesOf, type BundleTimes } from "./bundle-times";
import { checkLogEntry, checkLogKey } from "./log-entry";
import type { CheckedBundle } from "./read-bundle";
import { envelopeCheck, messageCheck, statedDigest, type Artifact, type SignatureCheck } from "./signature-check";
import { rootOf, type Trust } from "./trusted-root";

export interface VerifyOptions {
  /** `required`: an entry of a trusted log has to hold the signature. `optional`: what entries there are still have to be right. */
  readonly log: "required" | "optional";
  /** For keys and own authorities; Fulcio's certificates, which live for minutes, always need a time. */
  readonly timestamp?: "required" | "optional";
  /** The file that a bundle signs without holding it (`cosign sign-blob`, `sigstore sign`). */
  readonly artifact?: Artifact;
  /** The clock: for certificates of own authorities that come without a time. */
  readonly now: Date;
}

/**
 * Whether signature, certificate or key, times and log entries of a bundle hold. Who signed, and what, is for the caller to compare:
 * `requireSigner`, and the readers of statements. Throws `Refused`, each kind with its own words; never another error for what is
 * in the bundle.
 */
export async function verifyBundle(
  { bundle, name }: CheckedBundle,
  trust: Trust,
  options: VerifyOptions,
): Promise<VerifiedBundle> {
  const signer = signerOf(bundle, trust, name);
  // Without logs and authorities to believe, entries and timestamps say nothing.
  const blind = trust.root === undefined;
  const entries = blind ? [] : bundle.verificationMaterial.tlogEntries;
  const times = blind ? { entries: [], times: [] } : timesOf(bundle, name);
  const check = await checkOf(bundle, signer, options.artifact, name);
  if (!check.verifySignature(signer.key)) refuseSignature(signer, name);
  if (options.log === "required" && entries.length === 0) refuseUnlogged(blind, name);
  requireTime(signer, trust, times, options, name);
  const entity = { signature: check, key: signer.entityKey, timestamps: times.entries, tlogEntries: entries };
  const { tlogs } = verifyEntity(entity, signer, trust, times, name);
  for (const [index, entry] of entries.entries()) {
    checkLogEntry(entry, signer.bytes, `${name}: log entry ${index + 1}`);
    checkLogKey(entry, tlogs, times.times, `${name}: log entry ${index + 1}`);
  }
  return {
    signer: signer.told,
    content: contentOf(bundle, check),
    times: [...new Set(times.times.map((time) => time.toISOString()))].sort(),
    logEntries: entries.length,
  };
}

type ContentCheck = SignatureCheck & { readonly sha256?: string };

async function checkOf(
  { content }: Bundle,
  { key }: BundleSigner,
  artifact: Artifact | undefined,
  name: string,
): Promise<ContentCheck> {
  if (content.$case === "dsseEnvelope") {
    const { payload, payloadType, signatures } = content.dsseEnvelope;
    return envelopeCheck(payload, payloadType, signatures[0]?.sig ?? Buffer.alloc(0));
  }
  if (artifact === undefined)
    throw new Refused("not-found", `${name}: signs a file that it does not hold; name the file too`);
  const { signature } = content.messageSignature;
  const stated = statedDigest(content.messageSignature.messageDigest);
  if (stated === undefined) throw new Refused("malformed", `${name}: the digest of the signed file has a wrong length`);
  return messageCheck(artifact, key, signature, stated, name);
}

function contentOf({ content }: Bundle, check: ContentCheck): VerifiedBundle["content"] {
  if (content.$case === "messageSignature") return { kind: "digest", sha256: check.sha256 ?? "" };
  const { payload, payloadType } = content.dsseEnvelope;
  return { kind: "payload", type: payloadType, payload };
}

function refuseSignature({ told }: BundleSigner, name: string): never {
  throw new Refused(
    "wrong-signature",
    told.kind === "key"
      ? `${name}: the signature is not the given key's (SHA-256 ${told.fingerprint}), or what it signs was changed`
      : `${name}: the signature is not that of the certificate's key, or what it signs was changed`,
  );
}

function refuseUnlogged(blind: boolean, name: string): never {
  if (blind)
    throw new Refused("trusted-root", `${name}: a log entry is required, and no log is trusted; give a trusted root`);
  throw new Refused("no-log-entry", `${name}: is in no transparency log, and the policy requires that it is`);
}

/** A certificate is only good at its time: without one, now counts, and Fulcio's need a proof. */
function requireTime(
  signer: BundleSigner,
  trust: Trust,
  { times }: BundleTimes,
  options: VerifyOptions,
  name: string,
): void {
  if (times.length > 0) return;
  if (signer.certificate !== undefined && !signer.validAt(options.now))
    throw new Refused(
      "expired-certificate",
      `${name}: the signer's certificate is not valid today (${validity(signer)}), and nothing proves that it was when it signed: there is neither a timestamp nor a log entry with a time`,
    );
  if (trust.kind === "sigstore" || options.timestamp === "required")
    throw new Refused(
      "no-timestamp",
      `${name}: nothing proves when it was signed: no timestamp, no log entry with a time`,
    );
}

function validity({ certificate }: BundleSigner): string {
  return `${certificate?.notBefore.toISOString()} to ${certificate?.notAfter.toISOString()}`;
}

/** The library's part: times, chain at these times, certificate transparency, inclusion in logs, and the signature once more. Returns whom it believed. */
function verifyEntity(
  entity: SignedEntity,
  signer: BundleSigner,
  trust: Trust,
  times: BundleTimes,
  name: string,
): TrustMaterial {
  const material = materialOf(trust, signer);
  const verifier = new Verifier(material, {
    // How many there have to be is checked above, in our words. What is there has to hold, however many.
    tlogThreshold: entity.tlogEntries.length,
    timestampThreshold: entity.timestamps.length,
    // GitHub's own Fulcio has no log of certificates, and its root names none.
    ctlogThreshold: material.ctlogs.length > 0 ? 1 : 0,
  });
  try {
    verifier.verify(entity);
  } catch (error) {
    throw refusalOf(error, signer, times, name);
  }
  return material;
}

function materialOf(trust: Trust, signer: BundleSigner): TrustMaterial {
  try {
    return toTrustMaterial(rootOf(trust), signer.findKey);
  } catch {
    throw new Refused("trusted-root", "the trusted root holds a key or certificate that cannot be read");
  }
}

/** The library's codes in our words. */
function refusalOf(error: unknown, signer: BundleSigner, { times }: BundleTimes, name: string): Refused {
  if (error instanceof Refused) return error;
  if (!(error instanceof VerificationError))
    return new Refused("malformed", `${name}: a certificate, timestamp or log entry of it cannot be read`);
  switch (error.code) {
    case "TIMESTAMP_ERROR":
      return new Refused(
        "wrong-timestamp",
        `${name}: no trusted authority made its timestamp, or it is for something else`,
      );
    case "CERTIFICATE_ERROR":
    case "PUBLIC_KEY_ERROR":
    case "NOT_IMPLEMENTED_ERROR":
      return certificateRefusal(error, signer, times, name);
    case "SIGNATURE_ERROR":
      return new Refused("wrong-signature", `${name}: the signature does not fit`);
    default:
      return new Refused("wrong-log-entry", `${name}: its log entry does not hold: ${error.message}`);
  }
}

function certificateRefusal(
  error: VerificationError,
  signer: BundleSigner,
  times: readonly Date[],
  name: string,
): Refused {
  const outside = times.find((time) => !signer.validAt(time));
  if (outside !== undefined)
    return new Refused(
      "expired-certificate",
      `${name}: was signed at ${outside.toISOString()}, when the signer's certificate was not valid (${validity(signer)})`,
    );
  const logged = error.cause === undefined;
  return new Refused(
    "untrusted-certificate",
    logged
      ? `${name}: no trusted log of certificates has the signer's certificate`
      : `${name}: no trusted authority made the signer's certificate, or it was changed`,
  );
}
