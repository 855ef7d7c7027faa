import { X509Certificate } from "node:crypto";
import { SigningError } from "../../src/core/attestation";
import { createKeylessSigner } from "../../src/attest/signer";
import { readTrustConfig } from "../../src/attest/trust-config";
import type { HttpClient } from "../../src/core/http";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import {
  startSigstore,
  type ConfigWishes,
  type SigstoreFault,
  type SigstoreServer,
  type SigstoreService,
  type TokenWishes,
} from "../support/sigstore-server";

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

interface Attempt {
  readonly error: SigningError | undefined;
  readonly waits: readonly number[];
  readonly asked: (service: SigstoreService) => number;
  readonly token: string;
}

/** Waits for a service that hangs no longer than a test may take; the others have all the time that they need. */
const impatient = (hanging: SigstoreService): HttpClient => ({
  request(asked) {
    const hangs = new URL(asked.url).pathname.startsWith(`/${hanging}/`);
    return http.request(hangs ? { ...asked, timeoutMs: 300 } : asked);
  },
});

/** Signs once with waits that only are written down. */
async function attempt(wishes: ConfigWishes, token: TokenWishes = {}, hanging?: SigstoreService): Promise<Attempt> {
  const { endpoints } = readTrustConfig(JSON.stringify(sigstore.clientTrustConfig(wishes)), "own.json", Date.now());
  const waits: number[] = [];
  const minted = sigstore.token(token);
  const signer = createKeylessSigner({
    endpoints,
    http: hanging === undefined ? http : impatient(hanging),
    getIdToken: async () => minted,
    sleep: async (milliseconds) => void waits.push(milliseconds),
  });
  const error = await signer.sign(Buffer.from("{}"), "text/plain").then(
    () => undefined,
    (reason: unknown) => reason as SigningError,
  );
  const asked = (service: SigstoreService) => sigstore.requests.filter((each) => each.service === service).length;
  return { error, waits, asked, token: minted };
}

/** Neither message, stack, cause nor any field of an error holds a piece of the token. */
function holdsNoToken(error: Error | undefined, token: string): void {
  const seen = [error?.message, error?.stack, JSON.stringify(error), String(error?.cause ?? "")].join("\n");
  for (const part of token.split(".")) {
    expect(seen).not.toContain(part.slice(0, 40));
    expect(seen).not.toContain(part.slice(-40));
  }
}

const SERVICES: readonly [SigstoreService, string, ConfigWishes][] = [
  ["fulcio", "Fulcio at 127\\.0\\.0\\.1:\\d+", { log: 2 }],
  ["tsa", "The timestamp authority at 127\\.0\\.0\\.1:\\d+", { log: 2 }],
  ["rekor2", "Rekor at 127\\.0\\.0\\.1:\\d+", { log: 2 }],
  ["rekor1", "Rekor at 127\\.0\\.0\\.1:\\d+", { log: 1 }],
];
const UNUSABLE = "answered with what cannot be used: .*\\. Nothing was signed\\.$";

interface Told {
  readonly fault: SigstoreFault;
  readonly kind: SigningError["kind"];
  readonly words: string;
  readonly tries: number;
}
const FAULTS: Readonly<Record<string, Told>> = {
  "a reset": {
    fault: "reset",
    kind: "outage",
    words: "failed: .*\\(tried 4 times\\)\\. Nothing was signed\\.",
    tries: 4,
  },
  "a hang": { fault: "hang", kind: "outage", words: "failed: .*within 0\\.3 s \\(tried 4 times\\)\\.", tries: 4 },
  "an answer that ends early": { fault: "truncated", kind: "outage", words: "failed: .*\\(tried 4 times\\)", tries: 4 },
  garbage: { fault: "garbage", kind: "outage", words: UNUSABLE, tries: 1 },
  nothing: { fault: "empty", kind: "outage", words: UNUSABLE, tries: 1 },
  "a flood": { fault: "huge", kind: "outage", words: "failed: .*longer than [\\d,]+ bytes", tries: 1 },
  "500": { fault: { status: 500 }, kind: "outage", words: "failed: status 500 \\(tried 4 times\\)", tries: 4 },
  "502 with a page": {
    fault: { status: 502, body: "<html>", contentType: "text/html" },
    kind: "outage",
    words: "failed: status 502 \\(tried 4 times\\)",
    tries: 4,
  },
  "429": { fault: { status: 429 }, kind: "outage", words: "failed: status 429 \\(tried 4 times\\)", tries: 4 },
  "400": {
    fault: { status: 400, body: '{"message":"no\\nthanks"}' },
    kind: "refused",
    words: 'refused: status 400, "no thanks"\\. Nothing was signed\\.',
    tries: 1,
  },
  "404": {
    fault: { status: 404 },
    kind: "configuration",
    words: "failed: status 404\\..*Is the address right\\?",
    tries: 1,
  },
  "a redirect": { fault: { status: 302 }, kind: "configuration", words: "failed: status 302\\.", tries: 1 },
};

