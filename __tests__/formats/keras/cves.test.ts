import { gunzipSync } from "node:zlib";
import { lines, scanBytes } from "../../support/scan";
import { calling, h5, kerasFile, layer, sequential } from "../../support/keras-builder";
import { pickle } from "../../support/pickle-builder";
import { EVIL_LAMBDA } from "../../support/python-code";
import { zip } from "../../support/zip-builder";

const said = (config: unknown) =>
  lines(scanBytes(kerasFile(config), "m.keras").findings).map((line) => line.replace(" m.keras > config.json", ""));

const LAMBDA = layer("Lambda", {
  function: { class_name: "__lambda__", config: { code: EVIL_LAMBDA, defaults: null, closure: null } },
});
const OLD_LAMBDA = {
  class_name: "Lambda",
  config: { name: "l", function: [EVIL_LAMBDA, null, null], function_type: "lambda", module: "__main__" },
};

function weights(packed: string): string[] {
  const data = gunzipSync(Buffer.from(packed, "base64"));
  return lines(scanBytes(kerasFile(sequential(), [{ name: "model.weights.h5", data }]), "m.keras").findings);
}

describe("published ways to attack a Keras loader", () => {
  test("CVE-2024-3660: a Lambda layer brings bytecode", () => {
    const { findings } = scanBytes(kerasFile(sequential(LAMBDA)), "m.keras");
    expect(lines(findings)).toEqual([
      expect.stringMatching(/^critical MA-FMT-040 .*lambda \(Lambda\), function: Python code by value/),
    ]);
    expect(findings[0]!.evidence).toBe('<lambda> at <stdin>:1 uses __import__, system; constants "os", "echo hi"');
  });

  test("CVE-2025-1550: module and name of any function, called with arguments of the model's choosing", () => {
    const { findings } = scanBytes(
      kerasFile(sequential(calling("subprocess", "Popen", ["sh", "-c", "id"]))),
      "m.keras",
    );
    expect(lines(findings)).toEqual([
      expect.stringMatching(/^critical MA-FMT-041 .*: lambda \(Lambda\), function: calls subprocess\.Popen, which /),
    ]);
    expect(findings[0]!.evidence).toContain('"inputs": ["sh", "-c", "id"]');
  });

  test.each([
    ["os", "system"],
    ["builtins", "exec"],
    ["importlib", "import_module"],
    ["pickle", "loads"],
    ["runpy", "run_path"],
  ])("CVE-2025-1550: %s.%s", (module, name) => {
    expect(said(sequential(calling(module, name)))).toEqual([expect.stringMatching(/^critical MA-FMT-041/)]);
  });

  test("CVE-2025-1550: a module that nobody knows is at least high", () => {
    expect(said(sequential(layer("Block", {}, "models_of.somebody")))).toEqual([
      "high MA-FMT-042: block (Block): builds models_of.somebody.Block, which is imported from outside of Keras",
    ]);
  });

  test.each(["keras.utils", "keras.src.utils.file_utils", "tf_keras.utils"])(
    "CVE-2025-8747, CVE-2025-12060: %s.get_file downloads and unpacks what the model says",
    (module) => {
      const call = calling(module, "get_file", "https://example.org/a.tar.gz", { extract: true, cache_dir: "/" });
      expect(said(sequential(call))).toEqual([
        `critical MA-FMT-041: lambda (Lambda), function: calls ${module}.get_file, which downloads files and unpacks them`,
      ]);
    },
  );

  test("CVE-2025-9905: HDF5 models run their Lambda layers whatever safe_mode says", () => {
    const config = JSON.stringify({ class_name: "Sequential", config: { layers: [OLD_LAMBDA] } });
    expect(lines(scanBytes(h5({ model_config: config }), "m.h5").findings)).toEqual([
      "critical MA-FMT-040 m.h5: l (Lambda), function: Python code by value; it runs when the model is loaded: Keras before 3.11.3 does not ask safe_mode for HDF5 models",
    ]);
  });

  test.each([
    ["keras.config", "enable_unsafe_deserialization"],
    ["keras.src.saving.serialization_lib", "enable_unsafe_deserialization"],
    ["keras.src.backend.common.global_state", "set_global_attribute"],
  ])("CVE-2025-9906: %s.%s turns safe_mode off for what comes after", (module, name) => {
    const found = said(sequential(calling(module, name, "safe_mode_saving", { value: false }), LAMBDA));
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(expect.stringMatching(/^critical MA-FMT-040/));
    expect(found).toContain(
      `critical MA-FMT-041: lambda (Lambda), function: calls ${module}.${name}, which changes Keras's settings, its safe mode among them`,
    );
  });

  test("CVE-2025-9906: load_model with safe_mode off", () => {
    const call = calling("keras.models", "load_model", "/tmp/other.keras", { safe_mode: false });
    expect(said(sequential(call))).toEqual([
      "critical MA-FMT-041: lambda (Lambda), function: calls keras.models.load_model, which loads or writes another model",
    ]);
  });

  test.each([
    ["/etc/passwd", "high", "an absolute path on the machine that loads it"],
    ["https://169.254.169.254/latest/meta-data/", "high", "by URL"],
    ["gs://bucket/words.txt", "high", "by URL"],
    ["../../secret", "high", "outside of the directory it is loaded in"],
    ["words.txt", "medium", "a file that has to be where the model is loaded"],
  ])("CVE-2025-12058: a vocabulary at %s", (path, severity, words) => {
    for (const type of ["StringLookup", "IntegerLookup", "TextVectorization"])
      expect(said(sequential(layer(type, { vocabulary: path })))).toEqual([
        `${severity} MA-FMT-043: ${type.toLowerCase()} (${type}), vocabulary: reads its vocabulary from ${path}, ${words}`,
      ]);
  });

  test("a vocabulary in the model itself is no file", () => {
    expect(said(sequential(layer("StringLookup", { vocabulary: ["a", "b"] })))).toEqual([]);
  });

  test("CVE-2025-49655: a PyTorch module as a pickle, which is looked at as one", () => {
    const evil = zip([
      { name: "m/data.pkl", data: pickle(2).call("os", "system", "id").stop() },
      { name: "m/version", data: "3\n" },
    ]);
    const module = Buffer.from(evil).toString("base64");
    const found = said(sequential(layer("TorchModuleWrapper", { module })));
    expect(found).toContainEqual(
      expect.stringMatching(
        /^high MA-FMT-045: torchmodulewrapper \(TorchModuleWrapper\), module: a PyTorch module as a pickle/,
      ),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^critical MA-PKL-001 > <module of .* > m\/data\.pkl .*os\.system/),
    );
  });

  test("CVE-2026-1462: a TFSMLayer loads another SavedModel", () => {
    expect(said(sequential(layer("TFSMLayer", { filepath: "/tmp/evil" })))).toEqual([
      "high MA-FMT-043: tfsmlayer (TFSMLayer), filepath: loads another SavedModel, /tmp/evil, and runs its graph",
    ]);
  });

  test("CVE-2026-1669: weights that are a link to another file of the machine", () => {
    // h5py 3.14.0: f["layers"] = h5py.ExternalLink("/etc/other.h5", "/x"), gzip, base64.
    expect(
      weights(
        "H4sIAAAAAAACA+v0cHHj5ZLiYubgYICB/1BwGMo3gNJsUonm/h4uQUwKO+UZs5FxBZMQskYY4GJiYARqk2NgYORwYMtJrEwtKgYq1E8tSdbPL8lILdLLMGXQr2BgMGMgE+Qamc8BAFWAyc7DAAAA",
      ),
    ).toContainEqual(
      expect.stringMatching(
        /^high MA-FMT-014 m\.keras > model\.weights\.h5: linked file of \/layers is \/etc\/other\.h5/,
      ),
    );
  });

  test("CVE-2026-0897: weights that claim a million cubed", () => {
    // h5py 3.14.0: create_dataset("w", (10**6, 10**6, 10**6), dtype="f4", chunks=(10, 10, 10)), gzip, base64.
    expect(
      weights(
        "H4sIAAAAAAACA+v0cHHj5ZLiYubgYICB/1BwnhHCN4CKt09x1fP3cAliUtgpz5iNjCuYhJA1wgAXEwPQCDYeBiDFWH4YZr4HA9XA5u1Kk8BOAlrAaMLAwMTMyOjgxA+WI5ZmFmFgFFSQZ2AB8xQYxDkYxOuBLFag65m5OYQZGFiYGFgYubi4WJi5YF5j6GcYbMDkr2oSADyGy+DPAQAA",
      ),
    ).toContainEqual(
      expect.stringMatching(/^(medium|high) MA-FMT-\d+ m\.keras > model\.weights\.h5: .*1000000 x 1000000 x 1000000/),
    );
  });

  test("CVE-2026-12481: clone_model and layers.deserialize run a Lambda layer with safe_mode unset", () => {
    expect(said(LAMBDA)).toEqual([expect.stringMatching(/^critical MA-FMT-040/)]);
  });
});

