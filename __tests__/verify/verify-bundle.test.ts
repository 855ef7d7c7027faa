import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { readBundle } from "../../src/verify/read-bundle";
import { fingerprintOf, readTrustedRoot, type Trust } from "../../src/verify/trusted-root";
import { verifyBundle, type VerifyOptions } from "../../src/verify/verify-bundle";
import { flipped, PAYLOAD, refusalOf, startSigning, WORKFLOW, type Loose } from "../support/signed-bundles";

let signing: Awaited<ReturnType<typeof startSigning>>;
beforeAll(async () => {
  signing = await startSigning();
});
afterAll(() => signing.close());

const MINUTE = 60_000;

function verify(bundle: Loose, options: Partial<VerifyOptions> = {}, trust: Trust = signing.trust()) {
  // What is read wrongly is refused too, and by the same kind of error.
  const read = async () => readBundle(JSON.stringify(bundle), "a.sigstore.json");
  return read().then((checked) => verifyBundle(checked, trust, { log: "required", now: new Date(), ...options }));
}

describe("a bundle that holds", () => {
  test.each([
    ["Rekor v2 and a timestamp", { log: 2 as const }, 1],
    ["Rekor v1", { log: 1 as const, tsa: false }, 1],
    ["Rekor v1 and a timestamp", { log: 1 as const }, 1],
  ])("with %s says who signed what, and when", async (_, wishes, logEntries) => {
    const before = Date.now() - 1000;
    const verified = await verify(await signing.bundle(wishes));
    expect(verified).toMatchObject({
      signer: { kind: "certificate", claims: { identity: WORKFLOW, issuer: signing.sigstore.urls.oidc } },
      content: { kind: "payload", type: "application/vnd.in-toto+json" },
      logEntries,
    });
    expect(verified.content.kind === "payload" && Buffer.from(verified.content.payload)).toEqual(PAYLOAD);
    for (const time of verified.times) expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
    expect(verified.times.length).toBeGreaterThan(0);
  });

  test("has all of GitHub's claims", async () => {
    const { signer } = await verify(await signing.bundle({ log: 2 }));
    expect(signer).toEqual({
      kind: "certificate",
      claims: {
        identity: WORKFLOW,
        issuer: signing.sigstore.urls.oidc,
        buildSignerUri: WORKFLOW,
        buildSignerDigest: "2".repeat(40),
        runnerEnvironment: "github-hosted",
        sourceRepositoryUri: "https://github.com/acme/model-repo",
        sourceRepositoryDigest: "1".repeat(40),
        sourceRepositoryRef: "refs/heads/main",
        sourceRepositoryId: "1001",
        sourceRepositoryOwnerUri: "https://github.com/acme",
        sourceRepositoryOwnerId: "2002",
        buildConfigUri: "https://github.com/acme/model-repo/.github/workflows/train.yml@refs/heads/main",
        buildConfigDigest: "1".repeat(40),
        buildTrigger: "push",
        runInvocationUri: "https://github.com/acme/model-repo/actions/runs/123456/attempts/1",
        sourceRepositoryVisibility: "public",
      },
    });
  });

  test("without a log holds where the policy does not want one, and not where it does", async () => {
    const bundle = await signing.bundle({});
    expect(await verify(bundle, { log: "optional" })).toMatchObject({ logEntries: 0 });
    expect(await refusalOf(verify(bundle))).toEqual({
      kind: "no-log-entry",
      message: "a.sigstore.json: is in no transparency log, and the policy requires that it is",
    });
  });
});

