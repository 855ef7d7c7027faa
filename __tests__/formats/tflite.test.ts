import { tflite } from "../../src/formats/tflite";
import { lines, scanBeside, scanBytes } from "../support/scan";
import { see } from "../support/see";
import { flat, type Flat } from "../support/flatbuffers-builder";
import { pickle } from "../support/pickle-builder";
import { message, text } from "../support/protobuf-builder";
import { zip } from "../support/zip-builder";
import { sample } from "./tensorflow/samples";

const told = (bytes: Uint8Array) =>
  lines(scanBytes(bytes, "m.tflite").findings).map((line) => line.replace(/ @ 0x[0-9a-f]+/, ""));

describe("what TensorFlow writes", () => {
  test.each(["flex.tflite", "packed.tflite"])("%s: nothing is said", (name) => {
    expect(scanBytes(sample(name), name)).toMatchObject({ format: "tflite", findings: [] });
  });

  test("operators, inputs, outputs and weights are facts", () => {
    const { subjects } = see(tflite, sample("flex.tflite"));
    expect(subjects[0]).toMatchObject({
      graph: {
        operators: [
          { name: "ADD", count: 1 },
          { name: "MatrixInverse", domain: "flex" },
          { name: "StatelessRandomGetKeyCounter", domain: "flex" },
          { name: "StatelessRandomNormalV2", domain: "flex" },
        ],
        inputs: [{ name: "serving_default_x:0", dtype: "float32", shape: [3, 3] }],
        outputs: [{ dtype: "float32", shape: [3, 3] }],
      },
    });
    expect(subjects[1]).toMatchObject({ weights: { format: "tflite" } });
  });

  test("files packed behind the model are looked into", () => {
    const members = see(tflite, sample("packed.tflite")).members.filter(({ nested }) => !nested);
    expect(members.map(({ name, text }) => [name, text])).toEqual([["labels.txt", "cat\ndog\n"]]);
  });
});

test("a Flex operator is TensorFlow's own, and judged as that", () => {
  expect(told(sample("read.tflite"))).toEqual(["critical MA-FMT-030 m.tflite: operator ReadFile reads a whole file"]);
});

/** A model of one graph with one operator and one tensor of four floats. */
const model = ({
  code = { 0: { byte: 0 } },
  tensor = {},
  buffer = {},
  operator = {},
  more = {},
}: Partial<Record<string, Flat>> = {}): Uint8Array =>
  flat({
    0: { int: 3 },
    1: { tables: [code] },
    2: {
      tables: [
        {
          0: { tables: [{ 0: { ints: [4] }, 1: { byte: 0 }, 2: { int: 1 }, 3: { text: "w" }, ...tensor }] },
          1: { ints: [0] },
          2: { ints: [0] },
          3: { tables: [{ 0: { int: 0 }, 1: { ints: [0] }, 2: { ints: [0] }, ...operator }] },
        },
      ],
    },
    4: { tables: [{}, { 0: { text: "0123456789abcdef" }, ...buffer }] },
    ...more,
  });
const custom = (name: string): Flat => ({ 0: { byte: 32 }, 1: { text: name }, 3: { int: 32 } });

describe("built from structure", () => {
  test("a small model is quiet", () => {
    expect(told(model())).toEqual([]);
  });

  test.each([
    [
      "a custom operator",
      model({ code: custom("MyOp") }),
      "medium MA-FMT-031 m.tflite: operator MyOp is none of TensorFlow's",
    ],
    [
      "a Flex operator that TensorFlow has not",
      model({ code: custom("FlexPyCall") }),
      "medium MA-FMT-031 m.tflite: operator PyCall is none of TensorFlow's: its name promises to run code",
    ],
    [
      "code by number only in the new field",
      model({ code: { 0: { byte: 0 }, 1: { text: "FlexWriteFile" }, 3: { int: 32 } } }),
      "critical MA-FMT-030 m.tflite: operator WriteFile writes a file",
    ],
    [
      "a tensor in a buffer that is none",
      model({ tensor: { 2: { int: 9 } } }),
      "high MA-FMT-010 m.tflite: w: it is in buffer 9, and there are 2",
    ],
    [
      "a shape that its buffer does not hold",
      model({ tensor: { 0: { ints: [1 << 20, 1 << 20] } } }),
      "high MA-FMT-010 m.tflite: w: its shape and type float32 need 4398046511104 bytes, its buffer has 16",
    ],
    [
      "a buffer behind the end",
      model({ buffer: { 0: undefined, 1: { long: 1n << 40n }, 2: { long: 16n } } }),
      "high MA-FMT-010 m.tflite: buffer 1: its 16 bytes at 1099511627776 go beyond",
    ],
    [
      "an operator of a tensor that is none",
      model({ operator: { 1: { ints: [77] } } }),
      "high MA-FMT-010 m.tflite: ADD: an operator names tensor 77, and there are 1",
    ],
    [
      "an operator of a code that is none",
      model({ operator: { 0: { int: 5 } } }),
      "high MA-FMT-010 m.tflite: an operator has code 5, and there are 1",
    ],
    ["no graph", model({ more: { 2: undefined } }), "high MA-FMT-010 m.tflite: the model has no graph"],
  ])("%s", (_, bytes, expected) => {
    expect(told(bytes as Uint8Array)).toEqual([expect.stringContaining(expected as string)]);
  });

  test.each(["TFLite_Detection_PostProcess", "MaxPoolingWithArgmax2D"])("%s is known and quiet", (name) => {
    expect(told(model({ code: custom(name) }))).toEqual([]);
  });

  test("compiled parts are told as not looked into", () => {
    expect(told(model({ code: custom("edgetpu-custom-op") }))).toEqual([expect.stringContaining("info MA-FMT-032")]);
  });

  test("weights in a file outside of the directory", () => {
    const bytes = model({ more: { 8: { tables: [{ 0: { text: "../../secret.bin" } }] } } });
    expect(lines(scanBeside(bytes, "m.tflite", {}).findings)).toEqual([expect.stringContaining("high MA-FMT-014")]);
  });
});

