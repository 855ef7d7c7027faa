import { OCI_TYPES } from "../../src/core/oci";
import { readOciDocument } from "../../src/core/oci-document";

const digest = `sha256:${"0".repeat(64)}`;
const descriptor = { mediaType: "x/y", digest, size: 2 };
const manifest = { schemaVersion: 2, mediaType: OCI_TYPES.manifest, config: descriptor, layers: [descriptor] };
const index = { schemaVersion: 2, mediaType: OCI_TYPES.index, manifests: [descriptor] };
const read = (value: unknown, type: string = OCI_TYPES.manifest) =>
  readOciDocument(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), type);

describe("manifests and indexes", () => {
  test("are read, with what matters of them", () => {
    const platform = { os: "linux", architecture: "arm64", variant: "v8" };
    expect(read({ ...manifest, artifactType: "a/b", subject: descriptor })).toEqual({
      kind: "manifest",
      artifactType: "a/b",
      config: { ...descriptor, annotations: new Map() },
      layers: [{ ...descriptor, annotations: new Map() }],
      subject: { ...descriptor, annotations: new Map() },
    });
    expect(
      read({ ...index, manifests: [{ ...descriptor, platform, annotations: { a: "b", c: 1 } }] }, OCI_TYPES.index),
    ).toEqual({
      kind: "index",
      manifests: [{ ...descriptor, platform, annotations: new Map([["a", "b"]]) }],
    });
    expect(read({ ...manifest, mediaType: undefined }).kind).toBe("manifest");
  });

  test.each([
    ["by different media types", { ...manifest, mediaType: OCI_TYPES.index }, OCI_TYPES.manifest],
    ["as a manifest and as an index", { ...manifest, manifests: [] }, OCI_TYPES.manifest],
    ["as a manifest and as an index", { ...index, layers: [] }, OCI_TYPES.index],
    ["as a manifest and as an index", { ...index, config: descriptor }, OCI_TYPES.index],
    ["schemaVersion", { ...manifest, schemaVersion: 1 }, OCI_TYPES.manifest],
    ["no manifest or index", { ...manifest, mediaType: "text/html" }, "text/html"],
    ["not JSON", "{", OCI_TYPES.manifest],
    ["no object", "[]", OCI_TYPES.manifest],
    ["no object", "null", OCI_TYPES.manifest],
    ["config is no object", { ...manifest, config: 1 }, OCI_TYPES.manifest],
    ["layers is no list", { ...manifest, layers: {} }, OCI_TYPES.manifest],
    ["layers[0] has no mediaType", { ...manifest, layers: [{ digest, size: 1 }] }, OCI_TYPES.manifest],
    [
      "the digest of layers[0]",
      { ...manifest, layers: [{ ...descriptor, digest: "sha256:../.." }] },
      OCI_TYPES.manifest,
    ],
    ["the size of layers[0]", { ...manifest, layers: [{ ...descriptor, size: -1 }] }, OCI_TYPES.manifest],
    ["the size of layers[0]", { ...manifest, layers: [{ ...descriptor, size: 1e300 }] }, OCI_TYPES.manifest],
    ["more than 10000 entries", { ...index, manifests: Array(10_001).fill(descriptor) }, OCI_TYPES.index],
    ["subject is no object", { ...manifest, subject: "x" }, OCI_TYPES.manifest],
  ])("are refused: %s", (words, value, type) => {
    expect(() => read(value, type)).toThrow(
      expect.objectContaining({ name: "Malformed", message: expect.stringContaining(words) }),
    );
  });

  test("a name of JavaScript's own is a name like any other", () => {
    const text = JSON.stringify(manifest).replace(
      '"size":2}]',
      '"size":2,"annotations":{"__proto__":"x","constructor":"y"}}]',
    );
    const found = read(text);
    expect(found.kind === "manifest" && [...found.layers[0]!.annotations]).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });
});
