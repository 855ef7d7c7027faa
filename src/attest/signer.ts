import { generateKeyPair, sign, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { Signer } from "../core/attestation";
import { preAuthEncoding } from "./dsse";
import type { SigningEndpoints } from "./endpoints";
import { requestCertificate, type SigningCertificate } from "./fulcio";
import { requestIdToken, type GetIdToken } from "./identity";
import type { Network } from "./service";
import { witnessed } from "./witness";

/** Milliseconds before its end from which a certificate is not used for another signature: the witnesses need their time. */
const RESERVE_MS = 180_000;

export interface KeylessOptions extends Network {
  readonly endpoints: SigningEndpoints;
  readonly getIdToken: GetIdToken;
}

/** A key that lives in memory only, with its certificate and the time at which it came, by our clock. */
interface Certified {
  readonly key: KeyObject;
  readonly certificate: SigningCertificate;
  readonly since: number;
}

/**
 * Signs with a key of the moment that Fulcio certifies for who the ID token says we are. A certificate serves all signatures of its few minutes:
 * one token and one request for a run. Errors are `SigningError` and hold no token.
 */
export function createKeylessSigner({ endpoints, getIdToken, ...network }: KeylessOptions): Signer {
  const now = network.now ?? Date.now;
  let known: Certified | undefined;
  let asked: Promise<Certified> | undefined;

  async function certify(): Promise<Certified> {
    const token = await requestIdToken(getIdToken, endpoints.audience);
    const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "prime256v1" });
    const since = now();
    const certificate = await requestCertificate(network, endpoints.fulcio, token, privateKey);
    return { key: privateKey, certificate, since };
  }

  /**
   * One request at a time: who comes while one is under way takes what it brings, its failure too. A hundred signatures do not wait
   * for an outage a hundred times.
   */
  async function certified(): Promise<Certified> {
    if (known !== undefined && isFresh(known, now())) return known;
    asked ??= certify().finally(() => (asked = undefined));
    return (known = await asked);
  }

  return {
    async sign(payload, payloadType) {
      const { key, certificate } = await certified();
      const signed = preAuthEncoding(payloadType, payload);
      const fresh = {
        payload: Buffer.from(payload),
        payloadType,
        signed,
        signature: sign("sha256", signed, key),
        material: { kind: "certificate", der: certificate.der },
        verifier: { certificate: certificate.der },
        valid: certificate,
      } as const;
      return witnessed(network, fresh, endpoints);
    },
  };
}

/** By the time that passed, not by the hour: our clock may be wrong without harm. */
function isFresh({ certificate, since }: Certified, now: number): boolean {
  return now >= since && now - since < certificate.notAfter - certificate.notBefore - RESERVE_MS;
}
