import { placeMatcher, placeOfReference, placeOfSource } from "../../src/core/model-place";

test.each([
  ["hf:Acme/net", "huggingface.co/Acme/net"],
  ["hf:acme/net@v1/onnx", "huggingface.co/acme/net"],
  ["https://huggingface.co/acme/net/tree/main/onnx", "huggingface.co/acme/net"],
  ["https://hf.co/acme/net", "huggingface.co/acme/net"],
  ["git+https://github.com/acme/models.git@v1#nets", "github.com/acme/models"],
  ["git+https://user@github.com/acme/models", "github.com/acme/models"],
  ["https://Example.com/models/a.gguf", "example.com/models/a.gguf"],
  ["https://example.com:8443/a?file=b", "example.com:8443/a?file=b"],
  ["https://user:secret@example.com/a", "example.com/a"],
  ["https://example.com/good/../bad/a", "example.com/bad/a"],
  ["s3://bucket/nets/v1", "s3/bucket/nets/v1"],
  ["gs://bucket/nets/", "gs/bucket/nets"],
  ["./vendor/net", "local/vendor/net"],
  ["acme/net", "local/acme/net"],
])("%s is %s", (source, place) => expect(placeOfSource(source)).toBe(place));

test.each(["../net", "a/../../net", "hf:acme/..", "hf:acme/net/../../evil/net", "s3://bucket/evil/../nets/v1", "s3://bucket/./nets", "https://example.com/good%2f..%2fbad/a", "https://example.com/a%5cb", "https://", "git+x"])(
  "%s is nowhere that could be approved",
  (source) => expect(placeOfSource(source)).toBeUndefined(),
); // prettier-ignore

test("what a document names: the hub's names, addresses, and nothing else", () => {
  expect(placeOfReference({ name: "acme/net" })).toBe("huggingface.co/acme/net");
  expect(placeOfReference({ name: "gpt2" })).toBe("huggingface.co/gpt2");
  expect(placeOfReference({ name: "x", url: "s3://bucket/x" })).toBe("s3/bucket/x");
  expect(placeOfReference({ name: "hf://acme/net" })).toBe("huggingface.co/acme/net");
  expect(placeOfReference({ name: "./out/net" })).toBeUndefined();
  expect(placeOfReference({ name: "d", url: "https://huggingface.co/datasets/acme/d" })).toBe("huggingface.co/datasets/acme/d");
}); // prettier-ignore

describe("lists", () => {
  test("all of them have to fit; none lets everything in, an empty one nothing", () => {
    expect(placeMatcher([])("x")).toBe(true);
    expect(placeMatcher([[]])("x")).toBe(false);
    const both = placeMatcher([["huggingface.co/*/*"], ["huggingface.co/acme/*", "s3/b/**"]]);
    expect(both("huggingface.co/acme/net")).toBe(true);
    expect(both("huggingface.co/evil/net")).toBe(false);
    expect(both("s3/b/x")).toBe(false);
  });

  test("case counts but where servers do not tell it apart", () => {
    expect(placeMatcher([["huggingface.co/Acme/*"]])("huggingface.co/acme/Net")).toBe(true);
    expect(placeMatcher([["github.com/acme/models"]])("github.com/ACME/Models")).toBe(true);
    expect(placeMatcher([["s3/bucket/Nets"]])("s3/bucket/nets")).toBe(false);
  });

  test("a name of another organisation that begins alike does not fit", () => {
    expect(placeMatcher([["huggingface.co/acme/*"]])("huggingface.co/acme-evil/net")).toBe(false);
    expect(placeMatcher([["huggingface.co/acme/*"]])("evil.example/huggingface.co/acme/net")).toBe(false);
  });
});
