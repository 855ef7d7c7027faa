import { sign } from "node:crypto";

import { readBundle } from "../../src/verify/read-bundle";
import { readCertificates } from "../../src/verify/trusted-root";
import { verifyBundle } from "../../src/verify/verify-bundle";
import { certify, Extension, WEB_SERVER, type Certified } from "../support/own-authority";
import { PAYLOAD, refusalOf } from "../support/signed-bundles";

let root: Certified;
let middle: Certified;
let leaf: Certified;
beforeAll(async () => {
  root = await certify({ subject: "CN=Root", authority: true });
  middle = await certify({ subject: "CN=Middle", authority: true, pathLength: 0, by: root });
  leaf = await certify({ subject: "CN=Signer, O=Team", by: middle });
});

/** As `model_signing sign certificate` lays it out: version 0.3, with a chain, no log and no time. */
function bundle(chain: readonly Certified[]): string {
  const encoded = Buffer.concat([Buffer.from(`DSSEv1 1 x ${PAYLOAD.length} `), PAYLOAD]);
  return JSON.stringify({
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {
      x509CertificateChain: { certificates: chain.map(({ der }) => ({ rawBytes: der.toString("base64") })) },
      tlogEntries: [],
    },
    dsseEnvelope: {
      payload: PAYLOAD.toString("base64"),
      payloadType: "x",
      signatures: [{ sig: sign("sha256", encoded, chain[0]!.key).toString("base64") }],
    },
  });
}
async function verify(chain: readonly Certified[], roots: readonly Certified[], now = new Date()) {
  const trust = {
    kind: "certificates",
    roots: readCertificates(roots.map(({ pem }) => pem).join(""), "r.pem"),
  } as const;
  return verifyBundle(readBundle(bundle(chain), "model.sig"), trust, { log: "optional", now });
}

test("a chain to a trusted root holds, with or without the authorities between in the bundle", async () => {
  const expected = {
    signer: { kind: "certificate", claims: { identity: "CN=Signer, O=Team" } },
    times: [],
    logEntries: 0,
  };
  expect(await verify([leaf, middle], [root])).toMatchObject(expected);
  expect(await verify([leaf, middle, root], [root])).toMatchObject(expected);
  expect(await verify([leaf], [middle])).toMatchObject(expected);
  const named = await certify({ subject: "CN=x", by: root, email: "dev@acme.org" });
  expect(await verify([named], [root])).toMatchObject({ signer: { claims: { identity: "dev@acme.org" } } });
});

const made = {
  "nothing between": async () => [leaf],
  "its own root in the bundle": async () => {
    const own = await certify({ subject: "CN=Root", authority: true });
    return [await certify({ subject: "CN=Signer", by: own }), own];
  },
  "a certificate that signs itself": async () => [await certify({ subject: "CN=Root" })],
  "an authority that is none": async () => [await certify({ subject: "CN=x", by: leaf }), leaf, middle],
  "an authority too deep": async () => {
    const deep = await certify({ subject: "CN=Deep", authority: true, by: middle });
    return [await certify({ subject: "CN=x", by: deep }), deep, middle];
  },
  "the authority as the signer": async () => [middle],
  "a web server's certificate": async () => [await certify({ subject: "CN=x", by: root, usage: [WEB_SERVER] })],
  "no word that it is for signing": async () => [await certify({ subject: "CN=x", by: root, usage: null })],
  "a critical extension that nobody knows": async () => [
    await certify({ subject: "CN=x", by: root, extensions: [new Extension("1.2.3.4", true, Buffer.from([5, 0]))] }),
  ],
};
test.each(Object.entries(made))("does not hold with %s", async (_, make) => {
  expect((await refusalOf(verify(await make(), [root]))).kind).toBe("untrusted-certificate");
});

test("without a time it has to be valid today, with every authority", async () => {
  const old = await certify({ subject: "CN=x", by: root, from: -20, until: -10 });
  expect((await refusalOf(verify([old], [root]))).kind).toBe("expired-certificate");
  const later = new Date(Date.now() + 20 * 86_400_000);
  expect((await refusalOf(verify([leaf, middle], [root], later))).kind).toBe("expired-certificate");
});

test("authorities that made each other end the search at once", async () => {
  const names = ["A", "B", "C", "D", "E"];
  const roots = await Promise.all(names.map((name) => certify({ subject: `CN=${name}`, authority: true })));
  // Each of the same name and key would be needed for a real circle; the names alone make all paths worth a look.
  const crossed = await Promise.all(
    roots.map((each, index) => certify({ subject: `CN=${names[(index + 1) % 5]}`, authority: true, by: each })),
  );
  const signer = await certify({ subject: "CN=x", by: crossed[0]! });
  const start = performance.now();
  expect((await refusalOf(verify([signer, ...crossed, ...roots.slice(0, 4)], [root]))).kind).toBe(
    "untrusted-certificate",
  );
  expect(performance.now() - start).toBeLessThan(120_000);
});

test("a certificate that is no authority's vouches for no other", async () => {
  const plain = await certify({ subject: "CN=Plain", by: root });
  const below = await certify({ subject: "CN=Below", by: plain });
  expect(await verify([plain], [root])).toMatchObject({ signer: { kind: "certificate" } });
  expect(await refusalOf(verify([below, plain], [root]))).toMatchObject({ kind: "untrusted-certificate" });
  expect(await refusalOf(verify([below], [plain]))).toMatchObject({ kind: "untrusted-certificate" });
});
