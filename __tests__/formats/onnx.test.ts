import type { GraphFacts } from "../../src/core/graph-facts";
import type { WeightsFacts } from "../../src/core/weights-facts";
import { onnx, ort } from "../../src/formats/onnx";
import {
  attribute,
  constant,
  domain,
  external,
  graph,
  localFunction,
  model,
  named,
  node,
  pair,
  raw,
  string,
  subgraph,
  tensor,
  weight,
} from "../support/onnx-builder";
import { REAL_ONNX as REAL } from "../support/onnx-sample";
import { bytesField, float, inner, int, message, packed, text } from "../support/protobuf-builder";
import { lines, neighboursIn, scanBeside, scanBytes, type Beside } from "../support/scan";
import { claims, see } from "../support/see";

const FLOAT = 1;
const INT64 = 7;
const STRING = 8;

const told = (bytes: Uint8Array, beside: Beside = {}, name = "m.onnx") =>
  lines(scanBeside(bytes, name, beside).findings).map((line) => line.replace(/ @ 0x[0-9a-f]+/, ""));
const graphOf = (bytes: Uint8Array): GraphFacts =>
  see(onnx, bytes).subjects.flatMap((subject) => (subject.kind === "graph" ? [subject.graph] : []))[0]!;
const weightsOf = (bytes: Uint8Array): WeightsFacts =>
  see(onnx, bytes).subjects.flatMap((subject) => (subject.kind === "weights" ? [subject.weights] : []))[0]!;
const withWeight = (...fields: readonly Uint8Array[]) => model([node("Relu"), weight(...fields)]);
const outside = (...pairs: readonly (readonly [string, string])[]) =>
  withWeight(...tensor("w", FLOAT, [4]), external(...pairs));

describe("a model that onnx wrote", () => {
  test("is an artifact without a finding", () => {
    const { card, ...result } = scanBytes(REAL, "m.onnx");
    expect(result).toEqual({ format: "onnx", members: 0, findings: [] });
    expect(card).toContainEqual({ kind: "parameters", at: { path: "m.onnx" }, value: 12, dtype: "float32" });
    expect(scanBytes(REAL, "m.bin").format).toBe("onnx");
  });

  test("its operators are counted, with where each is first", () => {
    const operators = graphOf(REAL).operators.map(({ name, domain: of, count, where, node: first, local }) =>
      [of ?? "", name, count, where.join(" > "), first ?? "", local === true].join("|"),
    );
    expect(operators).toEqual([
      "|Constant|1|||false",
      "|If|2||outer|false",
      "|Abs|1|If outer (else_branch)|e_node|false",
      "|Neg|1|If outer (then_branch) > If inner (else_branch)|b_node|false",
      "|Relu|1|If outer (then_branch) > If inner (then_branch)|a_node|false",
      "pkg.demo|Twice|1||call|true",
      "ai.onnx.ml|Scaler|1||ml|false",
      "|Add|1|function pkg.demo:Twice|sum|false",
    ]);
  });

  test("inputs, outputs and metadata are read", () => {
    const { inputs, outputs, metadata } = graphOf(REAL);
    expect(inputs).toEqual([
      { name: "x", dtype: "FLOAT", shape: ["N", 4] },
      { name: "seq", dtype: "seq(INT64)", shape: ["..."] },
    ]);
    expect(outputs).toEqual([{ name: "s", dtype: "FLOAT", shape: [] }]);
    expect(metadata).toEqual({
      author: "somebody",
      doc_string: "A demo.",
      ir_version: "10",
      "opset ai.onnx": "21",
      "opset ai.onnx.ml": "3",
      "opset pkg.demo": "1",
      producer_name: "demo",
      producer_version: "1.2",
    });
  });

  test("weights of all graphs are summed up", () => {
    expect(weightsOf(REAL)).toMatchObject({
      format: "onnx",
      tensors: 7,
      parameters: 22n,
      dtypes: { FLOAT: 12n, FLOAT16: 4n, INT64: 6n },
      bytes: 48 + 8 + 48,
    });
  });
});

