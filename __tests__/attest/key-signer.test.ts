import { createHash, generateKeyPairSync, verify, X509Certificate, type KeyObject } from "node:crypto";
import { initializeCA } from "@sigstore/mock/dist/fulcio";
import { SigningError } from "../../src/core/attestation";
import { createKeySigner, type KeySignerOptions } from "../../src/attest/key-signer";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { checkWithKey } from "../support/sigstore-check";
import { preAuthEncoding } from "../support/sigstore-rekor";
import { startSigstore, type SigstoreServer } from "../support/sigstore-server";

const PAYLOAD = Buffer.from('{"a":1}');
const TYPE = "application/vnd.in-toto+json";

const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve });
const pkcs8 = (key: KeyObject) => String(key.export({ type: "pkcs8", format: "pem" }));
const P256 = ec("prime256v1");

let sigstore: SigstoreServer;
let http: ClosableHttpClient;
beforeAll(async () => {
  sigstore = await startSigstore();
  http = createHttpClient({ env: {} });
});
afterAll(async () => {
  await http.close();
  await sigstore.close();
});

async function sign(options: KeySignerOptions) {
  const signed = await createKeySigner(options).sign(PAYLOAD, TYPE);
  const bundle = JSON.parse(signed.json);
  const [{ sig }] = bundle.dsseEnvelope.signatures;
  return { ...signed, bundle, signature: Buffer.from(sig, "base64") };
}

test.each([
  ["P-256", P256, "sha256"],
  ["P-384", ec("secp384r1"), "sha384"],
  ["Ed25519", generateKeyPairSync("ed25519"), null],
] as const)(
  "a key of %s signs the pre-authentication encoding, and its hint is what model_signing compares",
  async (_, keys, hash) => {
    const { bundle, signature, logIndex } = await sign({ privateKey: pkcs8(keys.privateKey) });
    expect(verify(hash, preAuthEncoding(TYPE, PAYLOAD), keys.publicKey, signature)).toBe(true);
    expect(verify(hash, preAuthEncoding(TYPE, Buffer.from("{}")), keys.publicKey, signature)).toBe(false);
    const pem = keys.publicKey.export({ type: "spki", format: "pem" });
    const hint = createHash("sha256").update(pem).digest("hex");
    expect(bundle.verificationMaterial).toEqual({
      publicKey: { hint },
      tlogEntries: [],
      timestampVerificationData: { rfc3161Timestamps: [] },
    });
    expect(logIndex).toBeUndefined();
    const signer = createKeySigner({ privateKey: pkcs8(keys.privateKey) });
    expect(signer.publicKey).toBe(pem);
    const der = keys.publicKey.export({ type: "spki", format: "der" });
    expect(signer.fingerprint).toBe(createHash("sha256").update(der).digest("hex"));
  },
);

test.each([1, 2] as const)("with a Rekor v%d and a timestamp it holds for @sigstore/verify", async (version) => {
  const { json, logIndex } = await sign({
    privateKey: pkcs8(P256.privateKey),
    network: { http },
    rekor: { url: version === 1 ? sigstore.urls.rekor1 : sigstore.urls.rekor2, version },
    tsa: sigstore.urls.tsa,
  });
  expect(logIndex).toMatch(/^\d+$/);
  const root = sigstore.trustedRoot();
  checkWithKey(json, root, P256.publicKey.export({ type: "spki", format: "der" }), 1);
  const other = ec("prime256v1").publicKey.export({ type: "spki", format: "der" });
  expect(() => checkWithKey(json, root, other, 1)).toThrow();
});

test("an encrypted key is opened with its passphrase, in both ways of writing it", async () => {
  const cipher = { cipher: "aes-256-cbc", passphrase: "open sesame" } as const;
  for (const type of ["pkcs8", "sec1"] as const) {
    const privateKey = String(P256.privateKey.export({ type, format: "pem", ...cipher }));
    const { signature } = await sign({ privateKey, passphrase: "open sesame" });
    expect(verify("sha256", preAuthEncoding(TYPE, PAYLOAD), P256.publicKey, signature)).toBe(true);
    expect(() => createKeySigner({ privateKey })).toThrow("it is encrypted, and there is no passphrase");
    const wrong = () => createKeySigner({ privateKey, passphrase: "open barley" });
    expect(wrong).toThrow("the passphrase does not open it");
    expect(wrong).not.toThrow(/barley/);
  }
});

