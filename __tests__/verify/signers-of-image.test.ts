import { Refused } from "../../src/core/attestation";
import type { OciRegistry } from "../../src/core/oci";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { createOciRegistry } from "../../src/host/oci-registry";
import { fetchCandidates } from "../../src/verify/oci/candidates";
import { parseImageReference } from "../../src/verify/oci/reference";
import { resolveImage } from "../../src/verify/oci/resolve-image";
import { readBundle } from "../../src/verify/read-bundle";
import {
  nobodySigned,
  signersOfImage,
  type SignersOfImage,
  type VerifyCandidate,
  type WantedOfImage,
} from "../../src/verify/signers-of-image";
import { verifyBundle } from "../../src/verify/verify-bundle";
import * as images from "../support/oci-images";
import { digestOf, startOciServer, type OciServer } from "../support/oci-registry";

const SIGNATURE: WantedOfImage = { kind: "signature" };
const BOM: WantedOfImage = { kind: "attestation", predicateType: "https://cyclonedx.org/bom" };
const key = images.newKey();
const stranger = images.newKey();
const DSSE = "application/vnd.dsse.envelope.v1+json";
let server: OciServer;
let http: ClosableHttpClient;
let registry: OciRegistry;

beforeEach(async () => {
  server = await startOciServer();
  http = createHttpClient({ env: {} });
  const logins = { find: () => undefined, helperFor: () => undefined };
  registry = createOciRegistry({ http, logins, sleep: async () => undefined });
});

afterEach(async () => {
  await http.close();
  await server.close();
});

const verify: VerifyCandidate = ({ bundle, place, payload }) =>
  verifyBundle(
    readBundle(bundle, place),
    { kind: "key", key: key.publicKey },
    { log: "optional", now: new Date(), ...(payload === undefined ? {} : { artifact: payload }) },
  );

async function signers(
  tag: string,
  wanted = SIGNATURE,
  platform?: string,
): Promise<SignersOfImage & { digest: string }> {
  const image = await resolveImage(registry, parseImageReference(`${server.host}/team/model:${tag}`), platform);
  const candidates = await fetchCandidates(registry, image);
  if (candidates.candidates.length + candidates.unread.length === 0) throw nobodySigned(image);
  const found = await signersOfImage(image, candidates, wanted, verify);
  // A test that expects a refusal gets the first; where there is one, all of the test's are of one kind.
  if (found.accepted.length === 0) {
    const [{ place, refusal }] = found.refused as [(typeof found.refused)[number]];
    throw new Refused(refusal.kind, `${place}: ${refusal.message}`);
  }
  return { ...found, digest: image.digest };
}

const refusal = (kind: string, words: string) =>
  expect.objectContaining({ name: "Refused", kind, message: expect.stringContaining(words) });
const image = (salt: string, tag?: string) => images.putImage(server, "team/model", salt, tag);
const refer = (digest: string, bundle: string) => images.putReferrer(server, "team/model", digest, bundle);

function putIndex(digests: readonly string[], tag: string): string {
  const platforms = ["amd64", "arm64"].map((architecture) => ({ os: "linux", architecture }));
  const manifests = digests.map((digest, at) => ({
    mediaType: images.MANIFEST,
    digest,
    size: 1,
    platform: platforms[at],
  }));
  return server.putManifest("team/model", { schemaVersion: 2, mediaType: images.INDEX, manifests }, tag);
}

