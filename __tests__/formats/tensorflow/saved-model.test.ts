import { savedModel } from "../../../src/formats/tensorflow/saved-model";
import { bytesField, inner, int, message, text } from "../../support/protobuf-builder";
import { lines, scanBeside, scanBytes } from "../../support/scan";
import { BufferSource } from "../../../src/bytes/sources";
import { see, type Seen } from "../../support/see";
import {
  asset,
  attr,
  constant,
  definition,
  functionAttr,
  graph,
  node,
  savedModelOf,
  stringAttr,
} from "../../support/tensorflow-builder";
import { sample, SAMPLES } from "./samples";

const told = (bytes: Uint8Array, beside = {}) => lines(scanBeside(bytes, "m/saved_model.pb", beside).findings);
const operators = (seen: Seen) =>
  seen.subjects.flatMap((each) => (each.kind === "graph" ? each.graph.operators : [])).map(({ name }) => name);

const NORMAL = SAMPLES.filter((name) => name.includes("saved_model") && !name.startsWith("evil/"));

describe("what TensorFlow writes", () => {
  test.each(NORMAL)("%s: is a SavedModel, and nothing is said about it", (name) => {
    const beside = {
      "variables/variables.index": new Uint8Array(1),
      "assets/vocabulary.txt": new Uint8Array(1),
    };
    const { format, findings } = scanBeside(sample(name), name, beside);
    expect([format, lines(findings)]).toEqual(["saved-model", []]);
  });

  test("signatures, releases and operators of functions are facts", () => {
    const { subjects } = see(savedModel, sample("words/saved_model.pb"));
    const found = subjects.find((each) => each.kind === "graph")!;
    expect(found.graph.metadata).toEqual({ tensorflow_version: "2.21.0", tags: "serve", producer: "2474" });
    expect(
      found.graph.operators.find(({ name }) => name === "RegexReplace" || name === "StaticRegexReplace"),
    ).toBeDefined();
    expect(found.graph.operators.find(({ name }) => name === "InitializeTableFromTextFileV2")).toMatchObject({
      from: "asset",
    });
  });

  test("its own text form says the same", () => {
    const seen = see(savedModel, {
      at: { path: "saved_model.pbtxt", inside: [] },
      bytes: new BufferSource(sample("v1/saved_model.pbtxt")),
      depth: 0,
    });
    expect(operators(seen)).toContain("LookupTableFindV2");
    expect(seen.subjects[0]).toMatchObject({
      graph: { inputs: [{ name: "serving_default/x", dtype: "string", shape: ["?"] }], outputs: [{ shape: ["?", 2] }] },
    });
    expect(seen.subjects).toContainEqual(
      expect.objectContaining({
        kind: "external",
        external: expect.objectContaining({ path: "assets/vocabulary.txt" }),
      }),
    );
  });

  test("what it keeps beside is quiet", () => {
    expect(scanBytes(sample("fingerprint.pb"), "m/fingerprint.pb")).toMatchObject({
      format: "saved-model",
      findings: [],
    });
  });
});