describe("ways around a look at the configuration", () => {
  test("a registered name of its own comes before Keras's class", () => {
    expect(said({ ...layer("Dense", {}), registered_name: "evil>Dense" })).toEqual([
      "high MA-FMT-042: dense (Dense): builds keras.layers.Dense (registered as evil>Dense), which is not Keras's own: the code that loads the model has to bring it",
    ]);
  });

  test("a member twice hides what Python reads", () => {
    const text = '{"class_name": "function", "config": "system", "module": "keras.ops", "module": "os"}';
    const found = lines(scanBytes(kerasFile(text), "m.keras").findings).join("\n");
    expect(found).toContain("critical MA-FMT-041");
    expect(found).toContain("high MA-FMT-044");
  });

  test("two configurations in one archive are both read", () => {
    const bytes = kerasFile(sequential(), [
      { name: "config.json", data: JSON.stringify(sequential(calling("os", "system"))) },
    ]);
    expect(scanBytes(bytes, "m.keras").findings.map(({ rule }) => rule)).toContain("MA-FMT-041");
  });

  test("names that are no text, and structures that name a module", () => {
    expect(said({ class_name: 5, config: {}, module: "os" })).toEqual([expect.stringMatching(/MA-FMT-04[12]/)]);
    expect(said({ class_name: "TensorShape", config: {}, module: "os", registered_name: null })).toHaveLength(1);
    expect(
      said({ class_name: "__typespec__", spec_name: "system", module: "os", config: [], registered_name: null }),
    ).toEqual([expect.stringMatching(/^critical MA-FMT-041: .*os\.system/)]);
  });

  test("TensorFlow's own functions and operators, in layers that wrap them", () => {
    const found = said(
      sequential(
        layer("TFOpLambda", { function: "io.read_file" }, null),
        layer("TFOpLambda", { function: "math.multiply" }, null),
        layer("ClassMethod", { cls_symbol: "io.gfile.GFile", method_name: "write" }, null),
        layer("InstanceMethod", { attr_name: "tofile" }, null),
        layer("TensorFlowOpLayer", { node_def: { op: "WriteFile" } }, null),
        layer("TensorFlowOpLayer", { node_def: { op: "AddV2" } }, null),
      ),
    );
    expect(found.map((line) => line.split(",")[0])).toEqual([
      "critical MA-FMT-041: tfoplambda (TFOpLambda): calls tf.io.read_file",
      "critical MA-FMT-041: classmethod (ClassMethod): calls tf.io.gfile.GFile.write",
      "critical MA-FMT-041: tensorflowoplayer (TensorFlowOpLayer): calls the operator WriteFile",
      "high MA-FMT-042: instancemethod (InstanceMethod): calls the attribute tofile of a tensor",
    ]);
  });
});
