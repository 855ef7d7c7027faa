import { bundleFromJSON, bundleToJSON } from "@sigstore/bundle";
import { bundleJson, type BundleParts } from "../../src/attest/bundle-json";
import type { LogEntry } from "../../src/attest/log-entry";

const ENTRY: LogEntry = {
  logIndex: "0",
  logId: Buffer.alloc(32, 1),
  kind: "hashedrekord",
  version: "0.0.2",
  integratedTime: "0",
  proof: {
    logIndex: "0",
    rootHash: Buffer.alloc(32, 2),
    treeSize: "1",
    hashes: [],
    checkpoint: "log\n1\nroot\n\n\u2014 log sig\n",
  },
  body: Buffer.from("{}"),
};
const PARTS: BundleParts = {
  material: { kind: "certificate", der: Buffer.from([1, 2, 3]) },
  logEntries: [ENTRY],
  timestamps: [],
  payload: Buffer.from("{}"),
  payloadType: "text/plain",
  signature: Buffer.from("sig"),
};

test("the first entry of a log keeps the zeros and the empty lists that protobuf's JSON may leave out", () => {
  const json = bundleJson(PARTS);
  expect(JSON.parse(json)).toEqual({
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {
      certificate: { rawBytes: "AQID" },
      tlogEntries: [
        {
          logIndex: "0",
          logId: { keyId: Buffer.alloc(32, 1).toString("base64") },
          kindVersion: { kind: "hashedrekord", version: "0.0.2" },
          integratedTime: "0",
          inclusionProof: {
            logIndex: "0",
            rootHash: Buffer.alloc(32, 2).toString("base64"),
            treeSize: "1",
            hashes: [],
            checkpoint: { envelope: ENTRY.proof.checkpoint },
          },
          canonicalizedBody: "e30=",
        },
      ],
      timestampVerificationData: { rfc3161Timestamps: [] },
    },
    dsseEnvelope: { payload: "e30=", payloadType: "text/plain", signatures: [{ sig: "c2ln", keyid: "" }] },
  });
  // What the library would have written, and Python refuses.
  expect(JSON.stringify(bundleToJSON(bundleFromJSON(JSON.parse(json))))).not.toContain('"logIndex":"0"');
});

test("the same parts give the same bytes, on one line", () => {
  expect(bundleJson(PARTS)).toBe(bundleJson({ ...PARTS }));
  expect(bundleJson(PARTS)).not.toMatch(/[\r\n]/);
});

test("without log and time there still are empty lists", () => {
  const { verificationMaterial } = JSON.parse(
    bundleJson({ ...PARTS, logEntries: [], material: { kind: "key", hint: "ab" } }),
  );
  expect(verificationMaterial).toEqual({
    publicKey: { hint: "ab" },
    tlogEntries: [],
    timestampVerificationData: { rfc3161Timestamps: [] },
  });
});

test("a chain keeps its order, and bytes of a view are only its own", () => {
  const view = new Uint8Array([9, 1, 2, 9]).subarray(1, 3);
  const ders = [view, Buffer.from([3])];
  const { verificationMaterial } = JSON.parse(bundleJson({ ...PARTS, material: { kind: "chain", ders } }));
  expect(verificationMaterial.x509CertificateChain).toEqual({
    certificates: [{ rawBytes: "AQI=" }, { rawBytes: "Aw==" }],
  });
});