/** A signer's certificate under an authority of its own, PEM. */
async function chainFor(key: KeyObject): Promise<{ leaf: string; root: string }> {
  const ca = await initializeCA(P256);
  const der = await ca.issueCertificate({
    publicKey: key.export({ type: "spki", format: "der" }),
    subjectAltName: "https://signer.example",
  });
  const pem = (bytes: ArrayBufferView) => new X509Certificate(Buffer.from(bytes.buffer as ArrayBuffer)).toString();
  return { leaf: pem(der), root: pem(ca.rootCertificate) };
}

test("a chain goes into the bundle, the signer's certificate first", async () => {
  const keys = ec("prime256v1");
  const { leaf, root } = await chainFor(keys.publicKey);
  const privateKey = pkcs8(keys.privateKey);
  const { bundle } = await sign({
    privateKey,
    chain: `a comment\n${leaf}\n${root}`,
    network: { http },
    tsa: sigstore.urls.tsa,
  });
  const raw = (pem: string) => ({ rawBytes: new X509Certificate(pem).raw.toString("base64") });
  expect(bundle.verificationMaterial.x509CertificateChain).toEqual({ certificates: [raw(leaf), raw(root)] });
  expect(bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps).toHaveLength(1);
  const refused: [string, RegExp][] = [
    [root, /its first certificate is not the private key's/],
    [`${root}\n${leaf}`, /its first certificate is not the private key's/],
    [`${leaf}\n${leaf}`, /certificate 1 is not signed by the one that follows it/],
    ["", /holds no certificate/],
    [leaf.repeat(17), /more than 16 certificates/],
    ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", /certificate 1 cannot be read/],
    [" ".repeat(300_000), /too long/],
  ];
  for (const [chain, words] of refused) expect(() => createKeySigner({ privateKey, chain })).toThrow(words);
});

test("a certificate that is over is told, where an authority says the time", async () => {
  const keys = ec("prime256v1");
  const { leaf } = await chainFor(keys.publicKey);
  sigstore.skew("tsa", 3_600_000);
  const options = { privateKey: pkcs8(keys.privateKey), chain: leaf, network: { http }, tsa: sigstore.urls.tsa };
  await expect(sign(options)).rejects.toThrow(/^The certificate holds from .* and the timestamp authority at/);
  sigstore.heal();
});

test.each<[string, () => KeySignerOptions, string]>([
  ["no key", () => ({ privateKey: "nothing" }), "it is no private key in PEM"],
  [
    "a public key",
    () => ({ privateKey: String(P256.publicKey.export({ type: "spki", format: "pem" })) }),
    "it is no private key in PEM",
  ],
  [
    "RSA",
    () => ({ privateKey: pkcs8(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey) }),
    "neither an EC key",
  ],
  ["another curve", () => ({ privateKey: pkcs8(ec("secp256k1").privateKey) }), "neither an EC key"],
  [
    "cosign's own format",
    () => ({ privateKey: "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nAA" }),
    "cosign's own format",
  ],
  ["a text without end", () => ({ privateKey: "x".repeat(300_000) }), "too long"],
  [
    "a P-384 key for a log",
    () => ({
      privateKey: pkcs8(ec("secp384r1").privateKey),
      network: { http },
      rekor: { url: "https://x", version: 2 },
    }),
    "P-256 keys only, and this one is P-384",
  ],
  ["no network", () => ({ privateKey: pkcs8(P256.privateKey), tsa: "https://x" }), "needs the network"],
])("%s is refused in words", (_, options, words) => {
  expect(() => createKeySigner(options())).toThrow(SigningError);
  expect(() => createKeySigner(options())).toThrow(words);
});
