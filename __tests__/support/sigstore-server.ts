/**
 * A Sigstore on loopback, in the test's own process: `const sigstore = await startSigstore()`, then `await sigstore.close()`.
 *
 * - `urls`: `fulcio`, `tsa` (the whole path, as in a signing config), `rekor1`, `rekor2`, `oidc` (the issuer), `api` (a GitHub with the attestations API),
 *   `idToken` with `requestToken`: what Actions gives as `ACTIONS_ID_TOKEN_REQUEST_URL` and `..._TOKEN`.
 * - `trustedRoot()`, `signingConfig({ log: 1 | 2 | undefined, tsa: boolean })`, `clientTrustConfig(same)`: JSON values for files.
 * - `token({ claims, lifetime, audience })`: an ID token; `claims` override GitHub's; a negative `lifetime` (seconds) has expired.
 * - `fail(service, fault, times)`: the next `times` requests (default: all) to `fulcio`, `tsa`, `rekor1`, `rekor2`, `api` or `idToken` fail:
 *   `{ status: 429, retryAfter: "1", body: "..." }` or `"hang" | "reset" | "garbage" | "truncated" | "huge" | "empty"`. `heal()` ends all.
 * - `alter(service, change)`: `change` gets the parsed JSON of each good answer and brings another: tampered proofs, other certificates.
 * - `skew(service, milliseconds)`: the clock of `fulcio`, `tsa` or `rekor1` goes wrong.
 * - `requests`: what was asked: service, method, path, body text, and `authorization`.
 * - `stored`: bundles that the attestations API took.
 *
 * Real: Fulcio checks the token (signature, audience, time) and the proof of possession, and issues certificates with all of GitHub's extensions and an
 * SCT (CA, CT log and TSA are `@sigstore/mock`'s logic); both Rekors verify signatures and build a Merkle tree (`sigstore-rekor.ts`). Not as in life:
 * one root without an intermediate, P-256 keys of callers only at Fulcio, and the SAN is always a URI.
 */
import { createPublicKey, generateKeyPairSync, randomUUID, sign, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fulcioHandler, initializeCA, initializeCTLog } from "@sigstore/mock/dist/fulcio";
import { initializeTSA, tsaHandler } from "@sigstore/mock/dist/timestamp";
import { createLog, sha256 } from "./sigstore-log";
import { addToRekorV1, addToRekorV2, entryOfV1, uuidOf } from "./sigstore-rekor";

export type SigstoreService = "fulcio" | "tsa" | "rekor1" | "rekor2" | "api" | "idToken";
export type SigstoreFault =
  | "hang"
  | "reset"
  | "garbage"
  | "truncated"
  | "huge"
  | "empty"
  | { readonly status: number; readonly retryAfter?: string; readonly body?: string; readonly contentType?: string };

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}
export interface SeenRequest {
  readonly service: SigstoreService | "oidc";
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly authorization: string | undefined;
}
export interface TokenWishes {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Seconds until it expires. */
  readonly lifetime?: number;
  readonly audience?: string;
}
export interface ConfigWishes {
  /** Major version of Rekor; absent: no log. */
  readonly log?: 1 | 2 | undefined;
  readonly tsa?: boolean;
}
export type SigstoreServer = Awaited<ReturnType<typeof startSigstore>>;

const COMMIT = "1".repeat(40);
/** What GitHub says of a push to `main` of acme/model-repo, whose workflow calls acme/ci's. */
export const GITHUB_CLAIMS = {
  sub: "repo:acme/model-repo:ref:refs/heads/main",
  ref: "refs/heads/main",
  ref_type: "branch",
  sha: COMMIT,
  repository: "acme/model-repo",
  repository_owner: "acme",
  repository_id: "1001",
  repository_owner_id: "2002",
  repository_visibility: "public",
  run_id: "123456",
  run_number: "7",
  run_attempt: "1",
  actor: "octocat",
  actor_id: "42",
  workflow: "gate",
  event_name: "push",
  workflow_ref: "acme/model-repo/.github/workflows/train.yml@refs/heads/main",
  workflow_sha: COMMIT,
  job_workflow_ref: "acme/ci/.github/workflows/model-build.yml@refs/tags/v1",
  job_workflow_sha: "2".repeat(40),
  runner_environment: "github-hosted",
} as const;