describe("what is an ONNX model", () => {
  test.each([
    ["fields in another order", message(graph([node("Relu")].at(0)!), int(1, 8)), "a.bin", true],
    [
      "fields that ONNX does not have",
      message(int(99, 1), bytesField(3000, new Uint8Array(9)), model([node("Relu")])),
      "a",
      true,
    ],
    ["a graph without nodes", model([]), "a.bin", false],
    ["a graph without nodes, called a model", model([]), "a.onnx", true],
    ["a version alone", int(1, 8), "a.onnx", false],
    ["a SavedModel", message(int(1, 1), inner(2, inner(1, text(4, "serve")))), "a.pb", false],
    ["a Core ML model", message(int(1, 4), inner(2, text(1, "x")), inner(500, int(1, 1))), "a.mlmodel", false],
    ["a frozen graph", inner(1, text(1, "x"), text(2, "Placeholder")), "a.pb", false],
    [
      "a sentencepiece model",
      message(inner(1, text(1, "<unk>"), float(2, 0)), inner(1, text(1, "a"))),
      "a.model",
      false,
    ],
    [
      "another message with a graph's number",
      message(int(1, 8), inner(7, inner(1, text(4, "two words"), text(1, "x")))),
      "a",
      false,
    ],
    ["text", Buffer.from("hello, world"), "a.onnx", false],
    ["nothing", new Uint8Array(0), "a.onnx", false],
  ])("%s", (_, bytes, path, expected) => {
    const claimed = scanBytes(bytes, path).format?.split("+").includes("onnx") === true;
    expect(claimed).toBe(expected);
  });

  test("a name that promises a model is held to it", () => {
    expect(told(Buffer.from("hello, world"))).toEqual([expect.stringMatching(/^high MA-SYS-007 /)]);
  });

  test("it is told before the graph is read, whatever its length says", () => {
    const bytes = message(int(1, 8), bytesField(7, node("Relu"), 2 ** 40));
    expect(claims(onnx, bytes)).toBe(true);
    expect(told(bytes)).toEqual([
      "high MA-SYS-001 m.onnx: cannot be read to its end: a field of 1099511627776 bytes where 14 are left",
    ]);
  });

  test("what a broken model held before it broke still counts", () => {
    const bytes = model([node("Foo", domain("com.acme"))]);
    expect(told(bytes.subarray(0, bytes.length - 3)).join("\n")).toMatch(/MA-FMT-020[^]*MA-SYS-001/);
  });

  test("ONNX Runtime's own form is listed as not read", () => {
    const bytes = Buffer.concat([Buffer.from([28, 0, 0, 0]), Buffer.from("ORTM"), Buffer.alloc(24)]);
    expect(claims(ort, bytes)).toBe(true);
    expect(scanBytes(bytes, "m.ort").notScanned).toMatchObject({ reason: "unsupported" });
  });

  test("a version that is newer than ours is said", () => {
    const bytes = message(int(1, 15), graph(node("Relu"), weight(...tensor("w", 29, [1]))));
    expect(told(bytes)).toEqual([
      "info MA-SYS-005 m.onnx: is not read here yet: IR version 15 of ONNX is newer than what is read here (14)",
    ]);
  });
});

