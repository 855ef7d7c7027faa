import { storeAtGitHub, type GitHubStore } from "../../src/attest/store-github";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { startSigstore, type SigstoreServer } from "../support/sigstore-server";

const TOKEN = "ghs_secret";
const BUNDLE = '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}';

let sigstore: SigstoreServer;
let http: ClosableHttpClient;
beforeAll(async () => {
  sigstore = await startSigstore();
  http = createHttpClient({ env: {} });
});
afterAll(async () => {
  await http.close();
  await sigstore.close();
});
beforeEach(() => sigstore.heal());

const store = (changes: Partial<GitHubStore> = {}, bundle = BUNDLE) =>
  storeAtGitHub(
    { http, sleep: async () => undefined },
    {
      apiUrl: `${sigstore.urls.api}/`,
      serverUrl: "https://github.com",
      repository: "acme/model-repo",
      token: TOKEN,
      ...changes,
    },
    bundle,
  );

test("a bundle is stored as it is, and its page is named", async () => {
  const { id, url } = await store();
  expect(url).toBe(`https://github.com/acme/model-repo/attestations/${id}`);
  expect(sigstore.stored.at(-1)).toEqual({ id: Number(id), repository: "acme/model-repo", bundle: JSON.parse(BUNDLE) });
  const { method, path, authorization } = sigstore.requests.at(-1)!;
  expect([method, path, authorization]).toEqual(["POST", "/repos/acme/model-repo/attestations", `Bearer ${TOKEN}`]);
});

test.each<[number, string, RegExp]>([
  [401, "configuration", /the token is not valid\. Give `github-token`\./],
  [403, "configuration", /may not write attestations of acme\/model-repo: .*`permissions: attestations: write`/],
  [404, "configuration", /`permissions: attestations: write`.*GitHub Enterprise Cloud/],
  [413, "refused", /too long/],
  [422, "refused", /it does not accept the bundle/],
  [400, "refused", /refused: status 400, "no". The attestation is signed and was not stored\./],
  [
    500,
    "outage",
    /failed: status 500, "no" \(tried 4 times\)\. The attestation is signed and was not stored\. Try again later\./,
  ],
])("status %d is %s, in words", async (status, kind, words) => {
  sigstore.fail("api", { status, body: '{"message":"no"}' });
  const error = await store().catch((reason: Error) => reason);
  expect(error).toMatchObject({ kind });
  expect((error as Error).message).toMatch(words);
  expect((error as Error).message).not.toContain(TOKEN);
});

test("an answer without an id is told", async () => {
  sigstore.alter("api", () => ({ id: "x" }));
  await expect(store()).rejects.toThrow(/it names no id\. The attestation may not be stored\./);
});

test.each<[Partial<GitHubStore>, string, RegExp]>([
  [{ repository: "acme" }, BUNDLE, /no `owner\/name`/],
  [{ repository: "acme/../x" }, BUNDLE, /no `owner\/name`/],
  [{ repository: "acme/x?y=z" }, BUNDLE, /no `owner\/name`/],
  [{ token: "" }, BUNDLE, /there is no token/],
  [{}, "x".repeat(17 * 1024 * 1024), /16 MiB/],
])("what cannot be asked is not asked: %#", async (changes, bundle, words) => {
  const before = sigstore.requests.length;
  await expect(store(changes, bundle)).rejects.toThrow(words);
  expect(sigstore.requests).toHaveLength(before);
});
