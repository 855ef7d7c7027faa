import { SigningError } from "../../src/core/attestation";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { createIdTokenSource, hasIdTokens } from "../../src/host/id-token";
import { startSigstore, type SigstoreFault, type SigstoreServer } from "../support/sigstore-server";

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

function source(changes: Record<string, string | undefined> = {}, timeoutMs = 20_000) {
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: sigstore.urls.idToken,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: sigstore.requestToken,
    ...changes,
  };
  const [masked, waits]: [string[], number[]] = [[], []];
  const getIdToken = createIdTokenSource({
    env,
    http,
    mask: (secret) => void masked.push(secret),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    timeoutMs,
  });
  return { getIdToken, masked, waits, env };
}

test("a token for the audience is asked for, and hidden in the log before anyone has it", async () => {
  const { getIdToken, masked, env } = source();
  expect(hasIdTokens(env)).toBe(true);
  const token = await getIdToken("sigstore & co");
  const claims = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString());
  expect(claims.aud).toBe("sigstore & co");
  expect(masked).toEqual([sigstore.requestToken, token]);
  expect(sigstore.requests.at(-1)!.path).toMatch(/^\/token\?api-version=2\.0&audience=/);
});

test("a stumble is gone over", async () => {
  const { getIdToken, waits } = source();
  sigstore.fail("idToken", { status: 503 }, 2);
  await getIdToken("sigstore");
  expect(waits).toEqual([500, 1000]);
});

test.each(["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"])(
  "without %s the lines to add are told",
  async (name) => {
    for (const value of [undefined, ""]) {
      const { getIdToken, env } = source({ [name]: value });
      expect(hasIdTokens(env)).toBe(false);
      const error = await getIdToken("sigstore").catch((reason: SigningError) => reason);
      expect(error).toMatchObject({ kind: "configuration" });
      expect((error as Error).message).toMatch(/\n {4}permissions:\n {6}id-token: write$/);
    }
  },
);

const LEAK = "a-token-that-nobody-may-see";
test.each<[string, SigstoreFault, SigningError["kind"], RegExp]>([
  ["500", { status: 500, body: LEAK }, "outage", /status 500 \(tried 4 times\)/],
  ["429", { status: 429, body: LEAK }, "outage", /status 429 \(tried 4 times\)/],
  ["401", { status: 401, body: LEAK }, "refused", /status 401; the job's request token/],
  ["404", { status: 404, body: LEAK }, "refused", /status 404/],
  ["302", { status: 302, body: LEAK }, "refused", /status 302/],
  ["JSON cut short", { status: 200, body: `{"value":"${LEAK}` }, "outage", /its answer holds no token/],
  ["another shape", { status: 200, body: `["${LEAK}"]` }, "outage", /its answer holds no token/],
  ["null", { status: 200, body: "null" }, "outage", /its answer holds no token/],
  ["an empty token", { status: 200, body: '{"value":""}' }, "outage", /its answer holds no token/],
  ["a hang", "hang", "outage", /within 0\.3 s \(tried 4 times\)/],
  ["a reset", "reset", "outage", /tried 4 times/],
  ["a flood", "huge", "outage", /longer than 65,536 bytes/],
])("%s is told without what was said", async (_, fault, kind, words) => {
  const { getIdToken } = source({}, fault === "hang" ? 300 : 20_000);
  sigstore.fail("idToken", fault);
  const error = await getIdToken("sigstore").catch((reason: SigningError) => reason);
  expect(error).toBeInstanceOf(SigningError);
  expect(error).toMatchObject({ kind });
  expect((error as Error).message).toMatch(
    /^GitHub's service for ID tokens at 127\.0\.0\.1:\d+ failed: .*\. Nothing was signed\.$/,
  );
  expect((error as Error).message).toMatch(words);
  expect(`${(error as Error).message}${(error as Error).stack}`).not.toContain(LEAK);
  expect((error as Error).message).not.toContain(sigstore.requestToken);
});

test("an address that is none is told", async () => {
  await expect(source({ ACTIONS_ID_TOKEN_REQUEST_URL: "nowhere" }).getIdToken("x")).rejects.toThrow(/is no address/);
  await expect(source({ ACTIONS_ID_TOKEN_REQUEST_URL: "file:///etc" }).getIdToken("x")).rejects.toMatchObject({
    kind: "configuration",
  });
});
