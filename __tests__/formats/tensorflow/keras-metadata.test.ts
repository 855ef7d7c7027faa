import { lines, scanBytes } from "../../support/scan";
import { int, inner, message, text } from "../../support/protobuf-builder";
import { sample } from "./samples";

const PATH = "m/keras_metadata.pb";
const layer = (config: unknown) =>
  inner(1, int(2, 0), text(3, "root"), text(4, "_tf_keras_layer"), text(5, JSON.stringify(config)));

test("keras-metadata as tf_keras writes it: nothing is said", () => {
  expect(scanBytes(sample("keras_metadata.pb"), PATH)).toMatchObject({ format: "keras-metadata", findings: [] });
});

test("a Lambda layer, whose code runs when Keras loads the model (CVE-2024-3660)", () => {
  const config = {
    class_name: "Lambda",
    config: { name: "l", function: ["4wEAAAA=", null, null], function_type: "lambda" },
  };
  expect(lines(scanBytes(message(layer(config)), PATH).findings).join()).toMatch(
    /critical MA-FMT-04\d m\/keras_metadata.pb: root/,
  );
});

test.each([
  ["no message", Buffer.from("\xff\xff")],
  ["no layer", message(int(7, 1))],
  ["a configuration that is no JSON", message(inner(1, text(3, "root"), text(5, "{")))],
])("%s is malformed", (_, bytes) => {
  expect(lines(scanBytes(bytes, PATH).findings)).toEqual([expect.stringContaining("high MA-SYS-001")]);
});