/** The options of an operator that TensorFlow's delegate runs: a FlexBuffer of a name and a NodeDef. */
function flexOptions(name: string, node: Uint8Array, type = 5): Uint8Array {
  const [first, second] = [Buffer.from(name), Buffer.from(node)];
  const texts = Buffer.concat([
    Buffer.from([first.length]),
    first,
    Buffer.from([0, second.length]),
    second,
    Buffer.from([0]),
  ]);
  const at = texts.length + 1;
  const vector = Buffer.from([2, at - 1, at + 1 - (first.length + 3), 5 << 2, type << 2]);
  return Buffer.concat([texts, vector, Buffer.from([4, 10 << 2, 1])]);
}

describe("a Flex operator is the node in its options, whatever it is called", () => {
  const reads = message(text(1, "r"), text(2, "ReadFile"), text(3, "p"));
  const flexed = (name: string, options: Uint8Array) =>
    told(model({ code: custom(name), operator: { 5: { bytes: options } } })).join("\n");

  test("the one that it says is quiet", () => {
    const adds = message(text(1, "a"), text(2, "AddV2"));
    expect(flexed("FlexAddV2", flexOptions("AddV2", adds))).toBe("");
  });

  test.each(["FlexAddV2", "Flex", "FlexNoOp"])("%s that reads files", (name) => {
    for (const inside of ["AddV2", "ReadFile"])
      expect(flexed(name, flexOptions(inside, reads))).toContain("critical MA-FMT-030 m.tflite: operator ReadFile");
  });

  test("also in a large model, whose options stand behind it, and in a graph of its own", () => {
    const options = flexOptions("AddV2", reads);
    const at = (place: number) =>
      model({
        code: custom("FlexAddV2"),
        operator: { 9: { long: BigInt(place) }, 10: { long: BigInt(options.length) } },
      });
    expect(told(Buffer.concat([at(at(2).length), options])).join("\n")).toContain("critical MA-FMT-030");
  });

  test.each([
    ["nonsense", Buffer.from("\xff\xff\xff")],
    ["no text where the node should be", flexOptions("AddV2", reads, 1)],
    ["a root that leads out of it", Buffer.from([0, 0, 200, 10 << 2, 1])],
  ])("%s is told", (_, options) => {
    expect(flexed("FlexAddV2", options)).toContain("high MA-FMT-010 m.tflite: AddV2: the node in its options");
  });
});

test("metadata is looked into, for nothing else looks there", () => {
  const elf = Buffer.concat([Buffer.from("7f454c4602010100", "hex"), Buffer.alloc(200)]);
  const bytes = model({
    buffer: { 0: { bytes: elf } },
    tensor: { 0: { ints: [52] } },
    more: { 6: { tables: [{ 0: { text: "x" }, 1: { int: 1 } }] } },
  });
  expect(told(bytes)).toEqual([expect.stringContaining("high MA-ARC-012 m.tflite > metadata x")]);
});

test("offsets that lead millions of times to one operator are a limit", () => {
  const operators = Array.from({ length: 1000 }, () => ({ 0: { int: 0 } }));
  const bytes = model({ more: { 2: { tables: [{ 3: { tables: operators } }] } } });
  const { failure } = see(tflite, bytes, { limits: { fields: 10_000 } });
  expect(failure).toContain("more than 10,000 fields");
});

describe("what follows the model", () => {
  test("a pickle of few bytes is found where the model's own might be", () => {
    const evil = pickle(2).global("os", "system").string("true").tuple1().reduce().stop();
    expect(told(Buffer.concat([model(), evil])).join("\n")).toContain("critical MA-PKL-001");
  });

  test("zeros are alignment", () => {
    expect(told(Buffer.concat([model(), Buffer.alloc(512)]))).toEqual([]);
  });

  test("a script, and what stands between the model and its zip", () => {
    const script = Buffer.from(`#!/bin/sh\n${"echo hidden\n".repeat(20)}`);
    expect(told(Buffer.concat([model(), script])).join()).toContain("MA-PKL-009");
    const packed = Buffer.concat([model(), script, zip([{ name: "labels.txt", data: "cat" }])]);
    expect(told(packed).join()).toContain("MA-PKL-009");
  });

  test("a pickle among the packed files", () => {
    const evil = Buffer.from("cos\nsystem\n(S'id'\ntR.");
    expect(told(Buffer.concat([model(), zip([{ name: "x.pkl", data: evil }])])).join()).toContain(
      "critical MA-PKL-001",
    );
  });
});

describe("what cannot be read is said", () => {
  const good = Buffer.from(model());
  const broken = (change: (bytes: Buffer) => void): Buffer => {
    const copy = Buffer.from(good);
    change(copy);
    return copy;
  };

  test.each([
    ["the root is behind the end", broken((b) => b.writeUInt32LE(0x7fffffff, 0))],
    ["the root is nowhere", broken((b) => b.writeUInt32LE(0, 0))],
    ["a vtable before the start", broken((b) => b.writeInt32LE(0x7fffffff, b.readUInt32LE(0)))],
    ["cut", good.subarray(0, 60)],
  ])("%s", (_, bytes) => {
    expect(told(bytes)).toContainEqual(expect.stringContaining("high MA-SYS-001"));
  });

  test("offsets that lead many times to the same table are counted", () => {
    const { failure } = see(tflite, model(), { limits: { fields: 5 } });
    expect(failure).toContain("LimitExceeded");
  });
});
