import { MAX_BUNDLES, readBundle, readBundles } from "../../src/verify/read-bundle";
import { readTrustedRoot } from "../../src/verify/trusted-root";
import type { Loose } from "../support/signed-bundles";

const B64 = Buffer.from("something").toString("base64");
const good = (): Loose => ({
  mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
  verificationMaterial: { publicKey: { hint: "k" }, tlogEntries: [] },
  dsseEnvelope: { payload: B64, payloadType: "x", signatures: [{ sig: B64 }] },
});
const text = (edit: (bundle: Loose) => void = () => {}): string => {
  const bundle = good();
  edit(bundle);
  return JSON.stringify(bundle);
};

test("one bundle, lines of them, and what GitHub's API answers", () => {
  expect(readBundle(text(), "b.json").name).toBe("b.json");
  expect(readBundle(`\ufeff${text()}`, "b.json").bundle.content.$case).toBe("dsseEnvelope");
  expect(readBundles(`${text()}\n${text()}\n\n`, "b.jsonl").map(({ name }) => name)).toEqual([
    "b.jsonl (bundle 1)",
    "b.jsonl (bundle 2)",
  ]);
  const answer = { attestations: [{ bundle: good(), repository_id: 1, bundle_url: "" }, { bundle: good() }] };
  expect(readBundles(JSON.stringify(answer), "api")).toHaveLength(2);
  expect(readBundles('{"attestations":[]}', "api")).toEqual([]);
  expect(() => readBundle(JSON.stringify(answer), "api")).toThrow(/holds 2 bundles, where one/);
});

test.each(["0.1", "0.2", "0.3"])("version %s", (version) => {
  const mediaType = `application/vnd.dev.sigstore.bundle+json;version=${version}`;
  expect(
    readBundle(
      text((b) => (b.mediaType = mediaType)),
      "b",
    ).bundle.mediaType,
  ).toBe(mediaType);
});

test.each<[string, string, RegExp]>([
  ["nothing", "", /no JSON/],
  ["another JSON", "[]", /is no object/],
  ["half of a bundle", text().slice(0, 99), /no JSON/],
  ["a line that is none", `${text()}\n{"a`, /line 2 is no JSON/],
  ["a field twice", text().replace("{", `{"mediaType":"x",`), /"mediaType" twice/],
  ["a field of the prototype", text().replace("{", `{"__proto__":{},`), /"__proto__", which bundles do not have/],
  [
    "another version",
    text((b) => (b.mediaType = "application/vnd.dev.sigstore.bundle.v0.4+json")),
    /is no bundle of version/,
  ],
  ["no content", text((b) => delete b.dsseEnvelope), /exactly one of messageSignature, dsseEnvelope, has none/],
  ["no signer", text((b) => (b.verificationMaterial = {})), /exactly one of publicKey/],
  ["text for base64", text((b) => (b.dsseEnvelope.payload = "****")), /b\.dsseEnvelope\.payload: is no base64/],
  ["base64 of the other alphabet", text((b) => (b.dsseEnvelope.payload = "_-_-")), /no base64/],
  ["bits behind the end of base64", text((b) => (b.dsseEnvelope.payload = "QR==")), /no base64/],
  ["an empty payload", text((b) => (b.dsseEnvelope.payload = "")), /wrong or missing: content\.dsseEnvelope\.payload/],
  ["an entry without a log", text((b) => (b.verificationMaterial.tlogEntries = [{}])), /tlogEntries\[0\]\.logId/],
  [
    "a proof without a checkpoint",
    text((b) => (b.verificationMaterial.tlogEntries = [{ inclusionProof: {} }])),
    /checkpoint/,
  ],
  ["a negative index", text((b) => (b.verificationMaterial.tlogEntries = [{ logIndex: "-1" }])), /no whole number/],
  [
    "an index above 64 bits",
    text((b) => (b.verificationMaterial.tlogEntries = [{ logIndex: "9223372036854775808" }])),
    /no whole number/,
  ],
  ["too many entries", text((b) => (b.verificationMaterial.tlogEntries = Array(33).fill({}))), /33 items; at most 32/],
  [
    "too many certificates",
    text(
      (b) => (b.verificationMaterial = { x509CertificateChain: { certificates: Array(11).fill({ rawBytes: B64 }) } }),
    ),
    /11 items; at most 10/,
  ],
  [
    "too many timestamps",
    text((b) => (b.verificationMaterial.timestampVerificationData = { rfc3161Timestamps: Array(33).fill({}) })),
    /33 items/,
  ],
  ["too many bundles", `${"{}\n".repeat(MAX_BUNDLES + 1)}`, /too many lines/],
  ["too deep a JSON", "[".repeat(5000), /no JSON/],
  ["too long a text", " ".repeat(64 * 1024 * 1024 + 1), /longer than/],
])("%s is malformed", (_, bundle, words) => {
  expect(() => readBundle(bundle, "b")).toThrow(
    expect.objectContaining({ name: "Refused", kind: "malformed", message: expect.stringMatching(words) }),
  );
});

test("GitHub's address of a bundle is no bundle", () => {
  const answer = { attestations: [{ bundle: null, bundle_url: "https://example.org/x" }] };
  expect(() => readBundles(JSON.stringify(answer), "api")).toThrow(expect.objectContaining({ kind: "not-found" }));
});

test.each<[string, string, RegExp]>([
  ["no JSON", "{", /cannot be read/],
  ["another file", "{}", /is no trusted root/],
  [
    "a root that trusts nobody",
    JSON.stringify({ mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1" }),
    /trusts nobody/,
  ],
  ["null", "null", /cannot be read/],
])("a trusted root that is %s is refused", (_, root, words) => {
  expect(() => readTrustedRoot(root, "root.json")).toThrow(
    expect.objectContaining({ kind: "trusted-root", message: expect.stringMatching(words) }),
  );
});