describe("tensors", () => {
  test.each([
    ["FLOAT", FLOAT, 16],
    ["INT4", 22, 2],
    ["FLOAT6E2M3", 27, 3],
    ["COMPLEX128", 15, 64],
  ])("four elements of %s", (_, type, length) => {
    expect(told(withWeight(...tensor("w", type, [2, 2]), raw(length)))).toEqual([]);
    expect(told(withWeight(...tensor("w", type, [2, 2]), raw(length + 1)))).toHaveLength(1);
  });

  test.each([
    [
      "too few bytes",
      [...tensor("w", FLOAT, [4]), raw(12)],
      "12 bytes of data for 4 elements of type FLOAT, which need 16",
    ],
    [
      "a shape beyond any file",
      [...tensor("w", INT64, [2 ** 40, 2 ** 40]), raw(8)],
      "8 bytes of data for 1208925819614629174706176 elements of type INT64, which need 9671406556917033397649408",
    ],
    [
      "typed values",
      [...tensor("w", FLOAT, [4]), bytesField(4, new Uint8Array(12))],
      "3 values for 4 elements of type FLOAT",
    ],
    [
      "half a value",
      [...tensor("w", FLOAT, [1]), bytesField(4, new Uint8Array(6))],
      "1.5 values for 1 elements of type FLOAT",
    ],
    ["a negative dimension", tensor("w", FLOAT, [2, -1]), "its shape has a negative dimension"],
    ["too many dimensions", tensor("w", FLOAT, new Array<number>(65).fill(1)), "it has 65 dimensions"],
    ["an unknown type", tensor("w", 99, [1]), "its element type is 99, which ONNX does not have"],
    ["no type", [text(8, "w"), packed(1, [1])], "its element type is 0, which ONNX does not have"],
    ["strings as bytes", [...tensor("w", STRING, [1]), raw(3)], "it has strings as raw bytes"],
  ])("%s", (_, fields, words) => {
    expect(told(withWeight(...fields))).toEqual([`high MA-FMT-010 m.onnx: w: ${words}`]);
  });

  test.each([
    ["scalar", [...tensor("w", FLOAT, []), raw(4)]],
    ["empty", [...tensor("w", FLOAT, [0, 3]), raw(0)]],
    ["typed", [...tensor("w", FLOAT, [2]), float(4, 1), float(4, 2)]],
    ["complex", [...tensor("w", 14, [1]), bytesField(4, new Uint8Array(8))]],
    ["doubles", [...tensor("w", 11, [2]), bytesField(10, new Uint8Array(16))]],
    ["integers", [...tensor("w", INT64, [3]), packed(7, [1, 2, -3])]],
    ["strings", [...tensor("w", STRING, [2]), text(6, "a"), text(6, "b")]],
    ["without data, which is given later", tensor("w", FLOAT, [4])],
  ])("a normal one: %s", (_, fields) => {
    expect(told(withWeight(...fields))).toEqual([]);
  });

  test("in attributes, functions, subgraphs and training are looked at too", () => {
    const bad = [...tensor("bad", FLOAT, [4]), raw(1)];
    const line = "high MA-FMT-010 m.onnx: bad: 1 bytes of data for 4 elements of type FLOAT, which need 16";
    const deep = subgraph("a", node("If", subgraph("b", node("Constant", constant(...bad)))));
    expect(told(model([node("Constant", constant(...bad))]))).toEqual([line]);
    expect(told(model([node("If", deep)]))).toEqual([line]);
    expect(told(model([node("Relu")], localFunction("f", "d", node("Constant", constant(...bad)))))).toEqual([line]);
    expect(told(model([node("Relu")], inner(20, inner(2, node("Constant", constant(...bad))))))).toEqual([line]);
    expect(told(model([node("Relu"), inner(15, inner(1, ...bad))]))).toEqual([line]);
    expect(told(model([node("Relu"), inner(15, inner(2, ...bad))]))).toEqual([line]);
    expect(told(model([node("C", attribute("v", inner(10, ...bad)))]))).toContain(line);
    expect(told(model([node("C", attribute("v", inner(22, inner(1, ...bad))))]))).toContain(line);
  });
});