describe.each(SERVICES)("%s", (service, name, wishes) => {
  test.each(Object.keys(FAULTS))("that answers with %s is told, bounded and without the token", async (fault) => {
    const told = FAULTS[fault]!;
    sigstore.fail(service, told.fault);
    const { error, waits, asked, token } = await attempt(wishes, {}, told.fault === "hang" ? service : undefined);
    expect(error).toBeInstanceOf(SigningError);
    expect(error!.kind).toBe(told.kind);
    expect(error!.message).toMatch(new RegExp(`^${name} ${told.words}`, "s"));
    expect(asked(service)).toBe(told.tries);
    expect(waits).toEqual([1000, 2000, 4000].slice(0, told.tries - 1));
    holdsNoToken(error, token);
  });

  test("that stumbles twice is asked a third time, as late as it says", async () => {
    sigstore.fail(service, { status: 429, retryAfter: "7" }, 2);
    const { error, waits, asked } = await attempt(wishes);
    expect(error).toBeUndefined();
    expect(waits).toEqual([7000, 7000]);
    expect(asked(service)).toBe(3);
  });

  test("that wants a long pause is not waited for", async () => {
    sigstore.fail(service, { status: 429, retryAfter: "60" });
    const { error, waits, asked } = await attempt(wishes);
    expect(error).toMatchObject({ kind: "outage" });
    expect(error!.message).toContain("status 429; it asks to wait 60 s");
    expect([waits.length, asked(service)]).toEqual([0, 1]);
  });

  test("that gives a date to come back at is understood", async () => {
    sigstore.fail(service, { status: 503, retryAfter: new Date(Date.now() + 5_000).toUTCString() }, 1);
    const { error, waits } = await attempt(wishes);
    expect(error).toBeUndefined();
    expect(waits[0]).toBeGreaterThan(2_000);
    expect(waits[0]).toBeLessThanOrEqual(5_000);
  });

  test("that sends the token back does not get it into a message", async () => {
    const { token } = await attempt(wishes);
    for (const echo of [token, token.slice(5, -5), `${token.slice(0, 300)} ${token.slice(300)}`]) {
      sigstore.fail(service, { status: 400, body: JSON.stringify({ message: `bad token ${echo}` }) });
      const { error } = await attempt(wishes);
      expect(error!.message).toContain("bad token ***");
      holdsNoToken(error, token);
    }
  });
});

describe("Fulcio", () => {
  test("says no to a token that has expired, and the message says since when", async () => {
    const { error, token, asked } = await attempt({ log: 2 }, { lifetime: -60 });
    expect(error).toMatchObject({ kind: "refused" });
    expect(error!.message).toMatch(
      /^Fulcio at \S+ refused the ID token: the token expired at 20\S+Z, 6\d s ago\. Nothing/,
    );
    expect(asked("fulcio")).toBe(1);
    holdsNoToken(error, token);
  });

  test("says no to a token for somebody else", async () => {
    const { error } = await attempt({ log: 2 }, { audience: "https://github.com/acme" });
    expect(error).toMatchObject({ kind: "refused" });
    expect(error!.message).toContain("Does this Fulcio trust the issuer of the ID token?");
  });

  test("may not bring a certificate for another key", async () => {
    const other = await certificateOfOther();
    sigstore.alter("fulcio", () => ({ signedCertificateEmbeddedSct: { chain: { certificates: [other] } } }));
    const { error } = await attempt({ log: 2 });
    expect(error!.message).toContain("its certificate is for another key than ours");
  });

  test.each([
    [{}, "it holds no certificate"],
    [[], "it holds no certificate"],
    [{ signedCertificateEmbeddedSct: { chain: { certificates: ["no PEM"] } } }, "its certificate cannot be read"],
    [{ signedCertificateEmbeddedSct: { chain: { certificates: [{}] } } }, "it holds no certificate"],
  ])("may not answer %j", async (answer, words) => {
    sigstore.alter("fulcio", () => answer);
    expect((await attempt({ log: 2 })).error!.message).toContain(words);
  });
});

