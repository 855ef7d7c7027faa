import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readVerify } from "../../../src/app/verify/request";
import { verifyImage } from "../../../src/app/verify/verify-image";
import { verdictStatements } from "../../../src/attest/verdict";
import { createHttpClient, type ClosableHttpClient } from "../../../src/host/http";
import type { Revocation } from "../../../src/core/policy";
import * as images from "../../support/oci-images";
import { startOciServer, type OciServer } from "../../support/oci-registry";
import { sha256 } from "../../support/statements";

const key = images.newKey();
let server: OciServer;
let http: ClosableHttpClient;
let base: string;
beforeEach(async () => {
  server = await startOciServer();
  http = createHttpClient({ env: {} });
  base = mkdtempSync(join(tmpdir(), "model-assay-test-"));
  writeFileSync(join(base, "key.pem"), key.publicKey.export({ format: "pem", type: "spki" }));
});
afterEach(async () => {
  rmSync(base, { recursive: true, force: true });
  await http.close();
  await server.close();
});

/** `change`: of the statement's text, before it is signed. */
async function verifyVerdict(
  result: "pass" | "fail",
  change = (text: string) => text,
  revoked: readonly Revocation[] = [],
) {
  const digest = images.putImage(server, "team/model", "a", "v1");
  const verdict = {
    result,
    time: "2027-01-31T12:00:00Z",
    toolVersion: "0.1.0",
    rules: sha256("rules"),
    failOn: "high",
    onIncomplete: "fail",
    report: { name: "report.json", sha256: sha256("report") },
    unseen: [],
    unseenCount: 0,
  } as const;
  const [statement] = verdictStatements(verdict, [{ path: "image", sha256: digest.slice(7) }]);
  const { payload, payloadType, signatures } = images.envelopeOf(key, change(JSON.stringify(statement)));
  const bundle = {
    mediaType: images.BUNDLE,
    verificationMaterial: { publicKey: { hint: "" }, tlogEntries: [] },
    dsseEnvelope: { payload, payloadType, signatures: signatures.map(({ sig }) => ({ sig, keyid: "" })) },
  };
  images.putReferrer(server, "team/model", digest, JSON.stringify(bundle));
  const image = `${server.host}/team/model:v1`;
  const request = readVerify({ key: join(base, "key.pem"), type: "verdict" });
  const env = { HOME: base, DOCKER_CONFIG: base };
  const input = { path: `oci:${image}`, image, request, signers: [], revoked, env, http: () => http, now: new Date() };
  return verifyImage(input);
}

test("a verdict about an image has to be a pass, as it has to be about a file", async () => {
  expect(await verifyVerdict("pass")).toMatchObject({
    verified: true,
    accepted: [{ says: [expect.anything(), "passed the gate at 2027-01-31T12:00:00Z"] }],
  });
});

test("a failure about an image is refused", async () => {
  const found = await verifyVerdict("fail");
  expect(found).toMatchObject({ verified: false, refused: [{ kind: "wrong-predicate" }] });
  expect(found.refused[0]!.message).toContain("its verdict is fail");
});

test("a statement that two readers could read as two is refused", async () => {
  const found = await verifyVerdict("pass", (text) =>
    text.replace('"predicateType":', '"predicateType":"https://example.com/other","predicateType":'),
  );
  expect(found).toMatchObject({ verified: false, refused: [{ kind: "malformed" }] });
});

test("an image by a signer that the policy revokes is refused, where that is for what it signed then", async () => {
  const spki = key.publicKey.export({ format: "der", type: "spki" });
  const signer = { key: createHash("sha256").update(spki).digest("hex") };
  const reason = "a stolen key";
  for (const since of [undefined, "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"]) {
    // A signature by a key proves no time, so that it may be of any.
    const revoked = [{ kind: "signer", signer, reason, ...(since === undefined ? {} : { since }) }] as const;
    const found = await verifyVerdict("pass", undefined, revoked);
    expect(found.verified).toBe(false);
    for (const { kind, message } of found.refused) {
      expect(kind).toBe("false-claim");
      expect(message).toMatch(/^(referrer \S+, layer 1): The signer of \1, .* is revoked.*: a stolen key$/);
    }
  }
  const other = [{ kind: "signer", signer: { key: sha256("another") }, reason }] as const;
  expect(await verifyVerdict("pass", undefined, other)).toMatchObject({ verified: true });
});

test("an image that the policy revokes is refused, whoever signed it", async () => {
  const digest = images.putImage(server, "team/model", "a", "v1");
  const revoked = [{ kind: "digest", sha256: digest.slice("sha256:".length), reason: "made by a stolen key" }] as const;
  const found = await verifyVerdict("pass", undefined, revoked);
  expect(found).toMatchObject({ verified: false, refused: [{ kind: "false-claim" }] });
  expect(found.refused[0]!.message).toContain("made by a stolen key");
  const other = [{ kind: "digest", sha256: sha256("another"), reason: "gone" }] as const;
  expect(await verifyVerdict("pass", undefined, other)).toMatchObject({ verified: true });
});
