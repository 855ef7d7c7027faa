import { createPublicKey, verify, X509Certificate } from "node:crypto";
import { verifyPrehashed } from "./ecdsa-prehashed";
import { canonical, sha256, type TransparencyLog } from "./sigstore-log";

/** What a log answers, before faults: `body` is JSON. */
export interface LogAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly location?: string;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const refuse = (message: string): LogAnswer => ({ status: 400, body: { code: 400, message } });

interface HashedRekordRequest {
  readonly hashedRekordRequestV002?: {
    readonly digest: string;
    readonly signature: {
      readonly content: string;
      readonly verifier: {
        readonly keyDetails: string;
        readonly x509Certificate?: { readonly rawBytes: string };
        readonly publicKey?: { readonly rawBytes: string };
      };
    };
  };
}

/** Rekor v2, `POST /api/v2/log/entries`: only `hashedrekord`; the signature has to hold. An entry that is there is answered again. */
export function addToRekorV2(log: TransparencyLog, request: HashedRekordRequest): LogAnswer {
  const wanted = request.hashedRekordRequestV002;
  if (wanted === undefined) return refuse("invalid request: only hashedRekordRequestV002 is known");
  const { verifier, content } = wanted.signature;
  const digest = Buffer.from(wanted.digest, "base64");
  const key =
    verifier.x509Certificate === undefined
      ? createPublicKey({ key: Buffer.from(verifier.publicKey?.rawBytes ?? "", "base64"), format: "der", type: "spki" })
      : new X509Certificate(Buffer.from(verifier.x509Certificate.rawBytes, "base64")).publicKey;
  const algorithm = new Map([
    ["PKIX_ECDSA_P256_SHA_256", { curve: "prime256v1", name: "SHA2_256", bytes: 32 }],
    ["PKIX_ECDSA_P384_SHA_384", { curve: "secp384r1", name: "SHA2_384", bytes: 48 }],
  ]).get(verifier.keyDetails);
  if (algorithm === undefined || key.asymmetricKeyDetails?.namedCurve !== algorithm.curve)
    return refuse("the key is not of the kind that keyDetails says");
  if (digest.length !== algorithm.bytes) return refuse("digest of a wrong length");
  if (!verifyPrehashed(key, digest, Buffer.from(content, "base64"))) return refuse("the signature does not verify");
  const spec = {
    hashedRekordV002: {
      data: { algorithm: algorithm.name, digest: base64(digest) },
      signature: { content, verifier },
    },
  };
  const body = Buffer.from(canonical({ apiVersion: "0.0.2", kind: "hashedrekord", spec }));
  const known = log.indexOf(body);
  const proof = log.prove(known < 0 ? log.append(body) : known);
  const entry = {
    logIndex: String(proof.index),
    logId: { keyId: base64(log.id) },
    kindVersion: { kind: "hashedrekord", version: "0.0.2" },
    integratedTime: "0",
    inclusionPromise: null,
    inclusionProof: {
      logIndex: String(proof.index),
      rootHash: base64(proof.root),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map(base64),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: base64(body),
  };
  return { status: 201, body: entry };
}

interface ProposedDsse {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly spec?: { readonly proposedContent: { readonly envelope: string; readonly verifiers: readonly string[] } };
}

/** The bytes that DSSE signs (https://github.com/secure-systems-lab/dsse/blob/master/protocol.md). */
export function preAuthEncoding(type: string, payload: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `),
    Buffer.from(payload),
  ]);
}

/** Rekor v1, `POST /api/v1/log/entries`: `dsse` 0.0.1. What is there already is a conflict that names its place. */
export function addToRekorV1(log: TransparencyLog, request: ProposedDsse, now: number): LogAnswer {
  const proposed = request.spec?.proposedContent;
  if (request.kind !== "dsse" || request.apiVersion !== "0.0.1" || proposed === undefined)
    return refuse("only dsse 0.0.1 is known");
  const envelope = JSON.parse(proposed.envelope) as {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly { readonly sig: string }[];
  };
  const payload = Buffer.from(envelope.payload, "base64");
  const pem = Buffer.from(proposed.verifiers[0] ?? "", "base64").toString("latin1");
  const key = pem.includes("CERTIFICATE") ? new X509Certificate(pem).publicKey : createPublicKey(pem);
  const signature = Buffer.from(envelope.signatures[0]?.sig ?? "", "base64");
  const hash = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  if (!verify(hash, preAuthEncoding(envelope.payloadType, payload), key, signature))
    return refuse("the signature does not verify");
  const spec = {
    envelopeHash: { algorithm: "sha256", value: sha256(proposed.envelope).toString("hex") },
    payloadHash: { algorithm: "sha256", value: sha256(payload).toString("hex") },
    signatures: envelope.signatures.map(({ sig }) => ({
      signature: sig,
      verifier: base64(Buffer.from(`${pem.trim()}\n`)),
    })),
  };
  const body = Buffer.from(canonical({ apiVersion: "0.0.1", kind: "dsse", spec }));
  const known = log.indexOf(body);
  if (known >= 0)
    return {
      status: 409,
      location: `/api/v1/log/entries/${uuidOf(log, known)}`,
      body: { code: 409, message: "an equivalent entry already exists in the transparency log" },
    };
  return { status: 201, body: entryOfV1(log, log.append(body), now) };
}

export function uuidOf(log: TransparencyLog, index: number): string {
  return sha256(Buffer.from([0]), log.entries[index]!).toString("hex");
}

/** `GET /api/v1/log/entries/UUID`, and what a POST answers: one entry under its UUID. `now`: seconds since 1970. */
export function entryOfV1(log: TransparencyLog, index: number, now: number): Record<string, unknown> {
  const body = base64(log.entries[index]!);
  const logID = log.id.toString("hex");
  const proof = log.prove(index);
  const promised = Buffer.from(canonical({ body, integratedTime: now, logID, logIndex: index }));
  return {
    [uuidOf(log, index)]: {
      body,
      integratedTime: now,
      logID,
      logIndex: index,
      verification: {
        inclusionProof: {
          checkpoint: proof.checkpoint,
          hashes: proof.hashes.map((hash) => hash.toString("hex")),
          logIndex: index,
          rootHash: proof.root.toString("hex"),
          treeSize: proof.treeSize,
        },
        signedEntryTimestamp: base64(log.signRaw(promised)),
      },
    },
  };
}