const ecKeys = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const spkiOf = (key: ReturnType<typeof ecKeys>["publicKey"]) => key.export({ type: "spki", format: "der" });
const base64 = (bytes: ArrayBufferView): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Tokens as an OIDC provider signs them, RS256. */
function createIssuer() {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...keys.publicKey.export({ format: "jwk" }), kid: "test", alg: "RS256", use: "sig" };
  return {
    jwk,
    mint(issuer: string, { claims = {}, lifetime = 300, audience = "sigstore" }: TokenWishes = {}): string {
      const now = Math.floor(Date.now() / 1000);
      const times = { iat: now + Math.min(0, lifetime) - 5, nbf: now + Math.min(0, lifetime) - 5, exp: now + lifetime };
      const all = { jti: randomUUID(), iss: issuer, aud: audience, ...times, ...GITHUB_CLAIMS, ...claims };
      const signed = `${base64url({ alg: "RS256", typ: "JWT", kid: "test" })}.${base64url(all)}`;
      return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), keys.privateKey).toString("base64url")}`;
    },
    /** The claims of a token that holds now for Fulcio. */
    check(token: string): Record<string, string> {
      const [header = "", payload = "", signature = ""] = token.split(".");
      const signed = Buffer.from(`${header}.${payload}`);
      if (!verify("RSA-SHA256", signed, keys.publicKey, Buffer.from(signature, "base64url")))
        throw new Error("There was an error processing the identity token");
      const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, string>;
      if (Number(claims["exp"]) * 1000 < Date.now()) throw new Error("identity token has expired");
      if (claims["aud"] !== "sigstore") throw new Error(`expected audience "sigstore"`);
      return claims;
    },
  };
}

interface CertificateRequest {
  readonly credentials: { readonly oidcIdentityToken: string };
  readonly publicKeyRequest: { readonly publicKey: { readonly content: string }; readonly proofOfPossession: string };
}

async function createFulcio(issuer: ReturnType<typeof createIssuer>) {
  const [caKeys, ctKeys] = [ecKeys(), ecKeys()];
  const clock = new Date();
  const ctLog = await initializeCTLog(ctKeys, clock);
  const ca = await initializeCA(caKeys, ctLog, clock);
  const issue = fulcioHandler(ca, { subjectClaim: "san" });
  return {
    root: ca.rootCertificate,
    ctSpki: spkiOf(ctKeys.publicKey),
    async answer(text: string, skew: number): Promise<Answer> {
      const request = JSON.parse(text) as CertificateRequest;
      let claims;
      try {
        claims = issuer.check(request.credentials.oidcIdentityToken);
      } catch (error) {
        return { status: 401, body: { code: 16, message: (error as Error).message, details: [] } };
      }
      const key = createPublicKey(request.publicKeyRequest.publicKey.content);
      const proof = Buffer.from(request.publicKeyRequest.proofOfPossession, "base64");
      const subject = Buffer.from(String(claims["email"] ?? claims["sub"]));
      if (!verify("sha256", subject, key, proof))
        return {
          status: 400,
          body: { code: 3, message: "The signature supplied in the request could not be verified" },
        };
      clock.setTime(Date.now() + skew);
      const san = claims["email"] ?? `https://github.com/${claims["job_workflow_ref"]}`;
      const again = `${base64url({ alg: "none" })}.${base64url({ ...claims, san })}.`;
      const inner = { ...request, credentials: { oidcIdentityToken: again } };
      const { statusCode, response } = await issue.fn(JSON.stringify(inner) as never);
      return { status: statusCode, body: statusCode === 201 ? JSON.parse(String(response)) : { message: response } };
    },
  };
}

async function createTsa() {
  const clock = new Date();
  const tsa = await initializeTSA(ecKeys(), clock);
  const stamp = tsaHandler(tsa);
  return {
    chain: [tsa.intCertificate, tsa.rootCertificate],
    async answer(text: string, skew: number): Promise<Answer> {
      // Whole seconds, as Sigstore's: @sigstore/core reads fractions of exactly three digits, and DER drops zeros at their end.
      clock.setTime(Math.floor((Date.now() + skew) / 1000) * 1000);
      const { statusCode, response } = await stamp.fn(text as never);
      return { status: statusCode, body: response, headers: { "content-type": "application/timestamp-reply" } };
    },
  };
}