describe("is refused, in its own words:", () => {
  let v1: Loose;
  let v2: Loose;
  let other: Loose;
  beforeAll(async () => {
    v1 = await signing.bundle({ log: 1, tsa: false });
    v2 = await signing.bundle({ log: 2 });
    other = await signing.bundle({ log: 2 }, {}, Buffer.from("{}"));
  });
  const change = (from: Loose, edit: (bundle: Loose) => void): Loose => {
    const copy = structuredClone(from);
    edit(copy);
    return copy;
  };
  const entry = (bundle: Loose): Loose => bundle.verificationMaterial.tlogEntries[0];
  const stamp = (bundle: Loose): Loose => bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps[0];
  /** Another body of a log entry, by a change to its JSON. */
  const rewrite = (bundle: Loose, edit: (body: Loose) => void): void => {
    const body = JSON.parse(Buffer.from(entry(bundle).canonicalizedBody, "base64").toString()) as Loose;
    edit(body);
    entry(bundle).canonicalizedBody = Buffer.from(JSON.stringify(body)).toString("base64");
  };

  const EDITS: readonly [string, string, 1 | 2, (bundle: Loose) => void][] = [
    ["a changed payload", "wrong-signature", 2, (b) => (b.dsseEnvelope.payload = flipped(b.dsseEnvelope.payload))],
    ["another payload type", "wrong-signature", 2, (b) => (b.dsseEnvelope.payloadType = "text/plain")],
    [
      "a changed signature",
      "wrong-signature",
      2,
      (b) => (b.dsseEnvelope.signatures[0].sig = flipped(b.dsseEnvelope.signatures[0].sig)),
    ],
    ["another's signature", "wrong-signature", 2, (b) => (b.dsseEnvelope.signatures = other.dsseEnvelope.signatures)],
    [
      "another's certificate",
      "wrong-signature",
      2,
      (b) => (b.verificationMaterial.certificate = other.verificationMaterial.certificate),
    ],
    [
      "another's timestamp",
      "wrong-timestamp",
      2,
      (b) => (b.verificationMaterial.timestampVerificationData = other.verificationMaterial.timestampVerificationData),
    ],
    ["a timestamp that is none", "wrong-timestamp", 2, (b) => (stamp(b).signedTimestamp = "MAA=")],
    [
      "a changed timestamp",
      "wrong-timestamp",
      2,
      (b) => (stamp(b).signedTimestamp = flipped(stamp(b).signedTimestamp, 0.98)),
    ],
    [
      "a timestamp twice",
      "wrong-timestamp",
      2,
      (b) => b.verificationMaterial.timestampVerificationData.rfc3161Timestamps.push(stamp(b)),
    ],
    [
      "no timestamp, and a log without time",
      "no-timestamp",
      2,
      (b) => delete b.verificationMaterial.timestampVerificationData,
    ],
    [
      "another's log entry",
      "wrong-log-entry",
      2,
      (b) => (b.verificationMaterial.tlogEntries = other.verificationMaterial.tlogEntries),
    ],
    ["a log entry twice", "wrong-log-entry", 2, (b) => b.verificationMaterial.tlogEntries.push(entry(b))],
    ["a changed log entry", "wrong-log-entry", 2, (b) => rewrite(b, (body) => (body.spec.extra = 1))],
    [
      "a proof without its promise and log",
      "wrong-log-entry",
      2,
      (b) => (entry(b).logId.keyId = flipped(entry(b).logId.keyId)),
    ],
    ["another index in the log", "wrong-log-entry", 2, (b) => (entry(b).logIndex = "77")],
    ["another size of the log", "wrong-log-entry", 2, (b) => (entry(b).inclusionProof.treeSize = "77")],
    [
      "another state of the log",
      "wrong-log-entry",
      2,
      (b) => (entry(b).inclusionProof.rootHash = flipped(entry(b).inclusionProof.rootHash)),
    ],
    ["a changed checkpoint", "wrong-log-entry", 2, (b) => (entry(b).inclusionProof.checkpoint.envelope += "x")],
    ["no log entry", "no-log-entry", 2, (b) => (b.verificationMaterial.tlogEntries = [])],
    [
      "a changed promise of the log",
      "wrong-log-entry",
      1,
      (b) =>
        (entry(b).inclusionPromise.signedEntryTimestamp = flipped(entry(b).inclusionPromise.signedEntryTimestamp, 0.9)),
    ],
    [
      "another time in the log",
      "wrong-log-entry",
      1,
      (b) => (entry(b).integratedTime = String(Number(entry(b).integratedTime) + 1)),
    ],
    [
      "a log entry for another payload",
      "wrong-log-entry",
      1,
      (b) => rewrite(b, (body) => (body.spec.payloadHash.value = "0".repeat(64))),
    ],
    ["a promise that is taken away, and with it the time", "no-timestamp", 1, (b) => delete entry(b).inclusionPromise],
    ["an unknown field", "malformed", 2, (b) => (b.verificationMaterial.extra = 1)],
    ["base64 with a strange character", "malformed", 2, (b) => (b.dsseEnvelope.payload += "!")],
    ["two signatures", "malformed", 2, (b) => b.dsseEnvelope.signatures.push(b.dsseEnvelope.signatures[0])],
    ["no signature", "malformed", 2, (b) => (b.dsseEnvelope.signatures = [])],
    ["key and certificate", "malformed", 2, (b) => (b.verificationMaterial.publicKey = { hint: "x" })],
    ["a bundle of tomorrow", "malformed", 2, (b) => (b.mediaType = "application/vnd.dev.sigstore.bundle.v0.9+json")],
  ];
  test.each(EDITS)("%s", async (_, kind, version, edit) => {
    const from = version === 1 ? v1 : v2;
    await verify(from);
    const refused = await refusalOf(verify(change(from, edit)));
    expect(refused.kind).toBe(kind);
    expect(refused.message).toMatch(/^a\.sigstore\.json\b/);
  });

  test("each byte of the certificate", async () => {
    const raw = v2.verificationMaterial.certificate.rawBytes as string;
    const kinds = new Set<string>();
    for (let at = 0; at < 1; at += 1 / 100) {
      const { kind } = await refusalOf(
        verify(change(v2, (b) => (b.verificationMaterial.certificate.rawBytes = flipped(raw, at)))),
      );
      kinds.add(kind);
    }
    expect([...kinds].sort()).toEqual(
      ["malformed", "untrusted-certificate", "wrong-key", "wrong-signature"].filter((each) => kinds.has(each)),
    );
    expect(kinds).toContain("untrusted-certificate");
  });

  test("an entry of the log that was made for another's certificate", async () => {
    // The log signs again what it is given, so that only the comparison with the certificate is left.
    const stolen = structuredClone(v2);
    rewrite(
      stolen,
      (body) =>
        (body.spec.hashedRekordV002.signature.verifier.x509Certificate.rawBytes =
          other.verificationMaterial.certificate.rawBytes),
    );
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const spki = publicKey.export({ type: "spki", format: "der" });
    const keyId = createHash("sha256").update(spki).digest();
    const leaf = createHash("sha256")
      .update(Buffer.from([0]))
      .update(Buffer.from(entry(stolen).canonicalizedBody, "base64"))
      .digest("base64");
    const note = `log.test\n1\n${leaf}\n`;
    const signature = Buffer.concat([keyId.subarray(0, 4), sign(null, Buffer.from(note), privateKey)]).toString(
      "base64",
    );
    Object.assign(entry(stolen), { logIndex: "0", logId: { keyId: keyId.toString("base64") } });
    entry(stolen).inclusionProof = {
      logIndex: "0",
      treeSize: "1",
      rootHash: leaf,
      hashes: [],
      checkpoint: { envelope: `${note}\n— log.test ${signature}\n` },
    };
    const root = signing.sigstore.trustedRoot() as Loose;
    root.tlogs.push({
      ...root.tlogs[1],
      baseUrl: "https://log.test",
      publicKey: { ...root.tlogs[1].publicKey, rawBytes: spki.toString("base64"), keyDetails: "PKIX_ED25519" },
      logId: { keyId: keyId.toString("base64") },
    });
    const trust: Trust = { kind: "sigstore", root: readTrustedRoot(JSON.stringify(root), "root.json") };
    const { kind, message } = await refusalOf(verify(stolen, {}, trust));
    expect([kind, message]).toEqual([
      "wrong-log-entry",
      "a.sigstore.json: log entry 1: was made for another certificate or key",
    ]);
  });

  test("a timestamp of after the certificate's end, and of before its begin", async () => {
    const bundle = await signing.bundle({});
    const { sig } = bundle.dsseEnvelope.signatures[0];
    for (const minutes of [60, -60]) {
      signing.sigstore.skew("tsa", minutes * MINUTE);
      const artifactHash = createHash("sha256").update(Buffer.from(sig, "base64")).digest("base64");
      const body = JSON.stringify({ artifactHash, hashAlgorithm: "sha256", certificates: true, nonce: 1 });
      const answer = await fetch(signing.sigstore.urls.tsa, { method: "POST", body });
      signing.sigstore.heal();
      stamp(bundle).signedTimestamp = Buffer.from(await answer.arrayBuffer()).toString("base64");
      const root = signing.sigstore.trustedRoot() as Loose;
      for (const each of [...root.timestampAuthorities, ...root.certificateAuthorities]) delete each.validFor;
      const trust: Trust = { kind: "sigstore", root: readTrustedRoot(JSON.stringify(root), "root.json") };
      const { kind, message } = await refusalOf(verify(bundle, { log: "optional" }, trust));
      // The timestamp authority's own certificate is of today: before it, its timestamp is no proof at all.
      expect(kind).toBe(minutes > 0 ? "expired-certificate" : "wrong-timestamp");
      if (minutes > 0) expect(message).toMatch(/was signed at .*, when the signer's certificate was not valid/);
    }
  });

  test("an entry by a key that the log had given up", async () => {
    const root = signing.sigstore.trustedRoot() as Loose;
    for (const { publicKey } of root.tlogs)
      publicKey.validFor = { start: "2020-01-01T00:00:00Z", end: "2021-01-01T00:00:00Z" };
    const trust: Trust = { kind: "sigstore", root: readTrustedRoot(JSON.stringify(root), "root.json") };
    expect(await refusalOf(verify(v2, {}, trust))).toEqual({
      kind: "wrong-log-entry",
      message: "a.sigstore.json: log entry 1: the log did not use its key when it was signed",
    });
    expect((await refusalOf(verify(v1, {}, trust))).kind).toBe("wrong-log-entry");
  });

  test("a certificate that has ended, with nothing that proves when it signed", async () => {
    const bare = change(v2, (b) => {
      delete b.verificationMaterial.timestampVerificationData;
      b.verificationMaterial.tlogEntries = [];
    });
    const tomorrow = new Date(Date.now() + 1440 * MINUTE);
    const { kind, message } = await refusalOf(verify(bare, { log: "optional", now: tomorrow }));
    expect(kind).toBe("expired-certificate");
    expect(message).toContain("nothing proves that it was when it signed");
  });

  test("a root that somebody made", async () => {
    const own = await startSigning();
    const { kind } = await refusalOf(verify(v2, {}, own.trust()).finally(() => own.close()));
    expect(kind).toBe("wrong-timestamp");
    // With the right authorities for times and logs, and another's for certificates.
    const root = {
      ...(signing.sigstore.trustedRoot() as Loose),
      certificateAuthorities: (own.sigstore.trustedRoot() as Loose).certificateAuthorities,
    };
    const trust: Trust = { kind: "sigstore", root: readTrustedRoot(JSON.stringify(root), "root.json") };
    expect(await refusalOf(verify(v2, {}, trust))).toEqual({
      kind: "untrusted-certificate",
      message: "a.sigstore.json: no trusted authority made the signer's certificate, or it was changed",
    });
    const logs = { ...(signing.sigstore.trustedRoot() as Loose), ctlogs: (own.sigstore.trustedRoot() as Loose).ctlogs };
    const untold: Trust = { kind: "sigstore", root: readTrustedRoot(JSON.stringify(logs), "root.json") };
    expect(await refusalOf(verify(v2, {}, untold))).toEqual({
      kind: "untrusted-certificate",
      message: "a.sigstore.json: no trusted log of certificates has the signer's certificate",
    });
  });

  test("a certificate where a key is expected, and the other way round", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    expect((await refusalOf(verify(v2, { log: "optional" }, { kind: "key", key: publicKey }))).kind).toBe("wrong-key");
    const pae = Buffer.concat([Buffer.from(`DSSEv1 1 x ${PAYLOAD.length} `), PAYLOAD]);
    const keyed = {
      mediaType: v2.mediaType,
      verificationMaterial: { publicKey: { hint: "" }, tlogEntries: [] },
      dsseEnvelope: {
        payload: PAYLOAD.toString("base64"),
        payloadType: "x",
        signatures: [{ sig: sign("sha256", pae, privateKey).toString("base64") }],
      },
    };
    expect((await refusalOf(verify(keyed))).kind).toBe("wrong-key");
    const held = await verify(keyed, { log: "optional" }, { kind: "key", key: publicKey });
    expect(held).toMatchObject({
      signer: { kind: "key", fingerprint: fingerprintOf(publicKey) },
      times: [],
      logEntries: 0,
    });
    const wrong = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).publicKey;
    expect((await refusalOf(verify(keyed, { log: "optional" }, { kind: "key", key: wrong }))).kind).toBe(
      "wrong-signature",
    );
    expect((await refusalOf(verify(keyed, {}, { kind: "key", key: publicKey }))).kind).toBe("trusted-root");
    const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
    expect((await refusalOf(verify(keyed, { log: "optional" }, { kind: "key", key: weak }))).kind).toBe("wrong-key");
  });
});
