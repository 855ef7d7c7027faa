import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OciFailure, type OciRegistry } from "../../src/core/oci";
import type { HttpClient } from "../../src/core/http";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { authorize, readChallenge } from "../../src/host/oci-auth";
import { readRegistryLogins, type RegistryLogins } from "../../src/host/oci-credentials";
import { createOciRegistry } from "../../src/host/oci-registry";
import { MANIFEST, putImage } from "../support/oci-images";
import { digestOf, startOciServer, type OciServer, type RegistryFault } from "../support/oci-registry";

const NOBODY: RegistryLogins = { find: () => undefined, helperFor: () => undefined };
let server: OciServer;
let http: ClosableHttpClient;
let folder: string;
const waits: number[] = [];
const others: OciServer[] = [];

beforeEach(async () => {
  server = await startOciServer();
  http = createHttpClient({ env: {} });
  folder = mkdtempSync(join(tmpdir(), "oci-"));
  waits.length = 0;
});

afterEach(async () => {
  await http.close();
  await Promise.all([server, ...others.splice(0)].map((each) => each.close()));
  rmSync(folder, { recursive: true });
});

const place = () => ({ registry: server.host, repository: "team/model" });
const registryOf = (logins: RegistryLogins = NOBODY, timeoutMs = 5_000): OciRegistry =>
  createOciRegistry({ http, logins, timeoutMs, sleep: async (milliseconds) => void waits.push(milliseconds) });
const failure = (kind: string, words: string) =>
  expect.objectContaining({ name: "OciFailure", kind, message: expect.stringContaining(words) });

/** Logins of a `config.json` with this content. */
function loginsOf(config: unknown): RegistryLogins {
  writeFileSync(join(folder, "config.json"), typeof config === "string" ? config : JSON.stringify(config));
  return readRegistryLogins({ DOCKER_CONFIG: folder });
}

describe("reading", () => {
  test("a manifest by tag and by digest; none is undefined", async () => {
    const digest = putImage(server, "team/model", "a", "v1");
    const byTag = await registryOf().manifest(place(), "v1");
    expect(byTag).toMatchObject({ digest, mediaType: MANIFEST });
    expect((await registryOf().manifest(place(), digest))?.bytes).toEqual(byTag?.bytes);
    expect(await registryOf().manifest(place(), "v2")).toBeUndefined();
  });

  test("another manifest than was asked for is refused, by digest and by what the registry says of a tag", async () => {
    const digest = putImage(server, "team/model", "a", "v1");
    server.settings.fault = (_, response) => {
      response.writeHead(200, { "content-type": MANIFEST, "docker-content-digest": digest });
      response.end("{}");
      return true;
    };
    const wrong = failure("wrong-digest", `${digest} was to come, ${digestOf("{}")} came`);
    await expect(registryOf().manifest(place(), digest)).rejects.toEqual(wrong);
    await expect(registryOf().manifest(place(), "v1")).rejects.toEqual(wrong);
  });

  test("another blob than was asked for is refused, and one that is not there", async () => {
    const { digest } = server.putBlob("right");
    expect(Buffer.from(await registryOf().blob(place(), digest, 100)).toString()).toBe("right");
    await expect(registryOf().blob(place(), digest, 4)).rejects.toEqual(failure("too-large", "longer than 4"));
    await expect(registryOf().blob(place(), digestOf("none"), 9)).rejects.toEqual(
      failure("not-found", "does not have"),
    );
    server.settings.fault = (_, response) => response.end("wrong") !== undefined;
    await expect(registryOf().blob(place(), digest, 100)).rejects.toEqual(failure("wrong-digest", "another blob"));
  });

  test("referrers by the API, page by page; undefined where there is no API", async () => {
    const subject = { mediaType: MANIFEST, digest: putImage(server, "team/model", "a"), size: 1 };
    const config = { mediaType: "x/y", ...server.putBlob("{}") };
    for (const n of [1, 2, 3])
      server.putManifest("team/model", { schemaVersion: 2, mediaType: MANIFEST, config, layers: [], subject, n });
    server.settings.pageSize = 2;
    const pages = await registryOf().referrers(place(), subject.digest);
    expect(
      pages?.map((page) => (JSON.parse(Buffer.from(page).toString()) as { manifests: [] }).manifests.length),
    ).toEqual([2, 1]);
    server.settings.referrersApi = false;
    expect(await registryOf().referrers(place(), subject.digest)).toBeUndefined();
  });

  test.each([
    [
      "on another server",
      (at: string) => `http://${at.replace("127.0.0.1", "localhost")}/v2/x`,
      "malformed",
      "on another server",
    ],
    ["without end", (at: string) => `http://${at}/v2/x`, "too-large", "more than 20 pages"],
  ])("a list of referrers that continues %s", async (_, next, kind, words) => {
    const type = "application/vnd.oci.image.index.v1+json";
    server.settings.fault = (_request, response) => {
      response.writeHead(200, { "content-type": type, link: `<${next(server.host)}>; rel="next"` }).end("{}");
      return true;
    };
    await expect(registryOf().referrers(place(), digestOf("a"))).rejects.toEqual(failure(kind, words));
  });
});

