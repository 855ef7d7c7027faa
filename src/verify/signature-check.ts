import { createHash, createVerify, timingSafeEqual, verify, type KeyObject } from "node:crypto";
import { dsse } from "@sigstore/core";
import { Refused } from "../core/attestation";

/** What a signed entity of `@sigstore/verify` asks of its signature. */
export interface SignatureCheck {
  readonly signature: Buffer;
  compareSignature(signature: Buffer): boolean;
  /** Whether it is the digest of what is signed: the payload, or the file. */
  compareDigest(digest: Buffer): boolean;
  /** Whether it is the digest of the bytes that the signature covers. */
  compareSignedDigest(digest: Buffer): boolean;
  verifySignature(key: KeyObject): boolean;
}

/** Bits of an RSA key below which it is no key (NIST SP 800-131A). CWE-326. */
const MIN_RSA_BITS = 2048;

const HASH_OF_CURVE: ReadonlyMap<string, string> = new Map([
  ["prime256v1", "sha256"],
  ["secp384r1", "sha384"],
  ["secp521r1", "sha512"],
]);
const HASH_OF_LENGTH: ReadonlyMap<number, string> = new Map([
  [32, "sha256"],
  [48, "sha384"],
  [64, "sha512"],
]);

/**
 * Hashes that a signature by this key may use, `null` for Ed25519, which has its own. The curve's, as Sigstore's registry of algorithms
 * and `model_signing` have it; and SHA-256 for every curve, as cosign 2 signs. Throws `Refused("wrong-key")` for keys that
 * are too weak or that we do not know.
 */
export function hashesOf(key: KeyObject): readonly (string | null)[] {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === "ed25519") return [null];
  if (key.asymmetricKeyType === "rsa" && (details?.modulusLength ?? 0) >= MIN_RSA_BITS) return ["sha256"];
  const own = HASH_OF_CURVE.get(details?.namedCurve ?? "");
  if (key.asymmetricKeyType === "ec" && own !== undefined) return own === "sha256" ? [own] : [own, "sha256"];
  const what = [key.asymmetricKeyType, details?.namedCurve, details?.modulusLength].filter(Boolean).join(" ");
  throw new Refused(
    "wrong-key",
    `a key of a kind that is not accepted (${what}); use ECDSA P-256, P-384 or P-521, Ed25519 or RSA from ${MIN_RSA_BITS} bits`,
  );
}

/** A DSSE envelope is signed over its pre-authentication encoding (https://github.com/secure-systems-lab/dsse). */
export function envelopeCheck(payload: Buffer, payloadType: string, signature: Buffer): SignatureCheck {
  const encoded = dsse.preAuthEncoding(payloadType, payload);
  return {
    signature,
    compareSignature: (other) => same(other, signature),
    compareDigest: (digest) => same(digest, createHash("sha256").update(payload).digest()),
    compareSignedDigest: (digest) => hasDigest(encoded, digest),
    verifySignature: (key) => hashesOf(key).some((hash) => verifies(hash, encoded, key, signature)),
  };
}

/** A file that is signed: its bytes, or a stream of them, read once. */
export type Artifact = Uint8Array | AsyncIterable<Uint8Array>;

export interface MessageCheck extends SignatureCheck {
  /** Of the file, lower-case hex. */
  readonly sha256: string;
}

/** The digest that a bundle says its file has, with the name of the hash. */
export interface StatedDigest {
  readonly hash: string;
  readonly digest: Buffer;
}

/**
 * Reads `artifact` once, and says whether a signature of `key` covers it. Throws `Refused("file-changed")` where it is not the
 * file that the bundle names by digest, `Refused("wrong-key")` for Ed25519 and a stream, which needs all bytes at once.
 */
export async function messageCheck(
  artifact: Artifact,
  key: KeyObject,
  signature: Buffer,
  stated: StatedDigest,
  name: string,
): Promise<MessageCheck> {
  const hashes = hashesOf(key);
  const digests = new Map(["sha256", stated.hash].map((hash) => [hash, createHash(hash)]));
  const verifiers = hashes.flatMap((hash) => (hash === null ? [] : [createVerify(hash)]));
  const whole = artifact instanceof Uint8Array ? artifact : undefined;
  if (hashes.includes(null) && whole === undefined)
    throw new Refused(
      "wrong-key",
      `${name}: a signature by an Ed25519 key covers the whole file, which has to be given as bytes`,
    );
  for await (const chunk of whole === undefined ? (artifact as AsyncIterable<Uint8Array>) : [whole])
    for (const each of [...digests.values(), ...verifiers]) each.update(chunk);
  const found = new Map([...digests].map(([hash, digest]) => [hash, digest.digest()]));
  const actual = found.get(stated.hash) ?? Buffer.alloc(0);
  if (!same(actual, stated.digest))
    throw new Refused(
      "file-changed",
      `${name}: signs a file with ${stated.hash} ${stated.digest.toString("hex")}; this one has ${actual.toString("hex")}`,
    );
  const fits =
    whole !== undefined && hashes.includes(null)
      ? verifies(null, whole, key, signature)
      : verifiers.map((each) => tries(() => each.verify(key, signature))).includes(true);
  const compare = (digest: Buffer): boolean => [...found.values()].some((each) => same(each, digest));
  return {
    signature,
    sha256: (found.get("sha256") ?? Buffer.alloc(0)).toString("hex"),
    compareSignature: (other) => same(other, signature),
    compareDigest: compare,
    compareSignedDigest: compare,
    // Checked above against the one key there is: the entity's own.
    verifySignature: (other) => other.equals(key) && fits,
  };
}

/** The digest that a bundle states; `undefined` where it states none that Node knows. */
export function statedDigest({ digest }: { readonly digest: Buffer }): StatedDigest | undefined {
  const hash = HASH_OF_LENGTH.get(digest.length);
  return hash === undefined ? undefined : { hash, digest };
}

function hasDigest(bytes: Uint8Array, digest: Buffer): boolean {
  const hash = HASH_OF_LENGTH.get(digest.length);
  return hash !== undefined && same(createHash(hash).update(bytes).digest(), digest);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function verifies(hash: string | null, bytes: Uint8Array, key: KeyObject, signature: Buffer): boolean {
  return tries(() => verify(hash, bytes, key, signature));
}

/** OpenSSL throws for some signatures that are no signature. */
function tries(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
