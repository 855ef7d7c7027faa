import { gunzipSync } from "node:zlib";
import { keras } from "../../../src/formats/keras";
import { lines, scanBytes } from "../../support/scan";
import { claims, see, unreadable, type Seen } from "../../support/see";
import { h5, kerasFile, layer, named, sequential } from "../../support/keras-builder";
import { base64, marshalCode } from "../../support/marshal-builder";
import { EVIL_LAMBDA } from "../../support/python-code";
import { REAL_KERAS } from "../../support/keras-real";
import { zip } from "../../support/zip-builder";

function factsOf(seen: Seen) {
  return seen.subjects.flatMap((subject) => (subject.kind === "keras" ? [subject.keras] : []));
}

/** The facts of a configuration: the second, for the first is of the metadata. */
function configOf(config: unknown) {
  return factsOf(see(keras, kerasFile(config)))[1]!;
}

describe("the keras format", () => {
  test("is told by a configuration with metadata or weights beside it", () => {
    expect(claims(keras, kerasFile({}))).toBe(true);
    expect(claims(keras, zip([{ name: "config.json", data: "{}" }, { name: "model.weights.h5" }]))).toBe(true);
    expect(claims(keras, zip([{ name: "config.json", data: "{}" }, { name: "weights.bin" }]))).toBe(false);
    expect(claims(keras, zip([{ name: "a/config.json" }, { name: "metadata.json" }]))).toBe(false);
  });

  test("a configuration alone is enough under the name that Keras wants", () => {
    const bytes = zip([{ name: "config.json", data: JSON.stringify(named("os", "system")) }]);
    expect(lines(scanBytes(bytes, "model.keras").findings).join()).toContain("refers to os.system");
    expect(scanBytes(bytes, "model.zip").format).toBe("zip");
  });

  test("says the version, and nothing of a plain model", () => {
    const config = sequential(
      layer("Dense", {
        activation: "relu",
        kernel_initializer: {
          module: "keras.initializers",
          class_name: "GlorotUniform",
          config: { seed: null },
          registered_name: null,
        },
      }),
    );
    const [metadata, facts] = factsOf(see(keras, kerasFile(config)));
    expect(metadata!.metadata).toEqual({ keras_version: "3.15.1", date_saved: "2026-11-21@03:56:56" });
    expect(facts).toMatchObject({ loader: "keras", codes: [], files: [], repeats: [], objects: 3 });
    expect(facts!.names.map(({ use, module, name, where }) => [use, module, name, where])).toEqual([
      ["class", "keras", "Sequential", "sequential (Sequential)"],
      ["class", "keras.layers", "Dense", "dense (Dense)"],
      ["word", undefined, "relu", "dense (Dense), activation"],
      ["class", "keras.initializers", "GlorotUniform", "dense (Dense) > GlorotUniform"],
    ]);
    expect(scanBytes(kerasFile(config), "m.keras")).toMatchObject({ format: "keras", findings: [] });
  });

  test("looks into models in models, wrappers, arguments and what stands beside the layers", () => {
    const facts = configOf({
      ...sequential(
        layer("TimeDistributed", {
          layer: sequential(layer("Bidirectional", { layer: layer("Lambda", { function: named("a", "f") }) })),
        }),
      ),
      compile_config: { loss: { out: named("b", "g") }, metrics: [["mse", "mine"]] },
      build_config: { anything: [[named("c", "h")]] },
    });
    const found = facts.names.map(({ module, name }) => `${module}.${name}`);
    expect(found).toEqual(expect.arrayContaining(["a.f", "b.g", "c.h", "undefined.mse", "undefined.mine"]));
    expect(facts.names.find(({ name }) => name === "f")).toMatchObject({
      called: true,
      where:
        "timedistributed (TimeDistributed) > sequential (Sequential) > bidirectional (Bidirectional) > lambda (Lambda), function",
    });
  });

  test.each([
    ["Keras 3", { class_name: "__lambda__", config: { code: EVIL_LAMBDA, defaults: ["given"], closure: null } }],
    ["Keras 3, in one value", { class_name: "__lambda__", config: { value: [EVIL_LAMBDA, ["given"], null] } }],
    ["Keras 2, without its type", [EVIL_LAMBDA, ["given"], null]],
    ["Keras 2, as a tuple", { class_name: "__tuple__", items: [EVIL_LAMBDA, ["given"], null] }],
  ])("decodes the code of a Lambda layer as %s writes it", (_, code) => {
    const [found] = configOf(sequential(layer("Lambda", { function: code }))).codes;
    expect(found).toMatchObject({
      where: "lambda (Lambda), function",
      python: {
        name: "<lambda>",
        file: "<stdin>",
        line: 1,
        names: ["__import__", "system"],
        strings: ["os", "echo hi", "given"],
      },
    });
  });

  test("code in an output shape, in a mask, and outside of any Lambda layer", () => {
    const code = (name: string) => [base64(marshalCode("3.8", { name })), null, null];
    const { codes } = configOf({
      a: layer("Lambda", {
        function: "x",
        function_type: "raw",
        output_shape: code("shape"),
        output_shape_type: "lambda",
        mask: code("mask"),
        mask_type: "lambda",
      }),
      b: { deep: [{ class_name: "__lambda__", config: { value: code("deep") } }] },
    });
    expect(codes.map(({ python }) => python?.name)).toEqual(["shape", "mask", "deep"]);
  });

  test("code that cannot be read is still code", () => {
    const { codes } = configOf(layer("Lambda", { function: { class_name: "__lambda__", config: { code: "!!!" } } }));
    expect(codes).toMatchObject([{ problem: "it is no marshal data: it ends too early" }]);
    const none = configOf(layer("Lambda", { function: { class_name: "__lambda__", config: 3 } }));
    expect(none.codes).toMatchObject([{ problem: "there is no bytecode where Keras looks for it" }]);
  });

  test("members that stand twice, of which both are looked at", () => {
    const facts = configOf(
      '{"class_name": "function", "config": "f", "module": "os", "module": "keras.ops", "x": {"class_name": "A", "config": {}}, "x": 1}',
    );
    expect(facts.repeats).toEqual([
      { key: "module", where: "the configuration" },
      { key: "x", where: "the configuration" },
    ]);
    expect(facts.names.map(({ name }) => name)).toContain("A");
  });

  test("a configuration that is no JSON is malformed", () => {
    expect(unreadable(see(keras, kerasFile("{")))).toEqual(["config.json: malformed: it is no JSON: a key is missing"]);
    expect(lines(scanBytes(kerasFile('{"a": 1} trailing'), "m.keras").findings)).toEqual([
      "high MA-SYS-001 m.keras > config.json: cannot be read to its end: it is no JSON: something follows the value",
    ]);
  });

  test.each(["utf16le", "utf-16 with its mark"])("a configuration in %s, which Python reads as well", (how) => {
    const mark = how === "utf16le" ? "" : "\ufeff";
    const text = Buffer.from(mark + JSON.stringify(named("os", "system")), "utf16le");
    const bytes = zip([
      { name: "metadata.json", data: "{}" },
      { name: "config.json", data: text },
    ]);
    expect(scanBytes(bytes, "m.keras").findings.map(({ rule }) => rule)).toEqual(["MA-FMT-041"]);
    const big = zip([{ name: "metadata.json" }, { name: "config.json", data: Buffer.from(text).swap16() }]);
    expect(scanBytes(big, "m.keras").findings.map(({ rule }) => rule)).toContain("MA-FMT-041");
  });

  test("models that Keras 3.15.1 and TF-Keras 2.21.0 saved pass without a word", () => {
    for (const [name, packed] of Object.entries(REAL_KERAS)) {
      const { format, findings } = scanBytes(gunzipSync(Buffer.from(packed, "base64")), name);
      expect({ name, findings, format }).toEqual({
        name,
        findings: [],
        format: name.endsWith("h5") ? "keras-h5" : "keras",
      });
    }
  });

  test("a thousand times the same name is one fact; ten thousand names are a limit", () => {
    const many = (count: number, name: (i: number) => string) =>
      configOf({ config: Array.from({ length: count }, (_, i) => layer(name(i), {})) });
    expect(many(1000, () => "Dense").names).toMatchObject([{ name: "Dense", count: 1000 }]);
    const seen = see(keras, kerasFile({ config: Array.from({ length: 10_100 }, (_, i) => layer(`L${i}`, {})) }));
    expect(unreadable(seen)).toEqual(["config.json: limit: 100 more different names in its configuration"]);
  });

  test("weights that are an archive or a pickle are looked at like anywhere", () => {
    const bytes = kerasFile({}, [{ name: "model.weights.h5", data: "cos\nsystem\n(S'id'\ntR." }]);
    expect(lines(scanBytes(bytes, "m.keras").findings).join("\n")).toContain("MA-PKL-001 m.keras > model.weights.h5");
  });

  test("a `.keras` that is neither a zip nor HDF5 is not what its name says", () => {
    expect(scanBytes(Buffer.from("\0nothing at all"), "m.keras").findings.map(({ rule }) => rule)).toEqual([
      "MA-SYS-007",
    ]);
  });
});