describe("failing registries", () => {
  const cases: readonly (readonly [string, RegistryFault, string, string])[] = [
    ["hang", () => true, "unavailable", "no whole answer within 0.3 s"],
    ["500", (_, response) => void response.writeHead(500).end() === undefined, "unavailable", "answers 500, 3 times"],
    [
      "418",
      (_, response) => void response.writeHead(418).end() === undefined,
      "malformed",
      "answers 418 where a manifest",
    ],
    ["403", (_, response) => void response.writeHead(403).end() === undefined, "refused", "answers 403"],
    ["reset", (request) => void request.socket.destroy() === undefined, "unavailable", "127.0.0.1"],
    [
      "endless body",
      (_, response) => {
        response.writeHead(200, { "content-type": MANIFEST });
        const more = (): void =>
          void (response.destroyed || (response.write(Buffer.alloc(65_536)), setImmediate(more)));
        more();
        return true;
      },
      "too-large",
      "longer than 4,194,304 bytes",
    ],
    [
      "redirects without end",
      (_, response) => void response.writeHead(307, { location: "/v2/again" }).end() === undefined,
      "malformed",
      "more than 5 times",
    ],
    [
      "redirect away from https",
      (_, response) => void response.writeHead(307, { location: "http://example.com/x" }).end() === undefined,
      "refused",
      "not reached by https",
    ],
    [
      "redirect to a file",
      (_, response) => void response.writeHead(307, { location: "file:///etc/passwd" }).end() === undefined,
      "refused",
      "not reached by https",
    ],
    [
      "redirect with a user",
      (request, response) =>
        void response.writeHead(307, { location: `http://u:p@${request.headers.host ?? ""}/` }).end() === undefined,
      "malformed",
      "with a user in it",
    ],
    [
      "redirect to nowhere",
      (_, response) => void response.writeHead(307).end() === undefined,
      "malformed",
      "no address to go on to",
    ],
  ];
  test.each(cases)("%s", async (name, fault, kind, words) => {
    server.settings.fault = fault;
    const limit = name === "hang" ? 300 : 20_000;
    await expect(registryOf(NOBODY, limit).manifest(place(), "v1")).rejects.toEqual(failure(kind, words));
  });

  test("429 is waited for, as long as the registry says and at most 5 s", async () => {
    const digest = putImage(server, "team/model", "a", "v1");
    const after = ["1", "3600"];
    server.settings.fault = (_, response) => {
      const wait = after.shift();
      if (wait !== undefined) response.writeHead(429, { "retry-after": wait }).end();
      return wait !== undefined;
    };
    expect((await registryOf().manifest(place(), "v1"))?.digest).toBe(digest);
    expect(waits).toEqual([1_000, 5_000]);
  });

  test("many slow answers are given up together", async () => {
    server.settings.fault = () => true;
    const registry = createOciRegistry({ http, logins: NOBODY, timeoutMs: 200, totalMs: 300 });
    const tries = [1, 2, 3].map(() => () => registry.manifest(place(), "v1"));
    const words: string[] = [];
    for (const ask of tries) words.push(await ask().then(String, (error: unknown) => (error as Error).message));
    expect(words[0]).toContain("no whole answer within 0.2 s");
    // A busy machine takes longer than it was given, and leaves less.
    expect(words[1]).toMatch(/no whole answer within 0\.\d+ s|registries took more than 0\.3 s in all/);
    expect(words[2]).toContain("registries took more than 0.3 s in all");
  });

  test("nobody listens", async () => {
    const gone = place();
    await server.close();
    await expect(registryOf().manifest(gone, "v1")).rejects.toEqual(failure("unavailable", "127.0.0.1"));
    server = await startOciServer();
  });
});