describe("external data", () => {
  const place = [
    ["location", "m.data"],
    ["offset", "0"],
    ["length", "16"],
  ] as const;
  const size = (bytes: number): Beside => ({ "m.data": { kind: "file", size: bytes } });

  test("beside the model is normal, beyond 2 GB too", () => {
    expect(told(outside(...place), size(16))).toEqual([]);
    expect(told(outside(["location", "m.data"]), size(16))).toEqual([]);
    const far = [
      ["location", "m.data"],
      ["offset", "5000000000"],
      ["length", "16"],
    ] as const;
    expect(told(outside(...far), size(5_000_000_016))).toEqual([]);
    expect(told(outside(...place, ["checksum", "abc"], ["prepacked_0", "k|0;8;"]), size(16))).toEqual([]);
  });

  test("its bytes count as the model's", () => {
    expect(weightsOf(outside(...place))).toMatchObject({ bytes: 16, parameters: 4n });
  });

  test("that is not there leaves the verdict open", () => {
    const { findings, missing } = scanBeside(outside(...place), "m.onnx", {});
    expect(lines(findings)).toEqual([
      expect.stringMatching(/MA-SYS-004 m.onnx: is not here: its external data m.data is not there/),
    ]);
    expect(missing).toEqual(["its external data m.data is not there"]);
  });

  test.each([
    ["CVE-2022-25882", "../../etc/passwd"],
    ["CVE-2024-27318", "a/../../etc/passwd"],
    ["CVE-2024-27318", "/etc/passwd"],
    ["CVE-2025-51480", "..\\..\\Windows\\win.ini"],
    ["CVE-2025-51480", "C:\\Windows\\win.ini"],
    ["CVE-2026-27489", "junk/../../secret"],
    ["a name of many parts", `${"a/".repeat(2000)}${"../".repeat(2001)}etc/passwd`],
    ["a share", "\\\\host\\share\\w"],
    ["an address", "https://example.org/w"],
  ])("outside of the model's directory: %s, %.40s", (_, path) => {
    expect(told(outside(["location", path])).join("\n")).toMatch(/^high MA-FMT-014 m.onnx: external data of w is /m);
  });

  test("one line says it", () => {
    expect(told(outside(["location", "../w"]))).toEqual([
      "high MA-FMT-014 m.onnx: external data of w is ../w: a path that leaves the model's directory",
    ]);
  });

  test("CVE-2026-34447: over a link that leaves the workspace", () => {
    expect(told(outside(...place), { "m.data": { kind: "outside", detail: "a link" } })).toEqual([
      "high MA-FMT-014 m.onnx: external data of w is m.data: a path over a link that leads out of the workspace",
    ]);
  });

  test.each([
    [
      "CVE-2026-34445: an attribute of Python's objects",
      [...place, ["__class__", "x"]],
      "its external data has the key __class__, which is an attribute of Python's objects",
    ],
    ["no location", [["offset", "0"]], "its data is outside of the model, and it does not say where"],
    [
      "an address in memory",
      [
        ["location", "*/_ORT_MEM_ADDR_/*"],
        ["offset", "4096"],
        ["length", "16"],
      ],
      "its data is at an address in the memory of the program that loads it (*/_ORT_MEM_ADDR_/*)",
    ],
    ["a negative offset", [place[0], ["offset", "-8"]], "the offset of its external data is -8"],
    ["a length that is no number", [place[0], ["length", "1e9"]], "the length of its external data is 1e9"],
    [
      "CVE-2026-34445: a length of petabytes",
      [place[0], ["length", "9000000000000000"]],
      "9000000000000000 bytes of external data for a shape that needs 16",
    ],
    [
      "another length than its shape",
      [place[0], ["length", "15"]],
      "15 bytes of external data for a shape that needs 16",
    ],
    [
      "behind the end",
      [place[0], ["offset", "1"], ["length", "16"]],
      "its data is at 1 to 17 of m.data, which has 16 bytes",
    ],
    [
      ".. inside",
      [["location", "a/../m.data"]],
      "its external data is in a/../m.data, and what .. means there depends on links",
    ],
    ["a line break", [["location", "m\n.data"]], "its external data is in m\n.data, which is no file's name"],
    ["a zero byte", [["location", "m.data\0.txt"]], "its external data is in m.data\0.txt, which is no file's name"],
    ["a directory", [["location", "d"]], "its external data d is a directory"],
  ] as const)("%s", (_, pairs, words) => {
    const beside = { ...size(16), "d/x": new Uint8Array(1) };
    expect(told(outside(...pairs), beside)).toContain(`high MA-FMT-010 m.onnx: w: ${words}`);
  });

  test("a key twice, and one that ONNX does not have", () => {
    expect(told(outside(...place, ["location", "n.data"]), { "n.data": new Uint8Array(16) })).toEqual([
      "high MA-FMT-011 m.onnx: w: its external data has the key location twice",
    ]);
    expect(told(outside(...place, ["mode", "r"]), size(16))).toEqual([
      "medium MA-FMT-025 m.onnx: w: its external data has the key mode, which ONNX does not have",
    ]);
  });

  test("ranges: the same and inside of another are shared weights, a part of another is not", () => {
    const at = (name: string, start: number, length: number) =>
      weight(
        ...tensor(name, FLOAT, [length / 4]),
        external(["location", "m.data"], ["offset", String(start)], ["length", String(length)]),
      );
    const two = (start: number, length: number) => model([node("Relu"), at("a", 0, 16), at("b", start, length)]);
    for (const [start, length] of [
      [0, 16],
      [4, 8],
      [16, 16],
      [0, 32],
    ] as const)
      expect(told(two(start, length), size(100))).toEqual([]);
    expect(told(two(8, 16), size(100))).toEqual([
      "high MA-FMT-010 m.onnx: b: its data in m.data begins within that of a",
    ]);
  });

  test.each([
    ["a constant", [node("Constant", constant(...tensor("w", FLOAT, [4]), external(["location", "/etc/passwd"])))], []],
    [
      "a subgraph",
      [node("If", subgraph("t", weight(...tensor("w", FLOAT, [4]), external(["location", "/etc/passwd"]))))],
      [],
    ],
    [
      "a function",
      [node("Relu")],
      [
        localFunction(
          "f",
          "d",
          node("Constant", constant(...tensor("w", FLOAT, [4]), external(["location", "/etc/passwd"]))),
        ),
      ],
    ],
    [
      "training",
      [node("Relu")],
      [inner(20, inner(1, weight(...tensor("w", FLOAT, [4]), external(["location", "/etc/passwd"]))))],
    ],
    [
      "entries without the mark that they count",
      [node("Relu"), weight(...tensor("w", FLOAT, [4]), pair(13, "location", "/etc/passwd"))],
      [],
    ],
  ])("in %s", (_, inside, more) => {
    expect(told(model(inside, ...more)).join("\n")).toMatch(/MA-FMT-014/);
  });

  test("a compiled program in a file of its own", () => {
    const context = (path: string, mode: number) =>
      model([
        node(
          "EPContext",
          domain("com.microsoft"),
          named("n"),
          string("ep_cache_context", path),
          attribute("embed_mode", int(3, mode)),
        ),
      ]);
    expect(told(context("../x.bin", 0)).join("\n")).toMatch(/MA-FMT-014 m.onnx: compiled program of n is ..\/x.bin/);
    expect(told(context("x.bin", 0)).join("\n")).toMatch(/its compiled program x.bin is not there/);
    expect(told(context("../x.bin", 1)).join("\n")).not.toMatch(/MA-FMT-014/);
  });
});