async function certificateOfOther(): Promise<string> {
  let seen = "";
  sigstore.alter<{ signedCertificateEmbeddedSct: { chain: { certificates: string[] } } }>("fulcio", (answer) => {
    seen = answer.signedCertificateEmbeddedSct.chain.certificates[0]!;
    return answer;
  });
  await attempt({ log: 2 });
  return new X509Certificate(seen).toString();
}

describe("clocks that differ", () => {
  test.each<[string, "fulcio" | "tsa" | "rekor1", number, ConfigWishes]>([
    ["Fulcio an hour ahead", "fulcio", 3_600_000, { log: 2 }],
    ["the timestamp authority an hour ahead", "tsa", 3_600_000, { log: 2 }],
    ["the timestamp authority a day behind", "tsa", -86_400_000, {}],
    ["Rekor v1 an hour ahead", "rekor1", 3_600_000, { log: 1, tsa: false }],
  ])("are told: %s", async (_, service, skew, wishes) => {
    sigstore.skew(service, skew);
    const { error } = await attempt(wishes);
    expect(error).toMatchObject({ kind: "outage" });
    expect(error!.message).toMatch(
      /^The certificate holds from 20\S+Z to 20\S+Z, and (the timestamp authority|Rekor) at \S+ says that it is 20\S+Z: one of the two clocks is wrong/,
    );
  });
});

interface Entry {
  logIndex: string;
  canonicalizedBody: string;
  inclusionProof: {
    logIndex: string;
    treeSize: string;
    hashes: string[];
    rootHash: string;
    checkpoint: { envelope: string };
  };
}

