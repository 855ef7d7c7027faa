import {
  attribute,
  domain,
  external,
  localFunction,
  model,
  node,
  pair,
  raw,
  string,
  tensor,
  weight,
} from "../support/onnx-builder";
import { float, inner, int, message, text } from "../support/protobuf-builder";
import { lines, scanBytes } from "../support/scan";
import { pickle } from "../support/pickle-builder";

const told = (bytes: Uint8Array, path = "m.onnx") => lines(scanBytes(bytes, path).findings).join("\n");
const OUTSIDE = "high MA-FMT-014";
const FLOAT = 1;
const passwd = external(["location", "/etc/passwd"]);

describe("data in another file, whatever else the tensor says", () => {
  test("its bytes are there too", () => {
    expect(
      told(model([node("Relu"), weight(...tensor("w", FLOAT, [4], raw(16)), pair(13, "location", "/etc/passwd"))])),
    ).toContain(OUTSIDE);
  });

  test("the place is said twice, the second time with a number that ONNX does not have", () => {
    expect(told(model([node("Relu"), weight(...tensor("w", FLOAT, [4], raw(16)), passwd, int(14, 5))]))).toContain(
      OUTSIDE,
    );
  });

  test("the place is said in more bits than readers keep", () => {
    const wide = message(pair(13, "location", "/etc/passwd"), int(14, 0x1_0000_0001n));
    expect(told(model([node("Relu"), weight(...tensor("w", FLOAT, [4], raw(16)), wide)]))).toContain(OUTSIDE);
  });

  test("a constant that stands twice, which readers merge", () => {
    const value = attribute(
      "value",
      inner(5, ...tensor("", FLOAT, [4], raw(16)), pair(13, "location", "/etc/passwd")),
      inner(5, int(14, 1)),
    );
    expect(told(model([node("Constant", value)]))).toContain(OUTSIDE);
  });

  test("behind 300 other entries, and more than any reader needs", () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => pair(13, `prepacked_${i}`, "x"));
    expect(told(model([node("Relu"), weight(...tensor("w", FLOAT, [4]), ...many(300), passwd)]))).toContain(OUTSIDE);
    expect(told(model([node("Relu"), weight(...tensor("w", FLOAT, [4]), ...many(5000), passwd)]))).toContain(
      "high MA-SYS-001",
    );
  });
});

describe("recognised under a name that models of every kind have", () => {
  const weights = inner(7, weight(...tensor("w", FLOAT, [4]), passwd));
  test.each([
    ["tensors alone", message(int(1, 8), weights)],
    ["without a version", message(weights)],
    ["behind 2,500 fields of nothing", message(...Array<Uint8Array>(2500).fill(int(50, 1)), int(1, 8), weights)],
    [
      "behind a field of four bytes and a long one",
      message(float(50, 1), text(51, "x".repeat(17_000_000)), int(1, 8), weights),
    ],
  ])("%s", (_, bytes) => {
    expect(told(bytes, "model.bin")).toContain(OUTSIDE);
  });
});

test("a function of the model does not hide Python's operator, whose kernel comes first", () => {
  const used = node("PyOp", domain("com.microsoft"), string("module", "os"), string("class_name", "system"));
  expect(told(model([used], localFunction("PyOp", "com.microsoft", node("Identity"))))).toContain(
    "critical MA-FMT-021",
  );
  expect(told(model([node("MyOp", domain("d"))], localFunction("MyOp", "d", node("Identity"))))).toBe("");
});

test("a pickle in base64 in the metadata is looked into", () => {
  const evil = pickle(2).global("os", "system").string("true").tuple1().reduce().stop();
  const bytes = model([node("Relu")], pair(14, "k", Buffer.from(evil).toString("base64")));
  expect(told(bytes)).toContain("critical MA-PKL-001");
});

test.each([
  ["m.onnxtxt", '<ir_version: 8, opset_import: ["" : 17]>\ng (float[4] x) => (float[4] y) { y = Relu(x) }'],
  ["m.onnxjson", '{"irVersion":"8","graph":{}}'],
  ["m.textproto", "ir_version: 8\ngraph { }"],
])("%s is listed as not read", (path, written) => {
  expect(told(Buffer.from(written), path)).toContain("info MA-SYS-005");
});

test("nodes that say nothing cost, and are a limit", () => {
  const nodes = Buffer.alloc(2 * 6_000_000, Buffer.from([0x0a, 0x00]));
  expect(told(message(int(1, 8), inner(7, nodes)))).toContain("high MA-SYS-002");
});
