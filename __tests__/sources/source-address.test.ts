import { collision, refusedName } from "../../src/sources/file-names";
import { narrowed } from "../../src/sources/listing";
import { openSource } from "../../src/sources";
import { readListing } from "../../src/sources/s3";
import { atRevision, parseSource, writeSource } from "../../src/sources/source-address";

const COMMIT = "c".repeat(40);

test.each([
  ["hf:org/name", { kind: "hub", model: "org/name" }, "https://huggingface.co/org/name"],
  ["hf://org/name", { kind: "hub", model: "org/name" }, "https://huggingface.co/org/name"],
  [`hf:org/name@${COMMIT}`, { kind: "hub", model: "org/name", revision: COMMIT }, `https://huggingface.co/org/name/tree/${COMMIT}`],
  ["hf:org/name@v1.0/onnx", { kind: "hub", model: "org/name", revision: "v1.0", only: "onnx" }, "https://huggingface.co/org/name/tree/v1.0/onnx"],
  ["hf:org/name@refs/pr/3", { kind: "hub", model: "org/name", revision: "refs/pr/3" }, "https://huggingface.co/org/name/tree/refs%2Fpr%2F3"],
  ["hf:org/name/*.safetensors", { kind: "hub", model: "org/name", only: "*.safetensors" }, "https://huggingface.co/org/name/tree/main/*.safetensors"],
  ["https://huggingface.co/org/name/", { kind: "hub", model: "org/name" }, "https://huggingface.co/org/name"],
  ["https://huggingface.co/org/name/resolve/main/a%20b.bin", { kind: "hub", model: "org/name", revision: "main", only: "a b.bin" }, "https://huggingface.co/org/name/tree/main/a%20b.bin"],
  ["https://example.com/m.onnx?download=true#x", { kind: "http", url: "https://example.com/m.onnx?download=true" }, "https://example.com/m.onnx?download=true"],
  ["http://127.0.0.1:8080/m.onnx", { kind: "http", url: "http://127.0.0.1:8080/m.onnx" }, "http://127.0.0.1:8080/m.onnx"],
  ["git+https://example.com/a/b.git@v1#sub/dir", { kind: "git", url: "https://example.com/a/b.git", revision: "v1", only: "sub/dir" }, "git+https://example.com/a/b.git@v1#sub/dir"],
  ["s3://my-bucket/a/b/", { kind: "s3", bucket: "my-bucket", prefix: "a/b/" }, "s3://my-bucket/a/b/"],
  ["../store/m", { kind: "local", path: "../store/m" }, "../store/m"],
])("%s", (text, source, written) => {
  expect(parseSource(text)).toEqual(source);
  expect(writeSource(parseSource(text))).toBe(written);
  expect(writeSource(parseSource(written))).toBe(written);
}); // prettier-ignore

test.each([
  ["", "short text"], ["a b", "without spaces"], ["a\nb", "without spaces"], ["hf:name", "hf:org/name"], ["hf:../..", "no name of the hub"], ["hf:org/a--b", "no name of the hub"],
  ["hf:org/name@--upload-pack=x", "no revision"], ["hf:org/name@a..b", "no revision"], ["hf:org/name@main/../..", "leads out"],
  ["https://huggingface.co/datasets/org/name", "org/name"], ["https://huggingface.co/org/name/tree/%zz", "no escape"],
  ["http://example.com/m", "https only"], ["https://user:secret@example.com/m", "credentials"], ["https://example.com/m?X-Amz-Signature=secret", "signed"], ["https://example.com/m?token=secret", "token"],
  ["https://example.com/", "no file"], ["https://", "no address"], ["git+ssh://example.com/x", "git+https"], ["git+https://user:secret@example.com/x", "credentials"], ["git+ext::sh -c id", "spaces"],
  ["git+ext::id", "git+https"], ["git+file://host/x", "no host"], ["git+https://example.com/x@-c", "no revision"], ["s3://Bucket", "s3://bucket"], ["s3://a..b/x", "s3://bucket"], ["ftp://example.com/x", "a source is"], ["data:x", "a source is"],
])("%j is no source: %s", (text, words) => {
  expect(() => parseSource(text)).toThrow(words);
  expect(() => parseSource(text)).not.toThrow("secret");
}); // prettier-ignore

test("another revision", () => {
  expect(atRevision(parseSource("hf:org/name"), "v2")).toMatchObject({ revision: "v2" });
  expect(() => atRevision(parseSource("s3://my-bucket/x"), "v2")).toThrow("only the hub and git");
  expect(() => atRevision(parseSource("hf:org/name"), "--x")).toThrow("no revision");
});

test.each([
  [{ HF_ENDPOINT: "http://example.com" }, "hf:a/b"], [{ HF_ENDPOINT: "https://u:secret@example.com" }, "hf:a/b"], [{ HF_ENDPOINT: "x" }, "hf:a/b"], [{ HF_TOKEN: "a\r\nsecret" }, "hf:a/b"],
  [{ AWS_ENDPOINT_URL: "http://example.com" }, "s3://my-bucket/x"], [{ AWS_REGION: "x.evil.com/" }, "s3://my-bucket/x"],
])("an environment that is not asked: %j", (env, source) => {
  const nothing = () => { throw new Error("asked"); }; // prettier-ignore
  const open = () => openSource(parseSource(source), { http: { request: nothing }, env, git: nothing, local: nothing });
  expect(open).toThrow(Object.keys(env)[0]);
  expect(open).not.toThrow("secret");
}); // prettier-ignore

test.each(["a", "a/b.c", "a b", ".gitattributes", "a/.cache/x", "é", "..a", "a..", "git~"])(
  "the name %j is used",
  (name) => {
    expect(refusedName(name)).toBeUndefined();
  },
);

test.each(["", ".", "..", "a/..", "./a", "a//b", "/a", "\\a", "c:a", "a\u0000", "a\u009b", ".git", ".GIT/x", "a/.git/x", ".git./x", ".git::$DATA", "git~1"])(
  "the name %j is not", (name) => expect(refusedName(name)).toBeDefined(),
); // prettier-ignore

test("names that cannot stand side by side", () => {
  expect(collision(["a", "b/a"])).toBeUndefined();
  expect(collision(["README", "readme"])).toContain("one file");
  expect(collision(["\u00e9", "e\u0301"])).toContain("one file");
  expect(collision(["a/b", "A"])).toContain("a file and a directory");
});

test("a directory, a file or a pattern of a source", () => {
  const files = ["a/x.bin", "a/b/y.bin", "ab/z.txt"].map((path) => ({ path, from: path }));
  const paths = (only: string) => narrowed("s", files, only).map(({ path }) => path);
  expect([paths("a"), paths("a/b/y.bin"), paths("**/*.bin")]).toEqual([["x.bin", "b/y.bin"], ["y.bin"], ["a/x.bin", "a/b/y.bin"]]); // prettier-ignore
  expect(() => paths("c")).toThrow("s has no c there");
  expect(() => paths("{".repeat(100) + "}".repeat(100))).toThrow("pattern");
});

test.each([
  ["<html/>", "something else"], ["no", "no XML"], ["<!DOCTYPE a [<!ENTITY b 'c'>]><ListBucketResult/>", "declares a type"], ["<ListBucketResult>", "no XML"],
  [`<ListBucketResult>${"<a>".repeat(50)}`, "inside each other"], [`<ListBucketResult><Contents><Key>${"x".repeat(5000)}</Key>`, "too long"],
  ["<ListBucketResult><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>", "no key or size"],
])("%s is no listing", (text, words) => expect(() => readListing(text, "s3")).toThrow(words)); // prettier-ignore
