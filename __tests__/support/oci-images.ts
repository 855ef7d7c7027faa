import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import type { OciServer } from "./oci-registry";

/** Images and what is signed of them, for tests of registries. Keys are made here, and live as long as the test. */

export const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const INDEX = "application/vnd.oci.image.index.v1+json";
export const BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
export const SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
export const COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1";

export interface TestKey {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export function newKey(): TestKey {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

/** An image of one layer; `salt` makes it one of its own. */
export function putImage(server: OciServer, repository: string, salt: string, tag?: string): string {
  return server.putManifest(repository, imageOf(server, salt), tag);
}

function imageOf(server: OciServer, salt: string): object {
  return {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...server.putBlob(`{"salt":"${salt}"}`) },
    layers: [],
  };
}

/** A DSSE envelope in a bundle that a key signed. */
export function signedStatement(key: TestKey, digest: string, predicateType = COSIGN_SIGN): string {
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "model", digest: { sha256: digest.slice(7) } }],
    predicateType,
    predicate: { about: "test" },
  };
  const { payload, payloadType, signatures } = envelopeOf(key, JSON.stringify(statement));
  return JSON.stringify({
    mediaType: BUNDLE,
    verificationMaterial: { publicKey: { hint: "" }, tlogEntries: [] },
    dsseEnvelope: { payload, payloadType, signatures: signatures.map(({ sig }) => ({ sig, keyid: "" })) },
  });
}

export function envelopeOf(key: TestKey, payload: string) {
  const payloadType = "application/vnd.in-toto+json";
  const pae = `DSSEv1 ${payloadType.length} ${payloadType} ${Buffer.byteLength(payload)} ${payload}`;
  const sig = sign("sha256", Buffer.from(pae), key.privateKey).toString("base64");
  return { payload: Buffer.from(payload).toString("base64"), payloadType, signatures: [{ sig }] };
}

/** What cosign before 3 signs of an image. */
export function simplePayload(digest: string, type = "cosign container image signature"): string {
  const identity = { "docker-reference": "x" };
  return JSON.stringify({
    critical: { identity, image: { "docker-manifest-digest": digest }, type },
    optional: null,
  });
}

export function signatureOf(key: TestKey, payload: string): string {
  return sign("sha256", Buffer.from(payload), key.privateKey).toString("base64");
}

/** Puts a referrer beside an image, as cosign 3 does. */
export function putReferrer(server: OciServer, repository: string, digest: string, bundle: string): string {
  return server.putManifest(repository, {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: "application/vnd.oci.empty.v1+json", ...server.putBlob("{}") },
    layers: [{ mediaType: BUNDLE, ...server.putBlob(bundle) }],
    subject: { mediaType: MANIFEST, digest, size: 1 },
    artifactType: BUNDLE,
  });
}

/** Puts cosign's tag `.sig` or `.att` beside an image. */
export function putCosignTag(
  server: OciServer,
  repository: string,
  digest: string,
  { suffix, mediaType, blob, annotations = {} }: CosignTag,
): string {
  const document = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...server.putBlob("{}") },
    layers: [{ mediaType, ...server.putBlob(blob), annotations }],
  };
  return server.putManifest(repository, document, digest.replace(":", "-") + suffix);
}

export interface CosignTag {
  readonly suffix: ".sig" | ".att";
  readonly mediaType: string;
  readonly blob: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Rekor v1 that promises to log: its key, and the annotation that cosign keeps of its promise. */
export function promiseOf(log: TestKey, entry: object, integratedTime: number): { logId: Buffer; annotation: string } {
  const spki = log.publicKey.export({ type: "spki", format: "der" });
  const logId = createHash("sha256").update(spki).digest();
  const body = Buffer.from(JSON.stringify(entry)).toString("base64");
  const payload = { body, integratedTime, logID: logId.toString("hex"), logIndex: 7 };
  const SignedEntryTimestamp = sign("sha256", Buffer.from(JSON.stringify(payload)), log.privateKey).toString("base64");
  return { logId, annotation: JSON.stringify({ SignedEntryTimestamp, Payload: payload }) };
}