describe("an image's signature is found", () => {
  test("among the referrers, as cosign 3 puts it", async () => {
    const digest = image("a", "v1");
    const referrer = refer(digest, images.signedStatement(key, digest));
    const { accepted, refused } = await signers("v1");
    expect(refused).toEqual([]);
    expect(accepted).toMatchObject([{ place: `referrer ${referrer}, layer 1`, digest, predicate: { about: "test" } }]);
    expect(accepted[0]?.verified.signer.kind).toBe("key");
  });

  test("under the tag that stands for the referrers", async () => {
    server.settings.referrersApi = false;
    const digest = image("a", "v1");
    const referrer = refer(digest, images.signedStatement(key, digest));
    const entry = { mediaType: images.MANIFEST, digest: referrer, size: 1, artifactType: images.BUNDLE };
    const list = { schemaVersion: 2, mediaType: images.INDEX, manifests: [entry] };
    server.putManifest("team/model", list, digest.replace(":", "-"));
    expect((await signers("v1")).accepted).toHaveLength(1);
  });

  test("under cosign's tags of before version 3", async () => {
    const digest = image("a", "v1");
    const blob = images.simplePayload(digest);
    const annotations = { "dev.cosignproject.cosign/signature": images.signatureOf(key, blob) };
    const mediaType = images.SIMPLE_SIGNING;
    images.putCosignTag(server, "team/model", digest, { suffix: ".sig", mediaType, blob, annotations });
    const statement = Buffer.from(
      (
        JSON.parse(images.signedStatement(key, digest, BOM.kind === "attestation" ? BOM.predicateType : "")) as {
          dsseEnvelope: { payload: string };
        }
      ).dsseEnvelope.payload,
      "base64",
    ).toString();
    const envelope = JSON.stringify(images.envelopeOf(key, statement));
    images.putCosignTag(server, "team/model", digest, { suffix: ".att", mediaType: DSSE, blob: envelope });
    expect((await signers("v1")).accepted).toMatchObject([{ digest, place: expect.stringContaining(".sig, layer 1") }]);
    expect((await signers("v1", BOM)).accepted).toMatchObject([{ place: expect.stringContaining(".att, layer 1") }]);
  });

  test("beside others that are refused, and referrers that are none of it", async () => {
    const digest = image("a", "v1");
    refer(digest, images.signedStatement(stranger, digest));
    refer(digest, images.signedStatement(key, digest));
    server.putManifest("team/model", {
      schemaVersion: 2,
      mediaType: images.MANIFEST,
      artifactType: "application/spdx+json",
      config: { mediaType: "x/y", ...server.putBlob("{}") },
      layers: [],
      subject: { mediaType: images.MANIFEST, digest, size: 1 },
    });
    const { accepted, refused } = await signers("v1");
    expect(accepted).toHaveLength(1);
    expect(refused.map(({ refusal: { kind } }) => kind)).toEqual(["wrong-signature"]);
  });
});

