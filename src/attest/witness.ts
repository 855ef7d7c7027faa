import { SigningError, type SignedBundle } from "../core/attestation";
import { serverOf } from "../core/http";
import { bundleJson, type VerificationMaterial } from "./bundle-json";
import type { RekorEndpoint } from "./endpoints";
import type { LogEntry } from "./log-entry";
import { logInRekorV1 } from "./rekor-v1";
import { logInRekorV2 } from "./rekor-v2";
import type { Network } from "./service";
import { requestTimestamp } from "./timestamp";

/** Who is to say when something was signed, and to keep it. */
export interface Witnesses {
  readonly rekor?: RekorEndpoint;
  readonly tsa?: string;
}

/** A DSSE signature before anyone has seen it. */
export interface FreshSignature {
  readonly payload: Buffer;
  readonly payloadType: string;
  /** What was signed: the pre-authentication encoding. */
  readonly signed: Buffer;
  readonly signature: Buffer;
  readonly material: VerificationMaterial;
  /** The key as logs take it: a certificate in DER, or a SubjectPublicKeyInfo in DER. */
  readonly verifier: { readonly certificate: Buffer } | { readonly publicKey: Buffer };
  /** When the certificate holds, milliseconds since 1970; absent for a key without one. */
  readonly valid?: { readonly notBefore: number; readonly notAfter: number };
}

/** A moment that a service vouches for. */
interface Moment {
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Has a signature witnessed, and brings the bundle. Throws `SigningError` where one witness fails: half a bundle helps nobody. */
export async function witnessed(network: Network, fresh: FreshSignature, witnesses: Witnesses): Promise<SignedBundle> {
  const { rekor, tsa } = witnesses;
  const [stamped, logged] = await Promise.allSettled([
    tsa === undefined ? undefined : requestTimestamp(network, tsa, fresh.signature),
    rekor === undefined ? undefined : log(network, fresh, rekor),
  ]);
  if (stamped.status === "rejected") throw stamped.reason;
  if (logged.status === "rejected") throw logged.reason;
  const [stamp, entry] = [stamped.value, logged.value];
  const moments: Moment[] = [
    ...(stamp === undefined ? [] : [{ service: `the timestamp authority at ${serverOf(tsa!)}`, time: stamp.time }]),
    ...(entry === undefined || entry.integratedTime === "0"
      ? []
      : [{ service: `Rekor at ${serverOf(rekor!.url)}`, time: Number(entry.integratedTime) * 1000 }]),
  ];
  for (const moment of moments) mustHold(fresh, moment);
  const json = bundleJson({
    material: fresh.material,
    logEntries: entry === undefined ? [] : [entry],
    timestamps: stamp === undefined ? [] : [stamp.der],
    payload: fresh.payload,
    payloadType: fresh.payloadType,
    signature: fresh.signature,
  });
  return { json, ...(entry === undefined ? {} : { logIndex: entry.logIndex }) };
}

function log(network: Network, fresh: FreshSignature, { url, version }: RekorEndpoint): Promise<LogEntry> {
  if (version === 2) return logInRekorV2(network, url, fresh);
  return logInRekorV1(network, url, { ...fresh, verifier: pemOf(fresh.verifier) });
}

function pemOf(verifier: FreshSignature["verifier"]): string {
  const [label, der] =
    "certificate" in verifier ? ["CERTIFICATE", verifier.certificate] : ["PUBLIC KEY", verifier.publicKey];
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** A signature from a time at which its certificate does not hold is refused by every verifier: better to hear it now. */
function mustHold({ valid }: FreshSignature, { service, time }: Moment): void {
  // Certificates know whole seconds only.
  const second = Math.floor(time / 1000) * 1000;
  if (valid === undefined || (second >= valid.notBefore && second <= valid.notAfter)) return;
  const [from, to] = [new Date(valid.notBefore).toISOString(), new Date(valid.notAfter).toISOString()];
  throw new SigningError(
    "outage",
    `The certificate holds from ${from} to ${to}, and ${service} says that it is ${new Date(time).toISOString()}: one of the two clocks is wrong, and nobody would accept the signature. Nothing was signed.`,
  );
}