/** GitHub's attestations API: stores, and finds by the subject's digest. */
function createStore() {
  const stored: { readonly id: number; readonly repository: string; readonly bundle: unknown }[] = [];
  const has = (bundle: unknown, digest: string): boolean => {
    const payload = (bundle as { dsseEnvelope?: { payload?: string } }).dsseEnvelope?.payload ?? "";
    return Buffer.from(payload, "base64")
      .toString()
      .includes(digest.replace(/^sha256:/, ""));
  };
  const answer = ({ method, path, body }: SeenRequest): Answer => {
    const [, owner, name, digest] = /^\/repos\/([^/]+)\/([^/]+)\/attestations(?:\/([^/?]+))?/.exec(path) ?? [];
    const repository = `${owner}/${name}`;
    if (owner === undefined) return { status: 404, body: { message: "Not Found" } };
    if (method === "POST") {
      const { bundle } = JSON.parse(body) as { bundle?: unknown };
      if (bundle === undefined) return { status: 422, body: { message: "Invalid request: bundle wasn't supplied" } };
      stored.push({ id: stored.length + 1, repository, bundle });
      return { status: 201, body: { id: stored.length } };
    }
    const found = stored.filter((each) => each.repository === repository && has(each.bundle, digest ?? "-"));
    if (found.length === 0) return { status: 404, body: { message: "Not Found" } };
    return { status: 200, body: { attestations: found.map(({ bundle }) => ({ bundle, repository_id: 1001 })) } };
  };
  return { stored, answer };
}

