import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { bundleOfDetached, bundleOfOldCosign, isOldCosignBundle } from "../../src/verify/cosign-detached";
import { readCertificates, readPublicKey, readTrustedRoot, type Trust } from "../../src/verify/trusted-root";
import { verifyBundle, type VerifyOptions } from "../../src/verify/verify-bundle";
import { certify, type Certified } from "../support/own-authority";
import { flipped, refusalOf, type Loose } from "../support/signed-bundles";

const FILE = Buffer.from("the weights\n");
const SHA256 = createHash("sha256").update(FILE).digest("hex");
const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const pem = String(keys.publicKey.export({ type: "spki", format: "pem" }));
const signature = sign("sha256", FILE, keys.privateKey);
const byKey: Trust = { kind: "key", key: readPublicKey(pem, "cosign.pub") };

let root: Certified;
let leaf: Certified;
beforeAll(async () => {
  root = await certify({ subject: "CN=Root", authority: true });
  leaf = await certify({ subject: "CN=Signer", by: root, email: "dev@acme.org" });
});

type Detached = Partial<Parameters<typeof bundleOfDetached>[0]>;
const verify = async (detached: Detached, trust: Trust, options: Partial<VerifyOptions> = {}) => {
  const bundle = bundleOfDetached({ signature, sha256: SHA256, ...detached }, "w.bin.sig");
  return verifyBundle(bundle, trust, { log: "optional", now: new Date(), artifact: FILE, ...options });
};
async function* stream(): AsyncGenerator<Uint8Array> {
  for (const byte of FILE) yield Uint8Array.of(byte);
}

test("a signature beside its file, as base64 or bytes, by a key", async () => {
  const expected = { signer: { kind: "key" }, content: { kind: "digest", sha256: SHA256 } };
  expect(await verify({ signature: Buffer.from(`${signature.toString("base64")}\n`) }, byKey)).toMatchObject(expected);
  expect(await verify({}, byKey)).toMatchObject(expected);
  expect(await verify({}, byKey, { artifact: stream() })).toMatchObject(expected);
});

test("with a certificate, in PEM or base64 of PEM", async () => {
  const trust: Trust = { kind: "certificates", roots: readCertificates(root.pem, "root.pem") };
  const signed = { signature: sign("sha256", FILE, leaf.key) };
  for (const certificate of [leaf.pem, Buffer.from(leaf.pem).toString("base64")])
    expect(await verify({ ...signed, certificate }, trust)).toMatchObject({
      signer: { claims: { identity: "dev@acme.org" } },
    });
  expect((await refusalOf(verify({ ...signed, certificate: root.pem }, trust))).kind).toBe("untrusted-certificate");
  expect((await refusalOf(verify({ certificate: leaf.pem }, trust))).kind).toBe("wrong-signature");
});

test.each<[string, string, Detached, Partial<VerifyOptions>]>([
  ["another file", "file-changed", {}, { artifact: Buffer.from("other") }],
  ["another file as a stream", "file-changed", { sha256: "0".repeat(64) }, { artifact: stream() }],
  ["no file", "not-found", {}, { artifact: undefined as never }],
  [
    "a changed signature",
    "wrong-signature",
    { signature: Buffer.from(flipped(signature.toString("base64")), "base64") },
    {},
  ],
  ["an empty signature", "malformed", { signature: Buffer.alloc(0) }, {}],
  ["a certificate that is none", "malformed", { certificate: "-----BEGIN CERTIFICATE-----\n" }, {}],
  ["no log entry", "trusted-root", {}, { log: "required" }],
])("with %s it is refused", async (_, kind, detached, options) => {
  expect((await refusalOf(verify(detached, byKey, options))).kind).toBe(kind);
});

