import { bytesField, inner, int, message, text } from "../../support/protobuf-builder";
import { lines, scanBytes } from "../../support/scan";
import { attr, constant, definition, graph, metaGraph, node } from "../../support/tensorflow-builder";
import { tfGraph } from "../../../src/formats/tensorflow/tf-graph";
import { see } from "../../support/see";
import { sample } from "./samples";

const told = (bytes: Uint8Array, path: string) => {
  const { format, findings } = scanBytes(bytes, path);
  return [format, ...lines(findings)];
};

describe("what TensorFlow writes", () => {
  test.each(["frozen.pb", "frozen.pbtxt", "saver.meta"])("%s: is a graph, and nothing is said about it", (name) => {
    expect(told(sample(name), name)).toEqual(["tf-graph"]);
  });

  test("constants are weights, placeholders inputs; text and binary say the same", () => {
    const [binary, text] = ["frozen.pb", "frozen.pbtxt"].map((name) => see(tfGraph, sample(name)).subjects);
    expect(binary!.find((each) => each.kind === "weights")).toMatchObject({ weights: { format: "tf-graph" } });
    const plain = (subjects: typeof binary) =>
      subjects!.flatMap((each) =>
        each.kind === "graph"
          ? each.graph.operators.map(({ name, count }) => `${name} ${count}`)
          : each.kind === "weights"
            ? [String(each.weights.parameters)]
            : [],
      );
    expect(plain(text)).toEqual(plain(binary));
    expect(plain(text).length).toBeGreaterThan(5);
  });
});

const STEAL = graph([constant("n", "/etc/passwd"), node("r", "ReadFile", ["n"])]);
const STEAL_TEXT = `# a comment
node { name: "n" op: "Const" attr { key: "value" value { tensor { dtype: DT_STRING string_val: "/etc/" 'passwd' } } } }
node < name: "r", op: "\\122eadFile"; input: ["n"] >
`;

describe("recognised by content", () => {
  test.each([
    ["frozen.pb", STEAL],
    ["model", STEAL],
    ["model.meta", metaGraph(STEAL)],
    ["model.bin", metaGraph(STEAL)],
    ["g.pbtxt", Buffer.from(STEAL_TEXT)],
    ["g.pb", Buffer.from(STEAL_TEXT)],
    ["odd-order.pb", message(inner(4, int(1, 1)), int(3, 7), STEAL)],
    [
      "library-first.pb",
      graph([], [definition("f", [], [constant("n", "/etc/passwd"), node("r", "ReadFile", ["n"])])]),
    ],
  ])("%s", (path, bytes) => {
    const [format, finding] = told(bytes, path);
    expect(format).toBe("tf-graph");
    expect(finding).toContain("operator ReadFile reads a whole file: /etc/passwd");
  });

  // What else is called .pb, .pbtxt or .meta: test tensors of ONNX, label maps, configurations of Triton, MediaPipe, Caffe2.
  test.each([
    ["input_0.pb", message(int(1, 3), int(2, 1), text(8, "x"), bytesField(9, new Uint8Array(12)))],
    [
      "model.onnx.pb",
      message(
        int(1, 8),
        text(2, "pytorch"),
        text(3, "2.0"),
        inner(7, inner(1, text(1, "x"), text(2, "y"), text(4, "Relu"))),
      ),
    ],
    ["predict_net.pb", message(text(1, "net"), inner(2, text(1, "data"), text(2, "conv"), text(4, "Conv")))],
    ["label_map.pbtxt", Buffer.from("item {\n  id: 1\n  name: 'cat'\n}\n")],
    ["config.pbtxt", Buffer.from('name: "m"\nbackend: "python"\nmax_batch_size: 8\n')],
    ["graph.pbtxt", Buffer.from('node {\n  calculator: "PassThroughCalculator"\n  input_stream: "in"\n}\n')],
    ["unity.meta", Buffer.from("fileFormatVersion: 2\nguid: 0123456789abcdef0123456789abcdef\n")],
    ["events.out.tfevents.1.pb", Buffer.concat([Buffer.from("1800000000000000a37f4b22", "hex"), Buffer.alloc(40)])],
    ["blank.txt", Buffer.from("\n\nname op node\n")],
  ])("%s is not ours", (path, bytes) => {
    expect(scanBytes(bytes, path).format).not.toBe("tf-graph");
    expect(lines(scanBytes(bytes, path).findings).filter((line) => line.includes("MA-FMT-03"))).toEqual([]);
  });
});

test("a constant whose bytes do not fit its shape", () => {
  const tensor = inner(8, int(1, 1), inner(2, inner(2, int(1, 1000))), bytesField(4, new Uint8Array(8)));
  const bytes = graph([node("w", "Const", [], attr("value", tensor))]);
  expect(told(bytes, "f.pb")[1]).toContain("w: its shape and type float need 4000 bytes, and there are 8");
});

test("a text that breaks is malformed, never silent", () => {
  expect(told(Buffer.from(`${STEAL_TEXT} node { name: `), "g.pbtxt")[1]).toContain("high MA-SYS-001");
  expect(told(Buffer.from(`node { op: "x" ${"a {".repeat(200)}`), "g.pbtxt")[1]).toContain(
    "messages inside each other",
  );
});

test("a thousand kinds of operators that nobody knows are one line after two hundred", () => {
  const bytes = graph(Array.from({ length: 1000 }, (_, i) => node("n", `Odd${i}`)));
  const found = told(bytes, "g.pb").slice(1);
  expect(found).toHaveLength(201);
  expect(found.at(-1)).toContain("and 800 more operators");
});