describe("authorization", () => {
  const login = () => ({ auths: { [server.host]: { auth: Buffer.from("me:secret:1").toString("base64") } } });

  test("a token for the repository, got once for the login of Docker's config.json", async () => {
    server.settings.login = "me:secret:1";
    const digest = putImage(server, "team/model", "a", "v1");
    const registry = registryOf(loginsOf(login()));
    expect((await registry.manifest(place(), "v1"))?.digest).toBe(digest);
    expect((await registry.manifest(place(), digest))?.digest).toBe(digest);
    const asked = server.seen.filter(({ path }) => path.startsWith("/token"));
    expect(asked.map(({ path }) => path)).toEqual(["/token?service=here&scope=repository%3Ateam%2Fmodel%3Apull"]);
    expect(
      server.seen.filter(({ path }) => path.startsWith("/v2")).map((each) => each.authorization?.split(" ")[0]),
    ).toEqual([undefined, "Bearer", "Bearer"]);
  });

  test("writing asks for more", async () => {
    server.settings.login = "me:secret:1";
    await registryOf(loginsOf(login())).putBlob(place(), digestOf("x"), "x");
    expect(server.seen.find(({ path }) => path.startsWith("/token"))?.path).toContain("%3Apull%2Cpush");
  });

  test("without, or with the wrong login, in words without the password", async () => {
    server.settings.login = "me:right";
    await expect(registryOf().manifest(place(), "v1")).rejects.toEqual(
      failure("refused", "gave no token (status 401)"),
    );
    const logins = loginsOf({ auths: { [server.host]: { username: "me", password: "wr0ng-pass" } } });
    const error = await registryOf(logins)
      .manifest(place(), "v1")
      .catch((caught: unknown) => caught as OciFailure);
    expect(error).toEqual(failure("refused", "gave no token"));
    expect((error as OciFailure).message).not.toMatch(/wr0ng|bWU6/);
  });

  test("a credential helper is named, and not run", async () => {
    server.settings.login = "me:right";
    const logins = loginsOf({ credsStore: "desktop" });
    await expect(registryOf(logins).manifest(place(), "v1")).rejects.toEqual(
      failure("refused", "leaves it to a credential helper, and none is run from here"),
    );
  });

  test("the token does not follow a redirect to another server", async () => {
    server.settings.login = "me:secret:1";
    const other = await startOciServer();
    others.push(other);
    other.settings.fault = (_, response) => response.end("blob") !== undefined;
    server.settings.fault = (request, response) => {
      if (!request.url?.includes("/blobs/") || request.headers.authorization === undefined) return false;
      return void response.writeHead(307, { location: `http://${other.host}/cdn` }).end() === undefined;
    };
    const blob = await registryOf(loginsOf(login())).blob(place(), digestOf("blob"), 100);
    expect(Buffer.from(blob).toString()).toBe("blob");
    expect(other.seen).toHaveLength(1);
    expect(other.seen[0]?.authorization).toBeUndefined();
  });

  test("a 401 of another server gets no credentials", async () => {
    const other = await startOciServer();
    others.push(other);
    other.settings.login = "me:secret:1";
    server.settings.fault = (_, response) =>
      void response.writeHead(307, { location: `http://${other.host}/v2/team/model/manifests/v1` }).end() === undefined;
    await expect(registryOf(loginsOf(login())).manifest(place(), "v1")).rejects.toEqual(
      failure("refused", "answers 401"),
    );
    expect(other.seen.map(({ path, authorization }) => [path, authorization])).toEqual([
      ["/v2/team/model/manifests/v1", undefined],
    ]);
  });

  test.each([
    ["http://example.com/token", "refused", "not reached by https"],
    ["file:///etc/passwd", "refused", "not reached by https"],
    ["https://u:p@example.com/token", "malformed", "with a user in it"],
    ["nowhere", "malformed", "no address for tokens"],
  ])("tokens from %s are not asked for", async (realm, kind, words) => {
    server.settings.login = "me:secret:1";
    server.settings.realm = realm;
    await expect(registryOf(loginsOf(login())).manifest(place(), "v1")).rejects.toEqual(failure(kind, words));
  });

  test("a registry elsewhere does not make us ask this machine", async () => {
    const nobody: HttpClient = { request: () => Promise.reject(new Error("asked")) };
    const challenge = readChallenge(`Bearer realm="http://${server.host}/token"`);
    const elsewhere = { registry: "ghcr.io", repository: "team/model" };
    await expect(authorize(nobody, challenge, elsewhere, "pull", undefined)).rejects.toEqual(
      failure("refused", "not reached by https"),
    );
  });

  test.each([
    ["{", "no token"],
    ["{}", "no token"],
    [JSON.stringify({ token: "a\r\nX-Other: b" }), "no token"],
    ["null", "no token"],
  ])("an answer that is no token: %j", async (body, words) => {
    server.settings.login = "me:secret:1";
    server.settings.fault = (request, response) =>
      request.url?.startsWith("/token") === true && response.end(body) !== undefined;
    await expect(registryOf(loginsOf(login())).manifest(place(), "v1")).rejects.toEqual(failure("malformed", words));
  });

  test("challenges", () => {
    expect(readChallenge('Basic realm="x"')).toEqual({ scheme: "basic", realm: "x" });
    expect(readChallenge('bearer service="s", realm="https://r/t"')).toEqual({
      scheme: "bearer",
      realm: "https://r/t",
      service: "s",
    });
    expect(readChallenge('Digest realm="x"')).toBeUndefined();
    expect(readChallenge(undefined)).toBeUndefined();
    expect(readChallenge('a="'.repeat(100_000))).toBeUndefined();
  });
});