describe("refused, each with its own words", () => {
  test("nothing is signed", async () => {
    image("a", "v1");
    await expect(signers("v1")).rejects.toEqual(
      refusal("not-found", "has no signature or attestation: neither among its referrers"),
    );
    await expect(signers("v2")).rejects.toEqual(refusal("not-found", "has no image"));
  });

  test("another key signed", async () => {
    const digest = image("a", "v1");
    refer(digest, images.signedStatement(stranger, digest));
    await expect(signers("v1")).rejects.toEqual(refusal("wrong-signature", "layer 1: the signature is not"));
  });

  test("a true signature of another image, put beside this one", async () => {
    const digest = image("a", "v1");
    const other = image("b");
    refer(digest, images.signedStatement(key, other));
    await expect(signers("v1")).rejects.toEqual(refusal("wrong-subject", `is for ${other}, not for ${digest}`));
    const blob = images.simplePayload(other);
    const annotations = { "dev.cosignproject.cosign/signature": images.signatureOf(key, blob) };
    const mediaType = images.SIMPLE_SIGNING;
    const third = image("c", "v3");
    images.putCosignTag(server, "team/model", third, { suffix: ".sig", mediaType, blob, annotations });
    await expect(signers("v3")).rejects.toEqual(refusal("wrong-subject", `is for ${other}, not for ${third}`));
  });

  test("a referrer that names another image as its subject", async () => {
    const digest = image("a", "v1");
    const referrer = refer(image("b"), images.signedStatement(key, digest));
    server.settings.referrersApi = false;
    const entry = { mediaType: images.MANIFEST, digest: referrer, size: 1, artifactType: images.BUNDLE };
    const list = { schemaVersion: 2, mediaType: images.INDEX, manifests: [entry] };
    server.putManifest("team/model", list, digest.replace(":", "-"));
    await expect(signers("v1")).rejects.toEqual(refusal("malformed", "names another as its subject"));
  });

  test("an attestation is no signature, nor one of another type", async () => {
    const digest = image("a", "v1");
    refer(digest, images.signedStatement(key, digest, "https://cyclonedx.org/bom"));
    await expect(signers("v1")).rejects.toEqual(refusal("wrong-predicate", "and a signature is wanted"));
    expect((await signers("v1", BOM)).accepted).toHaveLength(1);
    const slsa = { kind: "attestation", predicateType: "https://slsa.dev/provenance/v1" } as const;
    await expect(signers("v1", slsa)).rejects.toEqual(refusal("wrong-predicate", "one of type https://slsa.dev"));
  });

  test("simple signing of something else than a signature, or no attestation", async () => {
    const digest = image("a", "v1");
    const mediaType = images.SIMPLE_SIGNING;
    const put = (blob: string) => {
      const annotations = { "dev.cosignproject.cosign/signature": images.signatureOf(key, blob) };
      images.putCosignTag(server, "team/model", digest, { suffix: ".sig", mediaType, blob, annotations });
    };
    put(images.simplePayload(digest, "another thing"));
    await expect(signers("v1")).rejects.toEqual(refusal("wrong-predicate", "no image signature"));
    put(images.simplePayload(digest));
    await expect(signers("v1", BOM)).rejects.toEqual(refusal("wrong-predicate", "it is a signature, and"));
    put("[]");
    await expect(signers("v1")).rejects.toEqual(refusal("wrong-predicate", "no image signature"));
    put("{");
    await expect(signers("v1")).rejects.toEqual(refusal("malformed", "no JSON"));
  });

  test("a payload beside a signature that is over another one", async () => {
    const digest = image("a", "v1");
    const blob = images.simplePayload(digest);
    const annotations = { "dev.cosignproject.cosign/signature": images.signatureOf(key, blob) };
    const mediaType = images.SIMPLE_SIGNING;
    images.putCosignTag(server, "team/model", digest, { suffix: ".sig", mediaType, blob, annotations });
    const resolved = await resolveImage(registry, parseImageReference(`${server.host}/team/model:v1`));
    const lying: VerifyCandidate = async (candidate) => ({
      ...(await verify(candidate)),
      content: { kind: "digest", sha256: "00" },
    });
    const found = await signersOfImage(resolved, await fetchCandidates(registry, resolved), SIGNATURE, lying);
    expect(found.accepted).toEqual([]);
    expect(found.refused[0]?.refusal).toEqual(refusal("wrong-signature", "over another payload"));
  });

  test("what is listed and cannot be read", async () => {
    const digest = image("a", "v1");
    const bundle = images.signedStatement(key, digest);
    const referrer = refer(digest, bundle);
    server.settings.fault = (request, response) =>
      request.url?.endsWith(digestOf(bundle)) === true && void response.writeHead(500).end() === undefined;
    await expect(signers("v1")).rejects.toEqual(refusal("unavailable", `referrer ${referrer}, layer 1`));
    server.settings.fault = (request, response) =>
      request.url?.endsWith(digestOf(bundle)) === true && response.end("x".repeat(bundle.length)) !== undefined;
    await expect(signers("v1")).rejects.toEqual(refusal("malformed", "gave another blob"));
    server.settings.fault = (request, response) =>
      request.url?.includes(referrer) === true && void response.writeHead(404).end() === undefined;
    await expect(signers("v1")).rejects.toEqual(refusal("not-found", "the registry does not have it"));
  });

  test.each(["/referrers/", ".sig", ".att"])("nobody can say what there is: %s answers 500", async (part) => {
    const digest = image("a", "v1");
    refer(digest, images.signedStatement(key, digest));
    server.settings.fault = (request, response) =>
      request.url?.includes(part) === true && void response.writeHead(500).end() === undefined;
    await expect(signers("v1")).rejects.toEqual(refusal("unavailable", "could not be read"));
  });

  test("a flood of referrers is read up to a bound, which is said", async () => {
    const digest = image("a", "v1");
    for (let n = 0; n < 201; n++) refer(digest, JSON.stringify({ n }));
    const found = await fetchCandidates(
      registry,
      await resolveImage(registry, parseImageReference(`${server.host}/team/model:v1`)),
    );
    expect(found.candidates).toHaveLength(200);
    expect(found.unread.map(({ refusal: { message } }) => message)).toEqual([
      expect.stringContaining("only 200 manifests of signatures are read"),
    ]);
  });

  test("a layer that is larger than is read, without asking for it", async () => {
    const digest = image("a", "v1");
    server.putManifest("team/model", {
      schemaVersion: 2,
      mediaType: images.MANIFEST,
      artifactType: images.BUNDLE,
      config: { mediaType: "x/y", ...server.putBlob("{}") },
      layers: [{ mediaType: images.BUNDLE, digest: digestOf("big"), size: 1e12 }],
      subject: { mediaType: images.MANIFEST, digest, size: 1 },
    });
    await expect(signers("v1")).rejects.toEqual(refusal("malformed", "1,000,000,000,000 bytes are more than are read"));
    expect(server.seen.filter(({ path }) => path.includes(digestOf("big")))).toEqual([]);
  });

  test("another error of the verifier is not taken for a refusal", async () => {
    const digest = image("a", "v1");
    refer(digest, images.signedStatement(key, digest));
    const resolved = await resolveImage(registry, parseImageReference(`${server.host}/team/model:v1`));
    const found = await fetchCandidates(registry, resolved);
    const broken: VerifyCandidate = () => Promise.reject(new TypeError("a bug"));
    await expect(signersOfImage(resolved, found, SIGNATURE, broken)).rejects.toThrow("a bug");
    const lying: VerifyCandidate = async (candidate) => ({
      ...(await verify(candidate)),
      content: { kind: "digest", sha256: "00" },
    });
    const { refused } = await signersOfImage(resolved, found, SIGNATURE, lying);
    expect(refused[0]?.refusal).toEqual(refusal("wrong-subject", "over a file"));
    expect(refused[0]?.refusal).toBeInstanceOf(Refused);
  });
});