test("Ed25519 and RSA too, and only a whole file for Ed25519", async () => {
  const ed = generateKeyPairSync("ed25519");
  const trust: Trust = { kind: "key", key: ed.publicKey };
  const signed = { signature: sign(null, FILE, ed.privateKey) };
  expect(await verify(signed, trust)).toMatchObject({ content: { sha256: SHA256 } });
  expect((await refusalOf(verify(signed, trust, { artifact: stream() }))).kind).toBe("wrong-key");
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const byRsa: Trust = { kind: "key", key: rsa.publicKey };
  expect(await verify({ signature: sign("sha256", FILE, rsa.privateKey) }, byRsa)).toMatchObject({
    content: { sha256: SHA256 },
  });
});

test("a private key is no public key", () => {
  const secret = String(keys.privateKey.export({ type: "pkcs8", format: "pem" }));
  expect(() => readPublicKey(secret, "k.pem")).toThrow(/k\.pem: no public key in PEM/);
  expect(() => readPublicKey(secret, "k.pem")).not.toThrow(new RegExp(secret.slice(60, 90).replace(/[+/]/g, ".")));
});

describe("the bundle that cosign wrote before version 3", () => {
  const log = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const spki = log.publicKey.export({ type: "spki", format: "der" });
  const logID = createHash("sha256").update(spki).digest("hex");
  const body = Buffer.from(
    JSON.stringify({
      apiVersion: "0.0.1",
      kind: "hashedrekord",
      spec: {
        data: { hash: { algorithm: "sha256", value: SHA256 } },
        signature: {
          content: signature.toString("base64"),
          publicKey: { content: Buffer.from(pem).toString("base64") },
        },
      },
    }),
  ).toString("base64");
  const integratedTime = Math.floor(Date.now() / 1000);
  const payload = { body, integratedTime, logID, logIndex: 7 };
  const promise = sign("sha256", Buffer.from(JSON.stringify(payload)), log.privateKey).toString("base64");
  const good = {
    base64Signature: signature.toString("base64"),
    cert: Buffer.from(pem).toString("base64"),
    rekorBundle: { SignedEntryTimestamp: promise, Payload: payload },
  };
  const root = readTrustedRoot(
    JSON.stringify({
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [
        {
          baseUrl: "https://log.test",
          hashAlgorithm: "SHA2_256",
          publicKey: {
            rawBytes: spki.toString("base64"),
            keyDetails: "PKIX_ECDSA_P256_SHA_256",
            validFor: { start: "2020-01-01T00:00:00Z" },
          },
          logId: { keyId: Buffer.from(logID, "hex").toString("base64") },
        },
      ],
    }),
    "root.json",
  );
  const check = async (edit: (bundle: Loose) => void = () => {}) => {
    const bundle = structuredClone(good);
    edit(bundle);
    const text = JSON.stringify(bundle);
    expect(isOldCosignBundle(text)).toBe(true);
    return verifyBundle(bundleOfOldCosign(text, SHA256, "cosign.bundle"), { ...byKey, root } as Trust, {
      log: "required",
      now: new Date(),
      artifact: FILE,
    });
  };

  test("holds with the promise of its log", async () => {
    expect(await check()).toMatchObject({ logEntries: 1, times: [new Date(integratedTime * 1000).toISOString()] });
  });

  test.each<[string, string, (bundle: Loose) => void]>([
    ["another time", "wrong-log-entry", (b) => b.rekorBundle.Payload.integratedTime++],
    ["another promise", "wrong-log-entry", (b) => (b.rekorBundle.SignedEntryTimestamp = flipped(promise, 0.9))],
    ["another log", "wrong-log-entry", (b) => (b.rekorBundle.Payload.logID = "0".repeat(64))],
    ["no promise", "malformed", (b) => delete b.rekorBundle.SignedEntryTimestamp],
    ["another signature", "wrong-signature", (b) => (b.base64Signature = flipped(b.base64Signature))],
    ["a field more", "malformed", (b) => (b.extra = 1)],
    ["no log entry", "no-log-entry", (b) => delete b.rekorBundle],
  ])("and not with %s", async (_, kind, edit) => {
    expect((await refusalOf(check(edit))).kind).toBe(kind);
  });
});