test("functions that read, write and call Python, as TensorFlow itself saves them", () => {
  const found = told(sample("evil/saved_model.pb")).map((line) => line.replace(/ @ 0x[0-9a-f]+| \(in .*$/g, ""));
  expect(found.sort()).toEqual([
    "critical MA-FMT-030 m/saved_model.pb: operator EagerPyFunc calls a Python function of the process: pyfunc_0",
    "critical MA-FMT-030 m/saved_model.pb: operator PrintV2 prints into a file: file:///tmp/out",
    "critical MA-FMT-030 m/saved_model.pb: operator ReadFile reads a whole file",
    "critical MA-FMT-030 m/saved_model.pb: operator ReadFile reads a whole file: /etc/passwd",
    "critical MA-FMT-030 m/saved_model.pb: operator SaveV2 writes a checkpoint: /tmp/../etc/evil",
    "critical MA-FMT-030 m/saved_model.pb: operator WriteFile writes a file: /root/.ssh/authorized_keys",
    "high MA-FMT-030 m/saved_model.pb: operator MatchingFiles lists files: /home/*",
    "high MA-FMT-030 m/saved_model.pb: operator TextLineDataset reads the lines of files: /etc/shadow",
  ]);
});

const call = (name: string, to: string, ...inputs: string[]) =>
  node(name, "StatefulPartitionedCall", inputs, functionAttr("f", to));
/** A tensor of one string, as an attribute's value. */
const bytesOfTensor = (value: Uint8Array) => inner(8, int(1, 7), bytesField(8, value));

describe("where a file's name comes from", () => {
  test("through calls, however deep, and text put together", () => {
    const depth = 30;
    const functions = Array.from({ length: depth }, (_, i) =>
      definition(`f${i}`, ["p"], [i + 1 < depth ? call("c", `f${i + 1}`, "p") : node("r", "SaveV2", ["p"])]),
    );
    const main = [
      constant("a", "/etc"),
      constant("b", "/cron.d/x"),
      node("j", "StringJoin", ["a", "b"]),
      call("c", "f0", "j"),
    ];
    expect(told(savedModelOf(graph(main, functions)))).toEqual([expect.stringContaining("critical MA-FMT-030")]);
    expect(told(savedModelOf(graph(main, functions)))[0]).toContain(
      "writes a checkpoint: /etc/cron.d/x (in f29, at node r)",
    );
  });

  test("a saver's own operators are quiet: whoever saves gives the name", () => {
    const main = [node("saver_filename", "Placeholder"), call("s", "save", "saver_filename")];
    const functions = [
      definition("save", ["prefix"], [
        constant("part", "_temp/part"),
        node("j", "StringJoin", ["prefix", "part:output:0"]),
        node("f", "ShardedFilename", ["j:output:0"]),
        node("w", "SaveV2", ["f:filename:0"]),
        node("m", "MergeV2Checkpoints", ["f", "prefix"]),
        node("r", "RestoreV2", ["prefix"]),
      ]),
    ]; // prettier-ignore
    expect(told(savedModelOf(graph(main, functions)))).toEqual([]);
  });

  test("a name that is computed is said: nobody can tell which file it is", () => {
    const main = [constant("a", "L2V0Yy94"), node("d", "DecodeBase64", ["a"]), node("w", "SaveV2", ["d"])];
    expect(told(savedModelOf(graph(main)))).toEqual([expect.stringContaining("high MA-FMT-030")]);
  });

  test("a table is read from an asset, by way of a variable; not from any other file", () => {
    const table = (from: readonly Uint8Array[]) => [
      ...from,
      node("v", "VarHandleOp"),
      node("s", "AssignVariableOp", ["v", "a"]),
      node("g", "ReadVariableOp", ["v", "^s"]),
      node("t", "InitializeTableFromTextFileV2", ["h", "g"]),
    ];
    const beside = { "assets/v.txt": new Uint8Array(1), "variables/variables.index": new Uint8Array(1) };
    expect(told(savedModelOf(graph(table([node("a", "Placeholder")])), asset("a", "v.txt")), beside)).toEqual([]);
    expect(told(savedModelOf(graph(table([constant("a", "/etc/passwd")]))), beside)).toEqual([
      expect.stringContaining("high MA-FMT-030 m/saved_model.pb @ 0x"),
    ]);
  });

  test("a function that calls itself ends", () => {
    const functions = [definition("f", ["p"], [call("c", "f", "p"), node("r", "SaveV2", ["p"])])];
    expect(told(savedModelOf(graph([call("c", "f", "c")], functions)))).toEqual([
      expect.stringContaining("high MA-FMT-030"),
    ]);
  });

  test("an operator that has the name of a function is a call", () => {
    const functions = [definition("my_layer", ["x"], [node("r", "Relu", ["x"])])];
    expect(told(savedModelOf(graph([node("a", "my_layer", ["x"])], functions)))).toEqual([]);
  });
});

describe("files beside it", () => {
  test("an asset that leaves the directory", () => {
    const bytes = savedModelOf(
      graph([node("a", "Placeholder")]),
      asset("a", "../../etc/passwd"),
      asset("b", "/etc/shadow"),
    );
    expect(told(bytes)).toEqual([
      "high MA-FMT-014 m/saved_model.pb: asset of a is assets/../../etc/passwd: a path that leaves the model's directory",
      "high MA-FMT-014 m/saved_model.pb: asset of b is /etc/shadow: an absolute path, which is a file of the machine that loads the model",
    ]);
  });

  test("variables and assets that are not here leave a gap", () => {
    const bytes = savedModelOf(graph([node("v", "VarHandleOp")]), asset("a", "v.txt"));
    expect(scanBeside(bytes, "m/saved_model.pb", {}).missing).toEqual([
      "its asset assets/v.txt is not there",
      "its index of variables variables/variables.index is not there",
    ]);
  });
});

test("Keras' metadata inside, as TensorFlow up to 2.4 kept it: a Lambda layer", () => {
  const config = {
    class_name: "Lambda",
    config: { name: "l", function: ["4wEAAAA=", null, null], function_type: "lambda" },
  };
  const object = inner(1, inner(4, text(1, "_tf_keras_layer"), text(3, JSON.stringify(config))));
  expect(told(savedModelOf(graph([node("a", "Placeholder")]), inner(7, object))).join()).toMatch(
    /critical MA-FMT-04\d/,
  );
});

describe("what cannot be read is said", () => {
  const whole = sample("empty/saved_model.pb");

  test.each([
    ["cut", whole.subarray(0, 3000)],
    ["no message", Buffer.from("hello")],
    ["no graph", message(int(1, 1))],
    ["a length beyond the end", message(int(1, 1), bytesField(2, new Uint8Array(3), 1n << 62n))],
  ])("%s", (_, bytes) => {
    expect(told(bytes)).toEqual([expect.stringContaining("high MA-SYS-001")]);
  });

  test("what came before the break counts", () => {
    const bytes = savedModelOf(
      message(inner(1, node("r", "ReadFile")), bytesField(1, Buffer.from([0x0a, 0xff, 0xff]))),
    );
    expect(told(bytes).map((line) => line.slice(0, 19))).toEqual(["critical MA-FMT-030", "high MA-SYS-001 m/s"]);
  });

  test("a graph that stands twice is merged, as protobuf does", () => {
    const bytes = savedModelOf(graph([node("a", "Relu")]), inner(2, graph([node("r", "ReadFile")])));
    expect(told(bytes)).toEqual([expect.stringContaining("critical MA-FMT-030")]);
  });

  test("more fields than any real one has", () => {
    const { failure } = see(savedModel, savedModelOf(graph(Array.from({ length: 200 }, () => node("a", "Relu")))), {
      limits: { fields: 300 },
    });
    expect(failure).toContain("LimitExceeded");
  });
});

test("a graph in a constant, as DatasetFromGraph runs it: its operators count, however deep", () => {
  const write = graph([constant("n", "/etc/x"), node("w", "WriteFile", ["n"])]);
  const held = (inner: Uint8Array) =>
    graph([node("g", "Const", [], attr("value", bytesOfTensor(inner))), node("d", "DatasetFromGraph", ["g"])]);
  const found = told(savedModelOf(held(held(write))));
  expect(found.filter((line) => line.startsWith("critical"))).toEqual([
    expect.stringMatching(/<graph in g> > <graph in g> @ 0x[0-9a-f]+: operator WriteFile writes a file: \/etc\/x/),
  ]);
  expect(found.filter((line) => line.includes("operator DatasetFromGraph"))).toHaveLength(2);
});

test("a function that is served writes a checkpoint to a place of its own", () => {
  const functions = [
    definition("serve", [], [constant("p", "variables/variables"), node("s", "SaveV2", ["p:output:0"])]),
  ];
  expect(told(savedModelOf(graph([call("c", "serve")], functions)))).toEqual([
    expect.stringContaining("operator SaveV2 writes a checkpoint: variables/variables (in serve, at node s)"),
  ]);
});

test("attributes that are strings: only an address makes a debugger send", () => {
  const debug = (...urls: string[]) =>
    graph([node("d", "DebugIdentityV2", ["x"], ...urls.map((url) => stringAttr("debug_urls", url)))]);
  expect(told(savedModelOf(debug()))).toEqual([]);
  expect(told(savedModelOf(debug("grpc://evil:6064")))).toEqual([expect.stringContaining("high MA-FMT-030")]);
  expect(told(savedModelOf(debug("file:///etc/x")))).toEqual([expect.stringContaining("critical MA-FMT-030")]);
});