describe("what stands there twice", () => {
  test.each([
    ["graphs", model([node("Relu")], graph(node("Relu"))), "the model has two graphs"],
    [
      "weights",
      model([node("Relu"), weight(...tensor("w", FLOAT, [1])), weight(...tensor("w", FLOAT, [1]))]),
      "w: two weights of one graph have this name",
    ],
    ["operators of a node", model([node("Relu", text(4, "Foo"))]), "a node names its operator twice"],
    ["domains of a node", model([node("Relu", domain("a"), domain(""))]), "a node names its domain twice"],
    ["data of a tensor", withWeight(...tensor("w", FLOAT, [1]), raw(4), raw(4)), "w: its data stands there twice"],
    ["metadata", model([node("Relu")], pair(14, "k", "1"), pair(14, "k", "2")), "metadata k: this key stands twice"],
    [
      "functions",
      model([node("Relu")], localFunction("f", "d", node("Relu")), localFunction("f", "d", node("Neg"))),
      "function d:f: it is defined twice",
    ],
  ])("%s", (_, bytes, words) => {
    expect(told(bytes).join("\n")).toContain(`high MA-FMT-011 m.onnx: ${words}`);
  });

  test("weights of different graphs may share a name", () => {
    const one = weight(...tensor("w", FLOAT, [1]));
    expect(told(model([node("If", subgraph("t", one), subgraph("e", one)), one]))).toEqual([]);
  });
});

