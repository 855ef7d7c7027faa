import { createPublicKey, X509Certificate } from "node:crypto";
import type { TransparencyLogEntry } from "@sigstore/protobuf-specs";
import type { TrustMaterial } from "@sigstore/verify";
import { Refused } from "../core/attestation";

/** Whose signature it is: DER of the certificate, or of the public key where there is none. */
export type SignerBytes = { readonly certificate: Uint8Array } | { readonly publicKey: Uint8Array };

/**
 * What `@sigstore/verify` leaves open in an entry of a transparency log: that the entry was made for this very certificate
 * or key, and that the numbers beside a proof are those that the log signed. Throws `Refused("wrong-log-entry")`.
 */
export function checkLogEntry(entry: TransparencyLogEntry, signer: SignerBytes, where: string): void {
  const refuse = (what: string): never => {
    throw new Refused("wrong-log-entry", `${where}: ${what}`);
  };
  const proof = entry.inclusionProof;
  if (proof !== undefined) {
    const envelope = proof.checkpoint?.envelope ?? "";
    const [, size, root] = envelope.split("\n", 3);
    if (size !== proof.treeSize) refuse("its proof is for another size of the log than the log signed");
    if (proof.rootHash.length > 0 && proof.rootHash.toString("base64") !== root)
      refuse("its proof is for another state of the log than the log signed");
    // What follows the note is signatures only, of the log and of witnesses (https://github.com/C2SP/C2SP/blob/main/signed-note.md).
    const lines = envelope.slice(envelope.indexOf("\n\n") + 2).split("\n");
    if (lines.pop() !== "" || !lines.every((line) => /^\u2014 \S+ [A-Za-z0-9+/]+=*$/.test(line)))
      refuse("something stands behind what the log signed");
    // Beside a promise, the index is in what the log signed. Without, only the proof's is checked.
    if (entry.inclusionPromise === undefined && entry.logIndex !== proof.logIndex)
      refuse(`says to be entry ${entry.logIndex}, and proves entry ${proof.logIndex}`);
  }
  const made = verifierOf(bodyOf(entry, refuse));
  if (made === undefined) return refuse("does not say for whose signature it was made");
  const expected = "certificate" in signer ? signer.certificate : signer.publicKey;
  const same = made.some((each) => Buffer.from(expected).equals(each));
  if (!same) refuse("was made for another certificate or key");
}

/**
 * An entry without a promise is proved by a checkpoint, which says no time; the library therefore takes a key that the log gave up
 * years ago, and that somebody may have found. One of the times of signing has to be in the key's own time, if there is any.
 * Throws `Refused("wrong-log-entry")`.
 */
export function checkLogKey(
  entry: TransparencyLogEntry,
  logs: TrustMaterial["tlogs"],
  times: readonly Date[],
  where: string,
): void {
  if (entry.inclusionPromise !== undefined || times.length === 0) return;
  const own = logs.filter(({ logID }) => entry.logId?.keyId.equals(logID) === true);
  if (!own.some(({ validFor }) => times.some((time) => validFor.start <= time && time <= validFor.end)))
    throw new Refused("wrong-log-entry", `${where}: the log did not use its key when it was signed`);
}

function bodyOf(entry: TransparencyLogEntry, refuse: (what: string) => never): unknown {
  try {
    return JSON.parse(entry.canonicalizedBody.toString("utf8"));
  } catch {
    return refuse("what the log holds is no JSON");
  }
}

/**
 * DER of the entry's verifier, in the places of Rekor's types: hashedrekord and dsse of version 0.0.1, intoto 0.0.2, and Rekor v2's 0.0.2
 * (https://github.com/sigstore/rekor/tree/main/pkg/types, https://github.com/sigstore/rekor-tiles/tree/main/api/proto).
 */
function verifierOf(body: unknown): readonly Buffer[] | undefined {
  const spec = at(body, "spec");
  const modern =
    at(spec, "hashedRekordV002", "signature", "verifier") ?? at(spec, "dsseV002", "signatures", 0, "verifier");
  const raw = at(modern, "x509Certificate", "rawBytes") ?? at(modern, "publicKey", "rawBytes");
  if (typeof raw === "string") return [Buffer.from(raw, "base64")];
  const pem =
    at(spec, "signature", "publicKey", "content") ??
    at(spec, "signatures", 0, "verifier") ??
    at(spec, "content", "envelope", "signatures", 0, "publicKey");
  if (typeof pem !== "string") return undefined;
  const once = Buffer.from(pem, "base64").toString("latin1");
  const text = once.startsWith("-----") ? once : Buffer.from(once, "base64").toString("latin1");
  return derOf(text);
}

function derOf(pem: string): readonly Buffer[] | undefined {
  try {
    if (pem.includes("BEGIN CERTIFICATE")) return [new X509Certificate(pem).raw];
    return [createPublicKey(pem).export({ type: "spki", format: "der" })];
  } catch {
    return undefined;
  }
}

/** The value at a path of own members and indexes. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}
