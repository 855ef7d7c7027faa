import { createHash } from "node:crypto";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { bundleOfEnvelope, bundleOfSimpleSigning } from "../../../src/verify/oci/cosign-layer";
import { readBundle } from "../../../src/verify/read-bundle";
import { verifyBundle } from "../../../src/verify/verify-bundle";
import { envelopeOf, newKey, promiseOf, signatureOf, simplePayload } from "../../support/oci-images";

const key = newKey();
const log = newKey();
const SIGNATURE = "dev.cosignproject.cosign/signature";
const BUNDLE = "dev.sigstore.cosign/bundle";
const payload = simplePayload(`sha256:${"a".repeat(64)}`);
const signature = signatureOf(key, payload);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const pem = Buffer.from(key.publicKey.export({ type: "spki", format: "pem" })).toString("base64");

/** What Rekor v1 logs of it. */
const ENTRY = {
  apiVersion: "0.0.1",
  kind: "hashedrekord",
  spec: {
    data: { hash: { algorithm: "sha256", value: sha256(payload) } },
    signature: { content: signature, publicKey: { content: pem } },
  },
};

const now = new Date("2026-01-02T03:04:05Z");
const { logId, annotation } = promiseOf(log, ENTRY, now.getTime() / 1000);
const root = TrustedRoot.fromJSON({
  tlogs: [
    {
      baseUrl: "https://rekor.example",
      hashAlgorithm: "SHA2_256",
      publicKey: {
        rawBytes: log.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
        keyDetails: "PKIX_ECDSA_P256_SHA_256",
        validFor: { start: "2020-01-01T00:00:00Z" },
      },
      logId: { keyId: logId.toString("base64") },
    },
  ],
});
const check = (bundle: string, artifact?: Uint8Array) =>
  verifyBundle(
    readBundle(bundle, "layer"),
    { kind: "key", key: key.publicKey, root },
    { log: "required", now, ...(artifact === undefined ? {} : { artifact }) },
  );

describe("a layer of cosign before version 3 is a bundle that verifies", () => {
  const annotations = new Map([
    [SIGNATURE, signature],
    [BUNDLE, annotation],
  ]);

  test("simple signing, with the promise of its log", async () => {
    const found = await check(bundleOfSimpleSigning(Buffer.from(payload), annotations), Buffer.from(payload));
    expect(found).toMatchObject({
      content: { kind: "digest", sha256: sha256(payload) },
      logEntries: 1,
      times: ["2026-01-02T03:04:05.000Z"],
    });
  });

  test("the promise of another time is refused", async () => {
    const later = annotation.replace(String(now.getTime() / 1000), String(now.getTime() / 1000 + 1));
    expect(later).not.toBe(annotation);
    const bundle = bundleOfSimpleSigning(Buffer.from(payload), new Map([...annotations, [BUNDLE, later]]));
    await expect(check(bundle, Buffer.from(payload))).rejects.toMatchObject({ kind: "wrong-log-entry" });
  });

  test("another payload is refused", async () => {
    const other = Buffer.from(payload.replace("a".repeat(64), "b".repeat(64)));
    await expect(check(bundleOfSimpleSigning(other, annotations), other)).rejects.toMatchObject({ name: "Refused" });
  });

  test("an envelope, with the promise of its log", async () => {
    const statement = JSON.stringify({ _type: "https://in-toto.io/Statement/v0.1", subject: [] });
    const envelope = envelopeOf(key, statement);
    const entry = {
      apiVersion: "0.0.1",
      kind: "dsse",
      spec: {
        envelopeHash: { algorithm: "sha256", value: sha256(JSON.stringify(envelope)) },
        payloadHash: { algorithm: "sha256", value: sha256(statement) },
        signatures: [{ signature: envelope.signatures[0]!.sig, verifier: pem }],
      },
    };
    const promised = promiseOf(log, entry, now.getTime() / 1000).annotation;
    const bundle = bundleOfEnvelope(Buffer.from(JSON.stringify(envelope)), new Map([[BUNDLE, promised]]));
    const { content, logEntries } = await check(bundle);
    expect(content.kind === "payload" && Buffer.from(content.payload).toString()).toBe(statement);
    expect(logEntries).toBe(1);
  });
});

describe("malformed layers are refused", () => {
  const good = JSON.parse(annotation) as { Payload: Record<string, unknown>; SignedEntryTimestamp: string };
  const withLog = (changes: object, promise: object = {}) =>
    JSON.stringify({ ...good, ...promise, Payload: { ...good.Payload, ...changes } });
  test.each([
    ["its signature", { [SIGNATURE]: "" }],
    ["its signature", { [SIGNATURE]: "a b" }],
    ["its certificate", { "dev.sigstore.cosign/certificate": "no PEM" }],
    ["its log entry is not JSON", { [BUNDLE]: "{" }],
    ["its log entry is no object", { [BUNDLE]: "[]" }],
    ["its log entry is no object", { [BUNDLE]: "{}" }],
    ["its log entry is missing, or is not base64", { [BUNDLE]: withLog({ body: "!" }) }],
    ["its log entry has no kind", { [BUNDLE]: withLog({ body: "e30=" }) }],
    ["its log entry names no log", { [BUNDLE]: withLog({ logID: "00" }) }],
    ["its log entry has no time", { [BUNDLE]: withLog({ integratedTime: "1" }) }],
    ["the promise of its log", { [BUNDLE]: withLog({}, { SignedEntryTimestamp: 1 }) }],
    ["its timestamp", { "dev.sigstore.cosign/rfc3161timestamp": "{}" }],
  ])("%s: %j", (words, annotations) => {
    const all = new Map(Object.entries({ [SIGNATURE]: signature, ...annotations }));
    expect(() => bundleOfSimpleSigning(Buffer.from(payload), all)).toThrow(
      expect.objectContaining({ name: "Malformed", message: expect.stringContaining(words) }),
    );
  });

  test.each(["", "null", "{}", '{"payload":"e30=","payloadType":"t","signatures":[]}', '{"signatures":[{},{}]}'])(
    "an envelope %j",
    (text) => {
      expect(() => bundleOfEnvelope(Buffer.from(text), new Map())).toThrow(
        expect.objectContaining({ name: "Malformed", message: expect.stringContaining("envelope") }),
      );
    },
  );
});
