import { gzipSync } from "node:zlib";
import { lines, scanBytes } from "../support/scan";

const XML = '<?xml version="1.0"?>\n<!-- made by hand -->\n';

test.each([
  ["executorch", "model.pte", "\x1c\0\0\0ET12\0\0\0\0"],
  ["tensorrt", "model.engine", "ftrt\0\0\0\0"],
  ["openvino", "model.xml", `${XML}<net name="m" version="11">\n<layers>\n</layers></net>`],
  ["pmml", "model.pmml", `${XML}<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4">`],
  ["r-data", "model.rds", "X\n\0\0\0\x03\0\x04\x03\x01"],
  ["catboost", "model.cbm", "CBM1\x10\0\0\0"],
  ["xgboost-binary", "old.model", "binf\0\0\0\x3f\x04\0\0\0"],
  ["onnx-text", "model.onnxtxt", '<ir_version: 8, opset_import: ["" : 17]>\ng () => () { }'],
  ["onnx-text", "model.onnxjson", '{"irVersion": "8"}'],
  ["onnx-text", "model.textproto", "ir_version: 8\ngraph { }"],
  ["mxnet", "net.params", `\x12\x01${"\0".repeat(14)}\x01`],
])("%s is listed as not scanned", (id, path, text) => {
  const result = scanBytes(Buffer.from(text, "latin1"), path);
  expect(result).toMatchObject({ format: id, notScanned: { reason: "unsupported" } });
  expect(lines(result.findings)).toEqual([
    expect.stringMatching(/^info MA-SYS-005 .*is recognised, and not looked into$/),
  ]);
});

test("R data is recognised behind its compression", () => {
  const result = scanBytes(gzipSync(Buffer.from("X\n\0\0\0\x03\0\x04\x03\x01", "latin1")), "model.rds");
  expect(result).toMatchObject({ format: "gzip", notScanned: { reason: "unsupported" } });
});

test.each([
  ["settings.xml", `${XML}<network name="x"><layer/></network>`],
  ["X.txt", "X\nand other letters of the alphabet"],
  ["notes.md", "ftr"],
])("%s is none of them", (path, text) => expect(scanBytes(Buffer.from(text), path).format).toBeUndefined());