describe("Docker's config.json", () => {
  test("names of registries, as login steps write them", () => {
    const auth = Buffer.from("u:p").toString("base64");
    const logins = loginsOf({
      auths: {
        "https://index.docker.io/v1/": { auth },
        "ghcr.io": { auth },
        "quay.io/team": { auth },
        "x.io": {},
        "y.io": { auth: "!" },
      },
      credHelpers: { "gcr.io": "gcloud" },
    });
    expect(logins.find("docker.io")).toEqual({ username: "u", password: "p" });
    expect(logins.find("ghcr.io")).toEqual({ username: "u", password: "p" });
    expect(["quay.io", "x.io", "y.io", "evil-ghcr.io", "__proto__"].map((name) => logins.find(name))).toEqual(
      Array(5).fill(undefined),
    );
    expect([logins.helperFor("gcr.io"), logins.helperFor("ghcr.io")]).toEqual(["gcloud", undefined]);
  });

  test("a file that cannot be read is said; none is none", () => {
    expect(readRegistryLogins({ DOCKER_CONFIG: join(folder, "none") }).find("ghcr.io")).toBeUndefined();
    expect(() => loginsOf("{")).toThrow("is not JSON");
    expect(() => loginsOf(" ".repeat(1024 * 1024 + 1))).toThrow("is longer than");
  });
});
