import { calling, h5, kerasFile, layer, sequential } from "../support/keras-builder";
import { pickle } from "../support/pickle-builder";
import { EVIL_LAMBDA, NESTED_LAMBDA } from "../support/python-code";

const LAMBDA = layer("Lambda", {
  function: { class_name: "__lambda__", config: { code: EVIL_LAMBDA, defaults: ["a"] } },
});
const WRAPPER = layer("TorchModuleWrapper", {
  module: Buffer.from(pickle(2).call("os", "system", "id").stop()).toString("base64"),
});
const OLD = layer(
  "Lambda",
  { function: [NESTED_LAMBDA, null, null], function_type: "lambda", mask_type: "lambda" },
  null,
);

/** Keras models with everything that is looked at, in an archive and in HDF5. */
export const KERAS: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  {
    name: "model.keras",
    bytes: kerasFile(
      sequential(LAMBDA, WRAPPER, calling("os", "system", "id"), layer("StringLookup", { vocabulary: "/etc/passwd" })),
      [{ name: "model.weights.h5", data: h5({ title: "weights" }) }],
    ),
  },
  {
    name: "deep.keras",
    bytes: kerasFile(`${'{"class_name": "A", "config": {"layer": '.repeat(60)}{}${"}}".repeat(60)}`),
  },
  {
    name: "model.h5",
    bytes: h5({
      keras_version: "2.15.0",
      model_config: JSON.stringify(sequential(OLD, layer("TFOpLambda", { function: "io.read_file" }, null))),
      training_config: '{"loss": {"a": "mine"}, "metrics": [["acc", "mine"]], "loss": "mse"}',
    }),
  },
];
