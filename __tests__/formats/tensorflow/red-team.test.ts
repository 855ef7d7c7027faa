import { bytesField, float, group, inner, int, message, text } from "../../support/protobuf-builder";
import { lines, scanBytes } from "../../support/scan";
import { constant, graph, metaGraph, node, savedModelOf } from "../../support/tensorflow-builder";

const told = (bytes: Uint8Array, path: string) => lines(scanBytes(bytes, path).findings).join("\n");
const READS = "critical MA-FMT-030";
const STEAL = graph([constant("n", "/etc/passwd"), node("r", "ReadFile", ["n"])]);

describe("TensorFlow passes over fields that it does not have, and so do we", () => {
  const first: readonly (readonly [string, Uint8Array])[] = [
    ["a number of four bytes", float(9, 1)],
    ["a group", group(15, int(1, 1))],
    ["a text", text(8, "hello")],
    ["a high number", text(1000, "x")],
    ["30,000 numbers", message(...Array<Uint8Array>(30_000).fill(int(3, 21)))],
    ["30,000 nodes of nothing", message(...Array<Uint8Array>(30_000).fill(inner(1)))],
  ];
  test.each(first)("%s before the graph", (_, field) => {
    expect(told(message(field, STEAL), "frozen.pb")).toContain(READS);
    expect(told(message(field, savedModelOf(STEAL)), "Saved_Model.pb")).toContain(READS);
    expect(told(message(field, metaGraph(STEAL)), "model.meta")).toContain(READS);
  });

  test("in every node", () => {
    const nodes = [constant("n", "/etc/passwd"), node("r", "ReadFile", ["n"])];
    for (const odd of [float(9, 1), text(100, "")])
      expect(told(message(...nodes.map((each) => inner(1, odd, each))), "frozen.pb")).toContain(READS);
  });

  test("under a name that models of every kind have", () => {
    expect(told(message(float(9, 1), STEAL), "model.bin")).toContain(READS);
    expect(told(message(inner(4, int(1, 1)), STEAL), "weights.ckpt")).toContain(READS);
  });

  test("the versions, the library or the graph first, whatever the name", () => {
    expect(told(message(inner(4, int(1, 1)), STEAL), "graph.dat")).toContain(READS);
    expect(told(message(inner(2, metaGraph(STEAL)), int(1, 1)), "export")).toContain(READS);
  });
});

test("a field that never ends under a graph's name is a limit, not silence", () => {
  const bytes = Buffer.concat([...Array<Uint8Array>(31).fill(Buffer.alloc(2_000_000, int(3, 1))), STEAL]);
  expect(told(bytes, "frozen.pb")).toMatch(/high MA-SYS-002/);
});

test("a graph to one reader and a graph with its description to another is both", () => {
  // As a description of a graph, the node's operator "Equal" is a field of four bytes.
  const bytes = message(inner(1, text(1, "a"), text(2, "Equal")), inner(2, STEAL));
  expect(told(bytes, "model.meta")).toContain(READS);
});

test("Core ML's descriptions of inputs are no nodes", () => {
  const bytes = message(int(1, 5), inner(2, inner(1, text(1, "image"), text(2, "Image"), inner(3, inner(4)))));
  expect(scanBytes(bytes, "m.mlmodel").format).toBe("unknown");
});

describe("text", () => {
  const NODE = 'node { name: "r" op: "ReadFile" input: "p" }';
  test.each([
    ["3,000 comments before it", `${"# c\n".repeat(3000)}${NODE}`],
    ["a comment of 70 KB before it", `# ${"x".repeat(70_000)}\n${NODE}`],
    ["70 KB of blanks before it", `${" ".repeat(70_000)}${NODE}`],
    ["the old version first", `version: 21\n${NODE}`],
    ["no blanks at all", 'node{name:"p"op:"NoOp"}node{name:"r"op:"ReadFile"}'],
    ["an operator behind 70 KB of nodes", `${"node { }".repeat(9000)}${NODE}`],
    ["a comment between name and value", 'node {\n  op: # hm\n "ReadFile" name: "x" }'],
    ["angle brackets", 'node <op:"ReadFile" name:"x">'],
  ])("%s", (_, written) => {
    expect(told(Buffer.from(written), "graph.pbtxt")).toContain(READS);
  });

  test("megabytes of comments take no time", () => {
    const started = Date.now();
    expect(told(Buffer.from(`${"#\n".repeat(2_000_000)}${NODE}`), "graph.pbtxt")).toContain(READS);
    expect(Date.now() - started).toBeLessThan(120_000);
  });
});

test("Keras' metadata under capitals, which some file systems do not tell apart", () => {
  const layer = '{"class_name":"Lambda","config":{"function":["4wEAAAA=",null,null],"function_type":"lambda"}}';
  const bytes = message(inner(1, int(2, 1), text(3, "root"), bytesField(5, Buffer.from(layer))));
  expect(told(bytes, "Keras_Metadata.pb")).toContain("critical MA-FMT-040");
});