export async function startSigstore() {
  const issuer = createIssuer();
  const [fulcio, tsa, store] = [await createFulcio(issuer), await createTsa(), createStore()];
  const [log1, log2] = [createLog("p256", "127.0.0.1 - 1"), createLog("ed25519", "127.0.0.1")];
  const requests: SeenRequest[] = [];
  const faults = new Map<string, { readonly fault: SigstoreFault; left: number }>();
  const changes = new Map<string, (answer: never) => unknown>();
  const skews = new Map<string, number>();
  const start = new Date(Date.now() - 3_600_000).toISOString();
  const requestToken = `request-token-${randomUUID()}`;
  const skewOf = (service: string) => skews.get(service) ?? 0;

  async function answer(seen: SeenRequest): Promise<Answer> {
    switch (seen.service) {
      case "fulcio":
        return fulcio.answer(seen.body, skewOf("fulcio"));
      case "tsa":
        return tsa.answer(seen.body, skewOf("tsa"));
      case "rekor2": {
        return addToRekorV2(log2, JSON.parse(seen.body) as never);
      }
      case "rekor1": {
        const now = Math.floor((Date.now() + skewOf("rekor1")) / 1000);
        if (seen.method === "POST") {
          const { location, ...rest } = addToRekorV1(log1, JSON.parse(seen.body) as never, now);
          return location === undefined ? rest : { ...rest, headers: { location } };
        }
        const index = log1.entries.findIndex((_, each) => seen.path.endsWith(uuidOf(log1, each)));
        if (index < 0) return { status: 404, body: { code: 404, message: "not found" } };
        return { status: 200, body: entryOfV1(log1, index, now) };
      }
      case "api":
        return store.answer(seen);
      case "idToken": {
        if (seen.authorization?.toLowerCase() !== `bearer ${requestToken}`)
          return { status: 401, body: { message: "bad request token" } };
        const query = new URL(seen.path, "http://localhost").searchParams;
        const claims = JSON.parse(query.get("claims") ?? "{}") as Record<string, unknown>;
        const value = issuer.mint(urls.oidc, { claims, audience: query.get("audience") ?? "https://github.com/acme" });
        return { status: 200, body: { count: 1, value } };
      }
      case "oidc":
        if (seen.path.endsWith("/jwks")) return { status: 200, body: { keys: [issuer.jwk] } };
        return { status: 200, body: { issuer: urls.oidc, jwks_uri: `${urls.oidc}/jwks` } };
      default:
        return { status: 404, body: { message: "Not Found" } };
    }
  }

  const server = createServer((request, response) => {
    void (async () => {
      const [service, path] = placeOf(request);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { authorization } = request.headers;
      const body = Buffer.concat(chunks).toString();
      const seen: SeenRequest = { service, method: request.method ?? "GET", path, body, authorization };
      requests.push(seen);
      const failing = faults.get(service);
      if (failing !== undefined && failing.left > 0) {
        failing.left -= 1;
        return void misbehave(response, failing.fault);
      }
      const answered = await answer(seen).catch((error: Error) => ({
        status: 400,
        body: { code: 400, message: error.message },
        headers: {},
      }));
      const change = changes.get(service);
      const good = answered.status < 300 && change !== undefined;
      send(response, good ? { ...answered, body: change(answered.body as never) } : answered);
    })();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const urls = {
    fulcio: `${base}/fulcio`,
    tsa: `${base}/tsa/api/v1/timestamp`,
    rekor1: `${base}/rekor1`,
    rekor2: `${base}/rekor2`,
    oidc: `${base}/oidc`,
    api: `${base}/api`,
    idToken: `${base}/idToken/token?api-version=2.0`,
    ct: `${base}/ct`,
  };

  function trustedRoot(): Record<string, unknown> {
    const authority = (uri: string, certificates: readonly ArrayBufferView[]) => ({
      subject: { organization: "sigstore.test", commonName: "sigstore" },
      uri,
      certChain: { certificates: certificates.map((each) => ({ rawBytes: base64(each) })) },
      validFor: { start },
    });
    const log = (baseUrl: string, spki: Buffer, keyDetails: string, id: Buffer) => ({
      baseUrl,
      hashAlgorithm: "SHA2_256",
      publicKey: { rawBytes: base64(spki), keyDetails, validFor: { start } },
      logId: { keyId: base64(id) },
    });
    return {
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [
        log(urls.rekor1, log1.spki, log1.keyDetails, log1.id),
        log(urls.rekor2, log2.spki, log2.keyDetails, log2.id),
      ],
      certificateAuthorities: [authority(urls.fulcio, [fulcio.root])],
      ctlogs: [log(urls.ct, fulcio.ctSpki, "PKIX_ECDSA_P256_SHA_256", sha256(fulcio.ctSpki))],
      timestampAuthorities: [authority(urls.tsa, tsa.chain)],
    };
  }

  function signingConfig({ log, tsa: stamped = true }: ConfigWishes = { log: 2 }): Record<string, unknown> {
    const service = (url: string, majorApiVersion: number) => [
      { url, majorApiVersion, validFor: { start }, operator: "sigstore.test" },
    ];
    return {
      mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
      caUrls: service(urls.fulcio, 1),
      oidcUrls: service(urls.oidc, 1),
      rekorTlogUrls: log === undefined ? [] : service(log === 1 ? urls.rekor1 : urls.rekor2, log),
      ...(log === undefined ? {} : { rekorTlogConfig: { selector: "ANY" } }),
      tsaUrls: stamped ? service(urls.tsa, 1) : [],
      ...(stamped ? { tsaConfig: { selector: "ANY" } } : {}),
    };
  }

  return {
    urls,
    requestToken,
    requests,
    stored: store.stored,
    trustedRoot,
    signingConfig,
    clientTrustConfig: (wishes?: ConfigWishes) => ({
      mediaType: "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json",
      trustedRoot: trustedRoot(),
      signingConfig: signingConfig(wishes),
    }),
    token: (wishes?: TokenWishes) => issuer.mint(urls.oidc, wishes),
    fail: (service: SigstoreService, fault: SigstoreFault, times = Infinity) =>
      void faults.set(service, { fault, left: times }),
    alter: <T>(service: SigstoreService, change: (answer: T) => unknown) => void changes.set(service, change as never),
    skew: (service: "fulcio" | "tsa" | "rekor1", milliseconds: number) => void skews.set(service, milliseconds),
    heal: () => [faults, changes, skews].forEach((each) => each.clear()),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function placeOf(request: IncomingMessage): [SeenRequest["service"], string] {
  const [, service = "", path = ""] = /^\/([^/]*)(.*)$/.exec(request.url ?? "/") ?? [];
  return [service as SeenRequest["service"], path];
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const binary = ArrayBuffer.isView(body);
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(binary ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : JSON.stringify(body));
}

const HUGE_BYTES = 16 * 1024 * 1024;

function misbehave(response: ServerResponse, fault: SigstoreFault): void {
  if (fault === "hang") return;
  if (fault === "reset") return void response.destroy();
  if (fault === "empty") return void response.writeHead(201).end();
  if (fault === "garbage")
    return void response.writeHead(201, { "content-type": "application/json" }).end("{\u0000<html>");
  if (fault === "truncated") {
    response.writeHead(201, { "content-type": "application/json", "content-length": "1000" });
    return void response.write('{"a":', () => response.destroy());
  }
  if (fault === "huge") {
    response.writeHead(201, { "content-type": "application/json", "content-length": String(HUGE_BYTES) });
    const chunk = Buffer.alloc(1024 * 1024, " ");
    for (let written = 0; written < HUGE_BYTES && !response.destroyed; written += chunk.length) response.write(chunk);
    return void response.end();
  }
  const { status, retryAfter, body = "", contentType = "application/json" } = fault;
  const wait = retryAfter === undefined ? {} : { "retry-after": retryAfter };
  response.writeHead(status, { "content-type": contentType, ...wait }).end(body);
}