describe("a log", () => {
  const body = (entry: Entry) => Buffer.from(entry.canonicalizedBody, "base64").toString();
  test.each<[string, (entry: Entry) => unknown, string]>([
    [
      "an entry of another signature",
      (entry) => ({
        ...entry,
        canonicalizedBody: Buffer.from(body(entry).replace(/"digest":"...../, '"digest":"AAAAA')).toString("base64"),
      }),
      "not of our signature",
    ],
    [
      "an entry of another kind",
      (entry) => ({
        ...entry,
        canonicalizedBody: Buffer.from(body(entry).replace('"0.0.2"', '"0.0.9"')).toString("base64"),
      }),
      "not of our signature",
    ],
    [
      "a wrong root",
      (entry) => ({
        ...entry,
        inclusionProof: { ...entry.inclusionProof, rootHash: Buffer.alloc(32).toString("base64") },
      }),
      "does not lead to its root hash",
    ],
    [
      "a proof that is too short",
      (entry) => ({
        ...entry,
        inclusionProof: { ...entry.inclusionProof, hashes: entry.inclusionProof.hashes.slice(1) },
      }),
      "does not lead to its root hash",
    ],
    [
      "a proof without end",
      (entry) => ({
        ...entry,
        inclusionProof: { ...entry.inclusionProof, hashes: Array(5_000).fill(Buffer.alloc(32).toString("base64")) },
      }),
      "is too long",
    ],
    [
      "another place",
      (entry) => ({ ...entry, inclusionProof: { ...entry.inclusionProof, logIndex: "0" } }),
      "does not lead to its root hash",
    ],
    [
      "a checkpoint of another tree",
      (entry) => ({
        ...entry,
        inclusionProof: {
          ...entry.inclusionProof,
          checkpoint: { envelope: entry.inclusionProof.checkpoint.envelope.replace(/\n\d+\n/, "\n9999\n") },
        },
      }),
      "of another tree",
    ],
    ["no proof", (entry) => ({ ...entry, inclusionProof: null }), "it is no log entry"],
    ["a list", () => [], "it is no log entry"],
    [
      "hashes that are none",
      (entry) => ({ ...entry, inclusionProof: { ...entry.inclusionProof, hashes: [1] } }),
      "it is no log entry",
    ],
  ])("of v2 may not bring %s", async (_, change, words) => {
    sigstore.alter<Entry>("rekor2", change);
    const { error } = await attempt({ log: 2 });
    expect(error).toMatchObject({ kind: "outage" });
    expect(error!.message).toContain(words);
  });

  interface EntryV1 {
    body: string;
    verification: { inclusionProof: { hashes: string[]; rootHash: string } | null; signedEntryTimestamp?: string };
  }
  test.each<[string, (entry: EntryV1) => unknown, string]>([
    [
      "an entry of another payload",
      (entry) => ({
        ...entry,
        body: Buffer.from(
          Buffer.from(entry.body, "base64")
            .toString()
            .replace(
              /"payloadHash":\{"algorithm":"sha256","value":"..../,
              '"payloadHash":{"algorithm":"sha256","value":"0000',
            ),
        ).toString("base64"),
      }),
      "not of our signature",
    ],
    [
      "a wrong root",
      (entry) => ({
        ...entry,
        verification: {
          ...entry.verification,
          inclusionProof: { ...entry.verification.inclusionProof!, rootHash: "00".repeat(32) },
        },
      }),
      "does not lead to its root hash",
    ],
    [
      "no proof",
      (entry) => ({ ...entry, verification: { ...entry.verification, inclusionProof: null } }),
      "it is no log entry",
    ],
    [
      "no promise",
      (entry) => ({ ...entry, verification: { inclusionProof: entry.verification.inclusionProof } }),
      "it is no log entry",
    ],
  ])("of v1 may not bring %s", async (_, change, words) => {
    sigstore.alter<Record<string, EntryV1>>("rekor1", (answer) =>
      Object.fromEntries(Object.entries(answer).map(([uuid, entry]) => [uuid, change(entry)])),
    );
    expect((await attempt({ log: 1 })).error!.message).toContain(words);
  });

  test("of v1 that says a conflict may not send us elsewhere", async () => {
    sigstore.fail("rekor1", { status: 409, body: "{}" });
    expect((await attempt({ log: 1 })).error!.message).toContain("it has this entry and does not say where");
  });
});

describe("a timestamp authority", () => {
  test("may not stamp something else", async () => {
    sigstore.alter<Uint8Array>("tsa", (stamp) => {
      const changed = Buffer.from(stamp);
      // The imprint stands behind its algorithm: OCTET STRING of 32 bytes.
      const at = changed.indexOf(Buffer.from([0x04, 0x20]));
      changed[at + 5]! ^= 1;
      return changed;
    });
    expect((await attempt({})).error!.message).toContain("it is no timestamp of our signature");
  });

  test("has to write its time so that verifiers read it", async () => {
    sigstore.alter<Uint8Array>("tsa", (stamp) => {
      const text = Buffer.from(stamp).toString("latin1");
      return Buffer.from(text.replace(/(\d{13})\dZ/, "$1.Z"), "latin1");
    });
    expect((await attempt({})).error!.message).toContain("its time is written in a way that verifiers do not read");
  });

  test.each([0, 1, 40, 200])("may not answer with its first %d bytes", async (length) => {
    sigstore.alter<Uint8Array>("tsa", (stamp) => Buffer.from(stamp).subarray(0, length));
    expect((await attempt({})).error!.message).toContain("it is no timestamp of our signature");
  });
});

test("where nobody listens, that is said", async () => {
  const closed = await startSigstore();
  const config = JSON.stringify(closed.clientTrustConfig({ log: 2 }));
  await closed.close();
  const { endpoints } = readTrustConfig(config, "own.json", Date.now());
  const getIdToken = async () => sigstore.token();
  const signer = createKeylessSigner({ endpoints, http, getIdToken, sleep: async () => undefined });
  await expect(signer.sign(Buffer.from("{}"), "text/plain")).rejects.toThrow(/^Fulcio at \S+ failed: .*tried 4 times/);
});
