import { createHash } from "node:crypto";
import { ask, brokenAnswer, type Network } from "./service";

/** Bytes of a timestamp response: a signature and a few certificates. CWE-400. */
const MAX_ANSWER_BYTES = 256 * 1024;
const SERVICE = "The timestamp authority";

export interface SignedTimestamp {
  /** `TimeStampResp` (RFC 3161), DER. */
  readonly der: Buffer;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/**
 * Has a signature stamped by a timestamp authority, asked as JSON
 * (https://github.com/sigstore/timestamp-authority/blob/main/openapi.yaml). Throws `SigningError`, also where the answer is about something else.
 */
export async function requestTimestamp(network: Network, url: string, signature: Buffer): Promise<SignedTimestamp> {
  const artifactHash = createHash("sha256").update(signature).digest("base64");
  const answer = await ask(network, {
    service: SERVICE,
    method: "POST",
    url,
    headers: { "content-type": "application/json", accept: "application/timestamp-reply" },
    body: JSON.stringify({ artifactHash, hashAlgorithm: "sha256", certificates: true }),
    maxBytes: MAX_ANSWER_BYTES,
  });
  const der = Buffer.from(answer.body);
  const { RFC3161Timestamp } = await import("@sigstore/core");
  try {
    const stamp = RFC3161Timestamp.parse(der);
    stamp.tstInfo.verify(signature);
    const time = stamp.tstInfo.genTime.getTime();
    if (stamp.status > 1n || Number.isNaN(time)) throw new Error("not granted");
    return { der, time };
  } catch (error) {
    // What the library cannot read, verifiers that use it cannot either: of fractions of a second it knows three digits only.
    const time = error instanceof Error && error.message === "invalid time";
    const what = time
      ? "its time is written in a way that verifiers do not read"
      : "it is no timestamp of our signature";
    throw brokenAnswer(SERVICE, url, what);
  }
}