describe("operators", () => {
  test.each([
    ["critical MA-FMT-021", node("PyOp", domain("pyop_1"), string("module", "m"), string("class_name", "C"))],
    ["critical MA-FMT-021", node("PyOp", string("module", "m"))],
    ["high MA-FMT-021", node("PythonOp", domain("com.microsoft"), string("func_name", "f"))],
    [
      "high MA-FMT-022",
      node("OpenAIAudioToText", domain("com.microsoft.extensions"), string("model_uri", "https://x")),
    ],
    ["high MA-FMT-022", node("ATen", string("operator", "aten::from_file"))],
    ["medium MA-FMT-020", node("ATen", domain("org.pytorch.aten"), string("operator", "aten::addmm"))],
    ["medium MA-FMT-020", node("Foo", domain("com.acme"))],
    ["medium MA-FMT-020", node("Foo", domain("ai.onnx"))],
    ["medium MA-FMT-024", node("EPContext", domain("com.microsoft"), string("ep_cache_context", "blob"))],
  ])("%s", (rule, one) => {
    const deep = subgraph("body", node("Loop", subgraph("body", one)));
    for (const bytes of [
      model([one]),
      model([node("If", deep)]),
      model([node("Relu")], localFunction("f", "d", node("Scan", deep))),
      model([node("Relu")], inner(20, inner(2, one))),
      model([node("Relu")], inner(25, text(1, "f"), inner(11, text(1, "a"), inner(6, one)))),
    ])
      expect(told(bytes)).toEqual([expect.stringMatching(`^${rule} m.onnx: the operator `)]);
  });

  test("a function in the place of a standard operator", () => {
    expect(told(model([node("Relu")], localFunction("Relu", "", node("Neg"))))).toEqual([
      "medium MA-FMT-023 m.onnx: the standard operator Relu is a function of the model itself, used once",
    ]);
    expect(told(model([node("Abs")], localFunction("Relu", "ai.onnx", node("Neg"))))).toEqual([]);
  });

  test("fields in an order that no library writes change nothing", () => {
    const one = inner(1, inner(5, text(4, "m"), text(1, "module")), text(7, "d"), text(4, "PyOp"), text(2, "y"));
    expect(told(message(graph(one), int(1, 8)))).toEqual([expect.stringMatching(/^critical MA-FMT-021/)]);
  });

  test("a file that an operator opens is not hidden by other attributes", () => {
    const many = Array.from({ length: 50 }, (_, i) => string(`a${i}`, "x"));
    const mode = attribute("embed_mode", int(3, 0));
    const bytes = model([node("EPContext", domain("com.microsoft"), ...many, string("ep_cache_context", "/x"), mode)]);
    expect(told(bytes).join("\n")).toMatch(/MA-FMT-014/);
  });
});

describe("functions", () => {
  const call = (name: string, times = 1) => Array.from({ length: times }, () => node(name, domain("d")));

  test("that call themselves are impossible", () => {
    expect(told(model(call("f"), localFunction("f", "d", ...call("f"))))).toEqual([
      "high MA-FMT-010 m.onnx: function d:f: it calls itself",
    ]);
    const circle = model(call("f"), localFunction("f", "d", ...call("g")), localFunction("g", "d", ...call("f")));
    expect(told(circle)).toEqual(["high MA-FMT-010 m.onnx: function d:f: it calls itself"]);
  });

  test("that grow beyond any memory are impossible", () => {
    const bomb = Array.from({ length: 9 }, (_, i) => localFunction(`f${i}`, "d", ...call(`f${i + 1}`, 10)));
    const last = localFunction("f9", "d", node("Relu"));
    expect(told(model(call("f0"), ...bomb, last))).toEqual([
      "high MA-FMT-010 m.onnx: its functions, put in place of their calls, make 2,111,111,111 nodes",
    ]);
    expect(told(model(call("f3"), ...bomb, last))).toEqual([]);
  });

  test("calls of functions are no operators of somebody else", () => {
    expect(told(model(call("f"), localFunction("f", "d", node("Relu"))))).toEqual([]);
    expect(told(model(call("f"), localFunction("f", "e", node("Relu")))).join()).toContain("MA-FMT-020");
  });
});

