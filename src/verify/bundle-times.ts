import { RFC3161Timestamp } from "@sigstore/core";
import type { Bundle } from "@sigstore/bundle";
import type { SignedEntity } from "@sigstore/verify";
import { Refused } from "../core/attestation";

type BundleEntry = Bundle["verificationMaterial"]["tlogEntries"][number];

/** What says when a bundle was signed. Not verified yet. */
export interface BundleTimes {
  readonly entries: SignedEntity["timestamps"];
  readonly times: readonly Date[];
}

/**
 * Timestamps of authorities (RFC 3161), and times of log entries that the log promises, which is the only way in which it signs a time.
 * Throws `Refused("wrong-timestamp")` for those that cannot be read.
 */
export function timesOf(bundle: Bundle, name: string): BundleTimes {
  const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
  const logged = tlogEntries.filter(promisesTime).map((tlogEntry) => ({
    entry: { $case: "transparency-log" as const, tlogEntry },
    time: new Date(Number(tlogEntry.integratedTime) * 1000),
  }));
  const stamped = (timestampVerificationData?.rfc3161Timestamps ?? []).map(({ signedTimestamp }, index) => {
    const timestamp = readTimestamp(signedTimestamp, `${name}: timestamp ${index + 1}`);
    return { entry: { $case: "timestamp-authority" as const, timestamp }, time: timestamp.signingTime };
  });
  const all = [...logged, ...stamped];
  if (all.some(({ time }) => Number.isNaN(time.getTime())))
    throw new Refused("wrong-timestamp", `${name}: names a time of signing that is none`);
  return { entries: all.map(({ entry }) => entry), times: all.map(({ time }) => time) };
}

function promisesTime(entry: BundleEntry): boolean {
  return entry.inclusionPromise !== undefined && entry.integratedTime !== "0";
}

/** Reads all that the library's check will ask for: it does not expect what is no timestamp there. */
function readTimestamp(bytes: Buffer, where: string): RFC3161Timestamp {
  let granted: boolean;
  let timestamp: RFC3161Timestamp;
  try {
    timestamp = RFC3161Timestamp.parse(Buffer.from(bytes));
    // PKIStatus (RFC 3161, 2.4.2): 0 is granted, 1 granted with changes; others come without a timestamp.
    granted = timestamp.status === 0n || timestamp.status === 1n;
    const asked: readonly unknown[] = [timestamp.signingTime, timestamp.signerSerialNumber, timestamp.signerIssuer];
    granted &&= asked.every((each) => each !== undefined);
  } catch {
    throw new Refused("wrong-timestamp", `${where} cannot be read`);
  }
  if (!granted) throw new Refused("wrong-timestamp", `${where} was not granted by its authority`);
  return timestamp;
}