describe("the keras-h5 format", () => {
  const lambda = {
    function: [EVIL_LAMBDA, null, null],
    function_type: "lambda",
    module: "__main__",
    output_shape_type: "raw",
  };
  const config = JSON.stringify({ class_name: "Sequential", config: { layers: [layer("Lambda", lambda)] } });

  test("is HDF5 with Keras's attributes", () => {
    expect(scanBytes(h5({ keras_version: "2.15.0", backend: "tensorflow" }), "m.h5").format).toBe("keras-h5");
    expect(scanBytes(h5({ title: "temperatures" }), "m.h5").format).toBe("hdf5");
  });

  test("a plain model passes without a word", () => {
    const plain = JSON.stringify({
      class_name: "Sequential",
      config: { layers: [{ class_name: "Dense", config: { activation: "relu" } }] },
    });
    const training = JSON.stringify({
      loss: "mse",
      metrics: [["accuracy"]],
      optimizer_config: { class_name: "Adam", config: {} },
    });
    expect(scanBytes(h5({ model_config: plain, training_config: training }), "m.h5").findings).toEqual([]);
  });

  test("the configuration is an attribute, whatever the file is called", () => {
    for (const name of ["m.h5", "m.hdf5", "m.keras", "weights.bin"]) {
      const [found] = scanBytes(h5({ model_config: config }), name).findings;
      expect(found).toMatchObject({ rule: "MA-FMT-040", severity: "critical" });
    }
  });

  test("what a model is trained with is read too", () => {
    const training = JSON.stringify({ loss: "my_loss", optimizer_config: layer("Evil", {}, "evil.optimizers") });
    expect(lines(scanBytes(h5({ training_config: training }), "m.h5").findings)).toEqual([
      "high MA-FMT-042 m.h5: training_config, loss: refers to my_loss, which is not Keras's own: the code that loads the model has to bring it",
      "high MA-FMT-042 m.h5: training_config > evil (Evil): builds evil.optimizers.Evil, which is imported from outside of Keras",
    ]);
  });

  test("a configuration that is no JSON is malformed, and the other one is still read", () => {
    const found = lines(scanBytes(h5({ model_config: "{", training_config: '{"loss": "my_loss"}' }), "m.h5").findings);
    expect(found.join("\n")).toContain("its attribute model_config: it is no JSON");
    expect(found.join("\n")).toContain("refers to my_loss");
  });

  test("an attribute twice: both are read", () => {
    const bytes = Buffer.from(h5({ model_config: "{}", mode1_config: config }));
    const twice = Buffer.from(bytes.toString("latin1").replace("mode1_config", "model_config"), "latin1");
    expect(scanBytes(twice, "m.h5").findings.map(({ rule }) => rule)).toContain("MA-FMT-040");
  });
});