describe("an image of more than one platform", () => {
  test("the index is what counts: one signed platform does not sign it", async () => {
    const [amd64, arm64] = [image("amd64"), image("arm64")];
    const index = putIndex([amd64, arm64], "v1");
    refer(amd64, images.signedStatement(key, amd64));
    await expect(signers("v1")).rejects.toEqual(
      refusal("not-found", "name one of them by its digest (it has linux/amd64, linux/arm64)"),
    );
    expect(await signers("v1", SIGNATURE, "linux/amd64")).toMatchObject({
      digest: amd64,
      accepted: [{ digest: amd64 }],
    });
    await expect(signers("v1", SIGNATURE, "linux/arm64")).rejects.toEqual(
      refusal("not-found", `@${arm64} has no signature`),
    );
    refer(index, images.signedStatement(key, index));
    expect(await signers("v1")).toMatchObject({ digest: index, accepted: [{ digest: index }] });
    expect(await signers("v1", SIGNATURE, "linux/arm64")).toMatchObject({
      digest: arm64,
      accepted: [{ digest: index }],
    });
  });

  test("a platform that is not there, or twice, or of an image that has only one", async () => {
    const one = image("one", "one");
    putIndex([one], "v1");
    await expect(signers("v1", SIGNATURE, "linux/s390x")).rejects.toEqual(
      refusal("not-found", "no manifest for linux/s390x"),
    );
    await expect(signers("one", SIGNATURE, "linux/amd64")).rejects.toEqual(refusal("not-found", "of one platform"));
    const platform = { os: "linux", architecture: "amd64" };
    const twice = [one, image("two")].map((digest) => ({ mediaType: images.MANIFEST, digest, size: 1, platform }));
    server.putManifest("team/model", { schemaVersion: 2, mediaType: images.INDEX, manifests: twice }, "twice");
    await expect(signers("twice", SIGNATURE, "linux/amd64")).rejects.toEqual(refusal("not-found", "more than one"));
  });
});
