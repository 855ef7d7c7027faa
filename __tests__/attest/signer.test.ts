import { DSSE_PAYLOAD_TYPE } from "../../src/core/attestation";
import { createKeylessSigner } from "../../src/attest/signer";
import { readTrustConfig } from "../../src/attest/trust-config";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { checkWithSigstore } from "../support/sigstore-check";
import { startSigstore, type ConfigWishes, type SigstoreServer } from "../support/sigstore-server";

const PAYLOAD = Buffer.from(JSON.stringify({ _type: "https://in-toto.io/Statement/v1", subject: [] }));
const SAN = "https://github.com/acme/ci/.github/workflows/model-build.yml@refs/tags/v1";

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
beforeEach(() => {
  sigstore.heal();
  sigstore.requests.length = 0;
});

function signerFor(wishes: ConfigWishes, more: { now?: () => number } = {}) {
  const config = JSON.stringify(sigstore.clientTrustConfig(wishes));
  const { endpoints } = readTrustConfig(config, "own.json", Date.now());
  const getIdToken = jest.fn(async (audience: string) => sigstore.token({ audience }));
  return { signer: createKeylessSigner({ endpoints, http, getIdToken, ...more }), getIdToken };
}

describe("a keyless signature", () => {
  test.each<[string, ConfigWishes, number]>([
    ["Rekor v2 and a timestamp", { log: 2 }, 1],
    ["Rekor v1", { log: 1, tsa: false }, 1],
    ["Rekor v1 and a timestamp", { log: 1 }, 1],
    ["a timestamp alone, as private repositories have it", {}, 0],
  ])("with %s holds for @sigstore/verify", async (_, wishes, threshold) => {
    const { signer } = signerFor(wishes);
    const { json, logIndex } = await signer.sign(PAYLOAD, DSSE_PAYLOAD_TYPE);
    expect(checkWithSigstore(json, sigstore.trustedRoot(), threshold)).toBe(SAN);
    expect(logIndex === undefined).toBe(threshold === 0);
    expect(json).not.toContain("\n");
    const changed = json.replace(PAYLOAD.toString("base64"), Buffer.from("{}").toString("base64"));
    expect(() => checkWithSigstore(changed, sigstore.trustedRoot(), threshold)).toThrow();
  });

  test("takes one certificate for all of a run, also for those at the same time", async () => {
    const { signer, getIdToken } = signerFor({ log: 2 });
    const all = await Promise.all([1, 2, 3].map((each) => signer.sign(Buffer.from(`${each}`), "text/plain")));
    all.push(await signer.sign(PAYLOAD, DSSE_PAYLOAD_TYPE));
    expect(getIdToken).toHaveBeenCalledTimes(1);
    expect(getIdToken).toHaveBeenCalledWith("sigstore");
    expect(sigstore.requests.filter(({ service }) => service === "fulcio")).toHaveLength(1);
    for (const { json } of all) expect(checkWithSigstore(json, sigstore.trustedRoot(), 1)).toBe(SAN);
  });

  test("asks for another certificate when the first nears its end, and after a failure", async () => {
    let now = Date.now();
    const { signer, getIdToken } = signerFor({ log: 2 }, { now: () => now });
    await signer.sign(PAYLOAD, DSSE_PAYLOAD_TYPE);
    now += 419_000;
    await signer.sign(PAYLOAD, DSSE_PAYLOAD_TYPE);
    expect(getIdToken).toHaveBeenCalledTimes(1);
    now += 2_000;
    sigstore.fail("fulcio", { status: 400 }, 1);
    await expect(signer.sign(PAYLOAD, DSSE_PAYLOAD_TYPE)).rejects.toMatchObject({ kind: "refused" });
    await signer.sign(PAYLOAD, DSSE_PAYLOAD_TYPE);
    expect(getIdToken).toHaveBeenCalledTimes(3);
  });

  test("that Rekor v1 has already is fetched from there", async () => {
    // The first answer is lost on the way: the log has the entry, and the next try is a conflict.
    let lost = 0;
    const losing = {
      request: async (request: Parameters<typeof http.request>[0]) => {
        const answer = await http.request(request);
        if (request.url.includes("rekor1") && request.method === "POST" && lost++ === 0)
          return { ...answer, status: 503, body: Buffer.alloc(0) };
        return answer;
      },
    };
    const { endpoints } = readTrustConfig(
      JSON.stringify(sigstore.clientTrustConfig({ log: 1 })),
      "own.json",
      Date.now(),
    );
    const again = createKeylessSigner({
      endpoints,
      http: losing,
      getIdToken: async () => sigstore.token(),
      sleep: async () => undefined,
    });
    const { json } = await again.sign(PAYLOAD, DSSE_PAYLOAD_TYPE);
    expect(checkWithSigstore(json, sigstore.trustedRoot(), 1)).toBe(SAN);
    const asked = sigstore.requests.filter(({ service }) => service === "rekor1").map(({ method }) => method);
    expect(asked).toEqual(["POST", "POST", "GET"]);
  });

  test("of a payload of any bytes and length", async () => {
    const { signer } = signerFor({ log: 2 });
    for (const payload of [Buffer.from([0, 255, 10, 13]), Buffer.alloc(3_000_000, 7)]) {
      const { json } = await signer.sign(payload, "application/octet-stream");
      expect(checkWithSigstore(json, sigstore.trustedRoot(), 1)).toBe(SAN);
    }
  });
});
