import { createPublicKey, sign, X509Certificate, type KeyObject } from "node:crypto";
import { SigningError } from "../core/attestation";
import { serverOf } from "../core/http";
import type { IdToken } from "./identity";
import { parsed, textAt } from "./json-answer";
import { ask, brokenAnswer, type Network } from "./service";

/** Bytes of Fulcio's answer: a chain of a few certificates, 2 KiB each. CWE-400. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** A certificate for a key, and when it holds. */
export interface SigningCertificate {
  /** DER. */
  readonly der: Buffer;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * Asks a Fulcio for a certificate (https://github.com/sigstore/fulcio/blob/main/fulcio.proto, `POST /api/v2/signingCert`): the token says who, a
 * signature over its subject proves that the key is ours. Throws `SigningError` without the token.
 */
export async function requestCertificate(
  network: Network,
  baseUrl: string,
  token: IdToken,
  key: KeyObject,
): Promise<SigningCertificate> {
  const url = `${baseUrl}/api/v2/signingCert`;
  const publicKey = createPublicKey(key);
  const body = JSON.stringify({
    credentials: { oidcIdentityToken: token.reveal() },
    publicKeyRequest: {
      publicKey: { algorithm: "ECDSA", content: publicKey.export({ type: "spki", format: "pem" }) },
      proofOfPossession: sign("sha256", Buffer.from(token.subject), key).toString("base64"),
    },
  });
  const answer = await ask(network, {
    service: "Fulcio",
    method: "POST",
    url,
    headers: { "content-type": "application/json" },
    body,
    maxBytes: MAX_ANSWER_BYTES,
    secrets: [token.reveal()],
  }).catch((error: unknown) => {
    throw explained(error, token, url, (network.now ?? Date.now)());
  });
  return certificateIn(parsed(answer.body), publicKey, url);
}

/** A refusal for a token whose time is over says so. */
function explained(error: unknown, token: IdToken, url: string, now: number): unknown {
  if (!(error instanceof SigningError) || error.kind !== "refused") return error;
  const expiry = token.expiry(now);
  if (expiry !== undefined)
    return new SigningError(
      "refused",
      `Fulcio at ${serverOf(url)} refused the ID token: ${expiry}. Nothing was signed.`,
    );
  return new SigningError("refused", `${error.message} Does this Fulcio trust the issuer of the ID token?`);
}

function certificateIn(answer: unknown, publicKey: KeyObject, url: string): SigningCertificate {
  const pem =
    textAt(answer, "signedCertificateEmbeddedSct", "chain", "certificates", 0) ??
    textAt(answer, "signedCertificateDetachedSct", "chain", "certificates", 0);
  if (pem === undefined) throw brokenAnswer("Fulcio", url, "it holds no certificate");
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    throw brokenAnswer("Fulcio", url, "its certificate cannot be read");
  }
  if (!certificate.publicKey.equals(publicKey))
    throw brokenAnswer("Fulcio", url, "its certificate is for another key than ours");
  const [notBefore, notAfter] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  if (!(notBefore < notAfter)) throw brokenAnswer("Fulcio", url, "its certificate never holds");
  return { der: certificate.raw, notBefore, notAfter };
}
