import { attachBundle } from "../../src/attest/attach-oci";
import { SigningError } from "../../src/core/attestation";
import type { OciRegistry } from "../../src/core/oci";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { createOciRegistry } from "../../src/host/oci-registry";
import { BUNDLE, INDEX, MANIFEST, newKey, putImage, signedStatement } from "../support/oci-images";
import { digestOf, startOciServer, type OciServer } from "../support/oci-registry";

const key = newKey();
const PREDICATE = "https://cyclonedx.org/bom";
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

function attach(digest: string, bundle: string, now = "2026-01-02T03:04:05.678Z") {
  const image = { registry: server.host, repository: "team/model", digest };
  return attachBundle({ registry, image, bundle, predicateType: PREDICATE, now: new Date(now) });
}

const read = (reference: string) =>
  JSON.parse(server.manifest("team/model", reference) ?? "null") as Record<string, unknown>;

describe("a bundle beside an image", () => {
  test("is a referrer, built as cosign 3 builds it", async () => {
    const digest = putImage(server, "team/model", "a");
    const bundle = signedStatement(key, digest, PREDICATE);
    const { digest: made, tag } = await attach(digest, bundle);
    expect(tag).toBeUndefined();
    expect(read(made)).toEqual({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: "application/vnd.oci.empty.v1+json", size: 2, digest: digestOf("{}"), artifactType: BUNDLE },
      layers: [{ mediaType: BUNDLE, size: Buffer.byteLength(bundle), digest: digestOf(bundle) }],
      annotations: {
        "dev.sigstore.bundle.content": "dsse-envelope",
        "dev.sigstore.bundle.predicateType": PREDICATE,
        "org.opencontainers.image.created": "2026-01-02T03:04:05Z",
      },
      subject: { mediaType: MANIFEST, size: server.manifest("team/model", digest)?.length, digest },
      artifactType: BUNDLE,
    });
    expect([server.blob(digestOf(bundle)), server.blob(digestOf("{}"))]).toEqual([bundle, "{}"]);
    expect(read(digest.replace(":", "-"))).toBeNull();
  });

  test("is listed by a tag where the registry has no API for referrers, and others' entries stay", async () => {
    server.settings.referrersApi = false;
    const digest = putImage(server, "team/model", "a");
    const tag = digest.replace(":", "-");
    const other = { mediaType: MANIFEST, digest: putImage(server, "team/model", "b"), size: 5, "x-own": { a: 1 } };
    server.putManifest("team/model", { schemaVersion: 2, mediaType: INDEX, manifests: [other], "x-more": 2 }, tag);
    const made = await attach(digest, signedStatement(key, digest, PREDICATE));
    expect(made.tag).toBe(tag);
    const list = read(tag) as { manifests: object[] };
    expect(list).toMatchObject({ schemaVersion: 2, mediaType: INDEX, "x-more": 2 });
    expect(list.manifests).toEqual([other, expect.objectContaining({ digest: made.digest, artifactType: BUNDLE })]);
  });

  test("needs no tag where the API is there, and does not say so", async () => {
    server.settings.saysSubject = false;
    const digest = putImage(server, "team/model", "a");
    expect((await attach(digest, "{}")).tag).toBeUndefined();
  });

  test("attached again at the same time is listed once", async () => {
    server.settings.referrersApi = false;
    const digest = putImage(server, "team/model", "a");
    const [first, second] = [await attach(digest, "{}"), await attach(digest, "{}")];
    expect(second).toEqual(first);
    expect((read(first.tag!) as { manifests: object[] }).manifests).toHaveLength(1);
  });

  test("is listed although another client has just overwritten the list", async () => {
    server.settings.referrersApi = false;
    const digest = putImage(server, "team/model", "a");
    const tag = digest.replace(":", "-");
    let stolen = 0;
    server.settings.fault = (request, response) => {
      if (request.method !== "PUT" || request.url?.endsWith(tag) !== true || stolen++ > 0) return false;
      const other = { mediaType: MANIFEST, digest: digestOf("other"), size: 5 };
      response.on("finish", () =>
        server.putManifest("team/model", { schemaVersion: 2, mediaType: INDEX, manifests: [other] }, tag),
      );
      return false;
    };
    const made = await attach(digest, "{}");
    const digests = (read(tag) as { manifests: { digest: string }[] }).manifests.map((each) => each.digest);
    expect(digests).toEqual([digestOf("other"), made.digest]);
  });
});

describe("is not attached, in words", () => {
  const failing = async (kind: SigningError["kind"], words: string, digest: string) =>
    expect(attach(digest, "{}")).rejects.toEqual(
      expect.objectContaining({ name: "SigningError", kind, message: expect.stringContaining(words) }),
    );

  test("the image is not there", () => failing("refused", "has no such image", digestOf("none")));

  test("the registry fails, or wants a login", async () => {
    const digest = putImage(server, "team/model", "a");
    server.settings.fault = (request, response) =>
      request.method === "POST" && void response.writeHead(503).end() === undefined;
    await failing("outage", `the bundle was not attached to ${server.host}/team/model@${digest}: `, digest);
    delete server.settings.fault;
    server.settings.login = "me:secret";
    await failing("refused", "gave no token", digest);
  });

  test("the tag that lists is something else", async () => {
    server.settings.referrersApi = false;
    const digest = putImage(server, "team/model", "a");
    putImage(server, "team/model", "b", digest.replace(":", "-"));
    await failing("refused", "is no list of referrers", digest);
  });

  test("an upload is not taken", async () => {
    const digest = putImage(server, "team/model", "a");
    server.settings.fault = (request, response) =>
      request.method === "PUT" && void response.writeHead(400).end() === undefined;
    await failing("refused", "answers 400 where an upload's end was to come", digest);
  });
});
