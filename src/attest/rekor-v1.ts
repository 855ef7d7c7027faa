import { createHash } from "node:crypto";
import { at, base64At, hexAt, integerAt, parsed, textAt } from "./json-answer";
import { flawOf, MAX_PROOF_HASHES, type LogEntry } from "./log-entry";
import { ask, brokenAnswer, type Network } from "./service";

/** Bytes of a log's answer: the entry, at most 64 hashes, a checkpoint. CWE-400. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const SERVICE = "Rekor";

/** A DSSE envelope with one signature. */
export interface LoggedEnvelope {
  readonly payload: Buffer;
  readonly payloadType: string;
  readonly signature: Buffer;
  /** PEM of a certificate or public key. */
  readonly verifier: string;
}

/**
 * Writes an envelope into a Rekor v1 as `dsse` 0.0.1 (https://github.com/sigstore/rekor/blob/main/openapi.yaml). What is there already is fetched:
 * a try that we heard no answer of may have succeeded. Throws `SigningError`, also where the entry is not ours or not proven.
 */
export async function logInRekorV1(network: Network, baseUrl: string, wanted: LoggedEnvelope): Promise<LogEntry> {
  const url = `${baseUrl}/api/v1/log/entries`;
  const envelope = JSON.stringify({
    payload: wanted.payload.toString("base64"),
    payloadType: wanted.payloadType,
    signatures: [{ sig: wanted.signature.toString("base64"), keyid: "" }],
  });
  const verifiers = [Buffer.from(wanted.verifier).toString("base64")];
  const body = JSON.stringify({
    apiVersion: "0.0.1",
    kind: "dsse",
    spec: { proposedContent: { envelope, verifiers } },
  });
  const posted = await ask(network, {
    service: SERVICE,
    method: "POST",
    url,
    headers: { "content-type": "application/json" },
    body,
    maxBytes: MAX_ANSWER_BYTES,
    accept: [409],
  });
  const answer = posted.status === 409 ? await existing(network, url, posted.headers.get("location")) : posted;
  const entry = entryIn(parsed(answer.body));
  if (entry === undefined) throw brokenAnswer(SERVICE, url, "it is no log entry");
  if (!isOurs(entry, wanted)) throw brokenAnswer(SERVICE, url, "its log entry is not of our signature");
  const flaw = flawOf(entry);
  if (flaw !== undefined) throw brokenAnswer(SERVICE, url, flaw);
  return entry;
}

/** The entry that a conflict points to. Only its UUID is taken, so that nobody sends us elsewhere. */
async function existing(network: Network, url: string, location: string | undefined) {
  const uuid = /(?:^|\/)([0-9a-f]{64,80})$/.exec((location ?? "").slice(-200))?.[1];
  if (uuid === undefined) throw brokenAnswer(SERVICE, url, "it has this entry and does not say where");
  return ask(network, { service: SERVICE, method: "GET", url: `${url}/${uuid}`, maxBytes: MAX_ANSWER_BYTES });
}

function entryIn(answer: unknown): LogEntry | undefined {
  const names = typeof answer === "object" && answer !== null ? Object.keys(answer) : [];
  if (names.length !== 1) return undefined;
  const entry = at(answer, names[0]!);
  const proof = at(entry, "verification", "inclusionProof");
  const promise = base64At(entry, "verification", "signedEntryTimestamp");
  const [logId, body] = [hexAt(entry, "logID"), base64At(entry, "body")];
  const [logIndex, integratedTime] = [integerAt(entry, "logIndex"), integerAt(entry, "integratedTime")];
  const [treeSize, leaf] = [integerAt(proof, "treeSize"), integerAt(proof, "logIndex")];
  const [rootHash, checkpoint] = [hexAt(proof, "rootHash"), textAt(proof, "checkpoint")];
  const list = at(proof, "hashes");
  if (promise === undefined || logId === undefined || body === undefined || logIndex === undefined) return undefined;
  if (integratedTime === undefined || treeSize === undefined || leaf === undefined) return undefined;
  if (rootHash === undefined || checkpoint === undefined || !Array.isArray(list)) return undefined;
  const hashes = list.slice(0, MAX_PROOF_HASHES + 1).map((_, index) => hexAt(list, index));
  if (!hashes.every((each) => each !== undefined)) return undefined;
  const kinds = parsed(body);
  return {
    logIndex: String(logIndex),
    logId,
    kind: textAt(kinds, "kind") ?? "",
    version: textAt(kinds, "apiVersion") ?? "",
    integratedTime: String(integratedTime),
    promise,
    proof: { logIndex: String(leaf), rootHash, treeSize: String(treeSize), hashes, checkpoint },
    body,
  };
}

/** The payload's digest and the signature say that it is ours; the verifier is compared by what it holds, as logs write PEM anew. */
function isOurs(entry: LogEntry, wanted: LoggedEnvelope): boolean {
  const spec = at(parsed(entry.body), "spec");
  const verifier = base64At(spec, "signatures", 0, "verifier")?.toString("latin1") ?? "";
  return (
    entry.kind === "dsse" &&
    entry.version === "0.0.1" &&
    at(spec, "payloadHash", "value") === createHash("sha256").update(wanted.payload).digest("hex") &&
    at(spec, "signatures", 0, "signature") === wanted.signature.toString("base64") &&
    inner(verifier) === inner(wanted.verifier)
  );
}

/** What stands between the borders of a PEM text, without white space. */
function inner(pem: string): string {
  return pem.replace(/-----(?:BEGIN|END) [A-Z ]{1,40}-----/g, "").replace(/\s+/g, "");
}
