import { SigningError } from "../../src/core/attestation";
import { readTrustConfig } from "../../src/attest/trust-config";

const NOW = Date.parse("2026-06-01T00:00:00Z");
const PAST = { start: "2025-01-01T00:00:00Z", end: "2026-01-01T00:00:00Z" };
const OPEN = { start: "2026-01-01T00:00:00Z" };
const LATER = { start: "2026-07-01T00:00:00Z" };

const service = (url: string, majorApiVersion: number, validFor: unknown = OPEN, operator = "sigstore.dev") => ({
  url,
  majorApiVersion,
  validFor,
  operator,
});

const CONFIG = {
  mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
  caUrls: [service("https://fulcio.example", 1)],
  rekorTlogUrls: [service("https://v1.example", 1), service("https://v2.example", 2)],
  rekorTlogConfig: { selector: "ANY" },
  tsaUrls: [service("https://tsa.example/api/v1/timestamp", 1)],
  tsaConfig: { selector: "ANY" },
};

const read = (changes: Record<string, unknown> = {}) =>
  readTrustConfig(JSON.stringify({ ...CONFIG, ...changes }), "own.json", NOW).endpoints;

test("a whole config gives the log of the highest version, and the trusted root as it stands", () => {
  const text = JSON.stringify({ trustedRoot: { tlogs: [] }, signingConfig: CONFIG });
  expect(readTrustConfig(`\uFEFF${text}`, "own.json", NOW)).toEqual({
    endpoints: {
      name: "the Sigstore of own.json",
      fulcio: "https://fulcio.example",
      rekor: { url: "https://v2.example", version: 2 },
      tsa: "https://tsa.example/api/v1/timestamp",
      audience: "sigstore",
    },
    trustedRoot: '{"tlogs":[]}',
  });
});

test("only what is valid now is taken, and of two the one that began last", () => {
  const rekorTlogUrls = [
    service("https://old.example", 2, PAST),
    service("https://next.example", 2, LATER),
    service("https://first.example/", 1, { start: "2025-06-01T00:00:00Z" }),
    service("https://second.example/", 1, { start: "2025-07-01T00:00:00Z", end: "2027-01-01T00:00:00Z" }),
    service("https://future.example", 3),
  ];
  expect(read({ rekorTlogUrls }).rekor).toEqual({ url: "https://second.example", version: 1 });
});

test.each([
  [{ rekorTlogUrls: [] }, "rekor"],
  [{ tsaUrls: [], rekorTlogUrls: [service("https://v1.example", 1)] }, "tsa"],
])("what is not there is not asked: %#", (changes, absent) => {
  expect(read(changes)).not.toHaveProperty(absent);
});

test("an authority named by its host is asked at Sigstore's path", () => {
  expect(read({ tsaUrls: [service("https://tsa.example", 1)] }).tsa).toBe("https://tsa.example/api/v1/timestamp");
});

test("a service on this machine may be without TLS", () => {
  expect(read({ caUrls: [service("http://127.0.0.1:7010", 1)] }).fulcio).toBe("http://127.0.0.1:7010");
});

test.each<[Record<string, unknown>, RegExp]>([
  [{ caUrls: [] }, /names no certificate authority/],
  [{ caUrls: [service("https://fulcio.example", 2)] }, /names no certificate authority/],
  [{ caUrls: [service("https://fulcio.example", 1, LATER)] }, /names no certificate authority/],
  [{ caUrls: "https://fulcio.example" }, /caUrls is no list/],
  [{ caUrls: Array(100).fill(service("https://fulcio.example", 1)) }, /caUrls is no list of at most 64/],
  [{ caUrls: [service("http://fulcio.example", 1)] }, /no address of https/],
  [{ caUrls: [service("https://user:secret@fulcio.example", 1)] }, /no address of https without user/],
  [{ caUrls: [service("https://fulcio.example?x=1", 1)] }, /no address of https without user and query/],
  [{ caUrls: [service("file:///etc", 1)] }, /no address of https/],
  [{ caUrls: [null] }, /no address of https/],
  [{ caUrls: [service("https://fulcio.example", 1, { start: "yesterday" })] }, /date that is none/],
  [
    { rekorTlogUrls: [service("https://v9.example", 9)] },
    /none of its rekorTlogUrls is valid now with an API version of 1 or 2/,
  ],
  [{ rekorTlogConfig: { selector: "EXACT", count: 2 } }, /rekorTlogConfig wants more than one/],
  [
    {
      tsaConfig: { selector: "ALL" },
      tsaUrls: [service("https://a.example", 1, OPEN, "a"), service("https://b.example", 1, OPEN, "b")],
    },
    /tsaConfig wants more than one/,
  ],
  [{ rekorTlogUrls: [], tsaUrls: [] }, /neither a log nor a timestamp authority/],
  [{ tsaUrls: [] }, /Rekor v2, which says no time/],
  [{ mediaType: "application/vnd.dev.sigstore.signingconfig.v0.1+json" }, /signingconfig\.v0\.1\+json; only/],
  [{ mediaType: undefined }, /names no media type/],
])("refused with its reason: %#", (changes, words) => {
  expect(() => read(changes)).toThrow(SigningError);
  expect(() => read(changes)).toThrow(/^own\.json is no Sigstore configuration to sign with: /);
  expect(() => read(changes)).toThrow(words);
});

test.each(["", "{", "[]", "null", "7", "[".repeat(100_000)])("what is no object is refused: %#", (text) => {
  expect(() => readTrustConfig(text, "own.json", NOW)).toThrow("it is no JSON object");
});

test("a config without end is not read", () => {
  expect(() => readTrustConfig(" ".repeat(5_000_000), "own.json", NOW)).toThrow("longer than 4,194,304 characters");
});
