import { hubCommits } from "../../src/sources/hub-commits";

const [A, B] = ["a".repeat(40), "b".repeat(40)];
const commits = (...models: (readonly [source: string, revision?: string])[]) =>
  Object.fromEntries(
    hubCommits({
      models: models.map(([source, revision], i) => ({
        ...{ path: `m${i}`, source, fetched: "2027-01-01T00:00:00Z", files: [], line: i + 2 },
        ...(revision === undefined ? {} : { revision }),
      })),
    }),
  );

test("models of the hub by their names, however the manifest writes them", () => {
  expect(
    commits(["https://huggingface.co/acme/net", A], ["https://huggingface.co/acme/b/tree/v1/sub", B], ["hf:acme/c", A]),
  ).toEqual({ "acme/net": A, "acme/b": B, "acme/c": A });
});

test("one model twice at one commit is that commit", () => {
  expect(commits(["hf:acme/net", A], ["hf:acme/net/onnx", A])).toEqual({ "acme/net": A });
});

test.each<[string, Parameters<typeof commits>]>([
  ["two commits", [["hf:acme/net", A], ["hf:acme/net/onnx", B]]],
  ["two commits, and one of them again", [["hf:acme/net", A], ["hf:acme/net", B], ["hf:acme/net", A]]],
  ["two spellings", [["hf:acme/net", A], ["hf:Acme/net", B]]],
  ["one of them without a commit", [["hf:acme/net", A], ["hf:acme/net"]]],
  ["a branch", [["hf:acme/net", "main"]]],
  ["an ETag as long as a digest", [["hf:acme/net", "a".repeat(64)]]],
  ["no lower case", [["hf:acme/net", "A".repeat(40)]]],
  ["another host", [["https://hub.example/acme/net", A], ["git+https://huggingface.co/acme/net", A]]],
  ["a data set", [["https://huggingface.co/datasets/acme/net", A]]],
  ["no source", [["hf:../net", A], ["", A]]],
])("%s: nobody knows", (_, models) => {
  expect(commits(...models)).toEqual({});
}); // prettier-ignore