describe("depth", () => {
  const nested = (levels: number) => {
    let inside = node("Relu");
    for (let i = 0; i < levels; i++) inside = node("If", subgraph("t", inside));
    return model([inside]);
  };

  test("graphs inside graphs are read to any depth that a reader goes", () => {
    expect(graphOf(nested(40)).operators.map(({ name, count }) => [name, count])).toEqual([
      ["If", 40],
      ["Relu", 1],
    ]);
    expect(told(nested(63))).toEqual([]);
  });

  test("and deeper ones end before the stack does", () => {
    expect(told(nested(300))).toEqual([
      "high MA-SYS-001 m.onnx: cannot be read to its end: more than 64 graphs inside each other",
    ]);
  });
});

describe("what belongs to nothing", () => {
  test("much data in fields that ONNX does not have is said, a little is not", () => {
    expect(told(model([node("Relu")], bytesField(99, new Uint8Array(4000))))).toEqual([]);
    expect(told(model([node("Relu")], bytesField(99, new Uint8Array(5000))))).toEqual([
      "medium MA-FMT-025 m.onnx: 5004 bytes are in fields that ONNX does not have",
    ]);
  });

  test("what is in them is looked at", () => {
    const pickle = Buffer.from("\x80\x02cos\nsystem\nX\x02\0\0\0id\x85R." + "\0".repeat(80), "latin1");
    expect(told(model([node("Relu", bytesField(99, pickle))])).join("\n")).toMatch(
      /critical MA-PKL-001 m.onnx > field at/,
    );
  });

  test("bytes behind the model are said", () => {
    const bytes = Buffer.concat([model([node("Relu")]), Buffer.from("\x7fELF garbage that is no field")]);
    expect(told(bytes).join("\n")).toMatch(/MA-PKL-009[^]*MA-SYS-001/);
  });
});

describe("secrets", () => {
  const token = `hf_${"AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh"}`;

  test.each([
    ["metadata", model([node("Relu")], pair(14, "token", token))],
    ["the model's description", model([node("Relu")], text(6, `use ${token}`))],
    ["a graph's description", model([node("Relu"), text(10, token)])],
    ["a node's description", model([node("Relu", text(6, token))])],
    ["a node's metadata", model([node("Relu", pair(9, "k", token))])],
    ["a function's description", model([node("Relu")], inner(25, text(1, "f"), text(8, token)))],
  ])("in %s are found", (_, bytes) => {
    expect(told(bytes).join("\n")).toMatch(/MA-SEC-001 .*a Hugging Face token/);
  });
});

describe("costs", () => {
  test("data is not read", () => {
    const bytes = withWeight(...tensor("w", FLOAT, [1 << 24]), raw(1 << 26));
    const started = performance.now();
    expect(see(onnx, bytes).failure).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(120_000);
  });

  test("fields and different operators are counted", () => {
    const many = model(Array.from({ length: 200 }, (_, i) => node(`Op${i}`, domain("d"))));
    expect(see(onnx, many, { limits: { fields: 500 } }).failure).toMatch("LimitExceeded");
    expect(see(onnx, many, { limits: { facts: 100 } }).failure).toMatch("LimitExceeded");
    expect(see(onnx, many).failure).toBeUndefined();
  });

  test("a model inside of a container has no files beside it", () => {
    const seen = see(onnx, outside(["location", "m.data"]), { neighbours: neighboursIn({}), inside: ["m.onnx"] });
    expect(seen.subjects.some(({ kind }) => kind === "external")).toBe(true);
  });
});
