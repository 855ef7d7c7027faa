import { createHash } from "node:crypto";
import { at, base64At, integerAt, parsed, textAt } from "./json-answer";
import { flawOf, MAX_PROOF_HASHES, type LogEntry } from "./log-entry";
import { ask, brokenAnswer, type Network } from "./service";

/** Bytes of a log's answer: the entry, at most 64 hashes, a checkpoint. CWE-400. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const SERVICE = "Rekor";

/** What a log is to hold. */
export interface LoggedSignature {
  /** What was signed: the DSSE pre-authentication encoding. */
  readonly signed: Buffer;
  readonly signature: Buffer;
  readonly verifier: { readonly certificate: Buffer } | { readonly publicKey: Buffer };
}

/**
 * Writes a signature of P-256 into a Rekor v2 as `hashedrekord` 0.0.2 over the SHA-256 of the pre-authentication encoding: the server knows no
 * other type since 2.1, and @sigstore/sign 5.1 sends `dsse` (https://github.com/sigstore/rekor-tiles). To be replaced when that can.
 * Throws `SigningError`, also where the entry that comes back is not ours or not proven.
 */
export async function logInRekorV2(network: Network, baseUrl: string, wanted: LoggedSignature): Promise<LogEntry> {
  const url = `${baseUrl}/api/v2/log/entries`;
  const digest = createHash("sha256").update(wanted.signed).digest("base64");
  const content = wanted.signature.toString("base64");
  const verifier = {
    ...("certificate" in wanted.verifier
      ? { x509Certificate: { rawBytes: wanted.verifier.certificate.toString("base64") } }
      : { publicKey: { rawBytes: wanted.verifier.publicKey.toString("base64") } }),
    keyDetails: "PKIX_ECDSA_P256_SHA_256",
  };
  const answer = await ask(network, {
    service: SERVICE,
    method: "POST",
    url,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ hashedRekordRequestV002: { digest, signature: { content, verifier } } }),
    maxBytes: MAX_ANSWER_BYTES,
  });
  const entry = entryIn(parsed(answer.body));
  if (entry === undefined) throw brokenAnswer(SERVICE, url, "it is no log entry");
  if (!isOurs(entry, digest, content, verifier))
    throw brokenAnswer(SERVICE, url, "its log entry is not of our signature");
  const flaw = flawOf(entry);
  if (flaw !== undefined) throw brokenAnswer(SERVICE, url, flaw);
  return entry;
}

/** `TransparencyLogEntry` in the JSON of protobuf, where a field that is missing has its default. */
function entryIn(answer: unknown): LogEntry | undefined {
  const proof = at(answer, "inclusionProof");
  const logId = base64At(answer, "logId", "keyId");
  const rootHash = base64At(proof, "rootHash");
  const treeSize = integerAt(proof, "treeSize");
  const checkpoint = textAt(proof, "checkpoint", "envelope");
  const body = base64At(answer, "canonicalizedBody");
  const list = at(proof, "hashes") ?? [];
  if (logId === undefined || rootHash === undefined || treeSize === undefined) return undefined;
  if (checkpoint === undefined || body === undefined || !Array.isArray(list)) return undefined;
  const hashes = list.slice(0, MAX_PROOF_HASHES + 1).map((_, index) => base64At(list, index));
  if (!hashes.every((each) => each !== undefined)) return undefined;
  return {
    logIndex: decimalAt(answer, "logIndex"),
    logId,
    kind: textAt(answer, "kindVersion", "kind") ?? "",
    version: textAt(answer, "kindVersion", "version") ?? "",
    integratedTime: decimalAt(answer, "integratedTime"),
    proof: { logIndex: decimalAt(proof, "logIndex"), rootHash, treeSize: String(treeSize), hashes, checkpoint },
    body,
  };
}

const decimalAt = (value: unknown, field: string): string => String(integerAt(value, field) ?? 0n);

function isOurs(entry: LogEntry, digest: string, content: string, verifier: Record<string, unknown>): boolean {
  const body = parsed(entry.body);
  const spec = at(body, "spec", "hashedRekordV002");
  const logged = at(spec, "signature", "verifier");
  const key = "x509Certificate" in verifier ? "x509Certificate" : "publicKey";
  return (
    entry.kind === "hashedrekord" &&
    entry.version === "0.0.2" &&
    at(body, "kind") === "hashedrekord" &&
    at(body, "apiVersion") === "0.0.2" &&
    at(spec, "data", "algorithm") === "SHA2_256" &&
    at(spec, "data", "digest") === digest &&
    at(spec, "signature", "content") === content &&
    at(logged, key, "rawBytes") === at(verifier, key, "rawBytes")
  );
}
