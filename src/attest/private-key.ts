import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import { SigningError } from "../core/attestation";

/** Characters of a key or chain in PEM. CWE-400. */
const MAX_PEM = 256 * 1024;
/** Certificates of a chain: real ones have 2 to 4. CWE-400. */
const MAX_CHAIN = 16;

const MAKE_ONE = "One that is: `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem`";

/** A key to sign with. */
export interface PrivateKey {
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  /** The curve by its name in standards. */
  readonly curve: "P-256" | "P-384" | "Ed25519";
  /** Digest that goes with the curve (sigstore_common.proto, `PublicKeyDetails`); null where the algorithm has its own. */
  readonly hash: "sha256" | "sha384" | null;
}

const EC_CURVES = new Map<string, Pick<PrivateKey, "curve" | "hash">>([
  ["prime256v1", { curve: "P-256", hash: "sha256" }],
  ["secp384r1", { curve: "P-384", hash: "sha384" }],
]);

/** `pem`: PKCS#8, or an EC key as OpenSSL writes it. Throws `SigningError` of kind `configuration`, never with a part of the key. */
export function readPrivateKey(pem: string, passphrase?: string): PrivateKey {
  if (pem.length > MAX_PEM) throw unusable("it is too long for a key");
  if (/-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----/.test(pem))
    throw unusable("it is in cosign's own format, which is not read here. " + MAKE_ONE);
  const encrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem);
  if (encrypted && passphrase === undefined)
    throw unusable("it is encrypted, and there is no passphrase (MODEL_ASSAY_KEY_PASSPHRASE)");
  const key = parsedKey(pem, encrypted ? passphrase : undefined);
  const publicKey = createPublicKey(key);
  if (key.asymmetricKeyType === "ed25519") return { key, publicKey, curve: "Ed25519", hash: null };
  const known = EC_CURVES.get(key.asymmetricKeyDetails?.namedCurve ?? "");
  if (key.asymmetricKeyType !== "ec" || known === undefined)
    throw unusable(
      `it is ${key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType}, and neither an EC key of P-256 or P-384 nor one of Ed25519. ${MAKE_ONE}`,
    );
  return { key, publicKey, ...known };
}

function parsedKey(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    if (passphrase !== undefined) throw unusable("the passphrase does not open it, or it is damaged");
    throw unusable(
      `it is no private key in PEM${/-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(pem) ? ", but a public one: signing takes the private half" : ""}`,
    );
  }
}

/** Certificates in PEM, in their order. The first has to be the key's own. */
export function readChain(pem: string, publicKey: KeyObject): readonly X509Certificate[] {
  if (pem.length > MAX_PEM) throw wrongChain("it is too long");
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,65536}-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw wrongChain("it holds no certificate in PEM");
  if (blocks.length > MAX_CHAIN) throw wrongChain(`it holds more than ${MAX_CHAIN} certificates`);
  const chain = blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw wrongChain(`its certificate ${index + 1} cannot be read`);
    }
  });
  if (!chain[0]!.publicKey.equals(publicKey)) throw wrongChain("its first certificate is not the private key's");
  for (const [index, issuer] of chain.slice(1).entries())
    if (!chain[index]!.verify(issuer.publicKey))
      throw wrongChain(`certificate ${index + 1} is not signed by the one that follows it`);
  return chain;
}

function unusable(why: string): SigningError {
  return new SigningError("configuration", `The private key cannot be used: ${why}.`);
}

function wrongChain(why: string): SigningError {
  return new SigningError(
    "configuration",
    `The certificate chain cannot be used: ${why}. The signer's own comes first.`,
  );
}
