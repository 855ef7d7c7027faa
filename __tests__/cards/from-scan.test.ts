import { cardFactsOf } from "../../src/cards/from-scan";
import { fileType } from "../../src/cards/from-scan/gguf-file-types";
import type { Subject } from "../../src/core/subject";
import type { WeightsFacts } from "../../src/core/weights-facts";
import { gguf } from "../support/gguf-builder";
import { contiguous, dataset, hardLink, Hdf5Builder, integerType, spaceOf } from "../support/hdf5-builder";
import { h5, kerasFile, layer, sequential } from "../support/keras-builder";
import { model, node, pair, raw, tensor, weight } from "../support/onnx-builder";
import { inner, int, message, text } from "../support/protobuf-builder";
import { factLines, propertyOf } from "../support/read-config";
import { entry, floats, safetensorsFile } from "../support/safetensors-builder";
import { scanBytes } from "../support/scan";
import { sortedTable } from "../support/sorted-table-builder";
import { tar } from "../support/tar-builder";

const card = (bytes: Uint8Array, path: string) => scanBytes(bytes, path).card ?? [];
const told = (bytes: Uint8Array, path: string) => factLines(card(bytes, path));

describe("safetensors", () => {
  /** The numbers of the same tensors written by the safetensors library. */
  test("elements by dtype, that of most elements, and what the metadata says", () => {
    const file = safetensorsFile(
      {
        __metadata__: { format: "pt", "modelspec.title": "A LoRA", note: "x" },
        a: entry("F16", [10, 7], 0, 140),
        b: entry("F32", [5], 140, 160),
        c: entry("BF16", [3, 3], 160, 178),
        d: entry("I64", [4], 178, 210),
      },
      210,
    );
    expect(told(file, "m.safetensors")).toEqual([
      "parameters 9 bfloat16",
      "parameters 70 float16",
      "parameters 5 float32",
      "parameters 4 int64",
      "dtype float16",
      "name A LoRA",
      "property tensor-format pt",
      "property metadata-note x",
    ]);
    expect(card(file, "a/m.safetensors")[0]!.at).toEqual({ path: "a/m.safetensors" });
  });

  test("a shard has its own counts", () => {
    const shard = (count: number) => told(floats({ w: count }), `model-0000${count}-of-00002.safetensors`)[0];
    expect([shard(1), shard(2)]).toEqual(["parameters 1 float32", "parameters 2 float32"]);
  });

  test("the base of a LoRA, never a path", () => {
    const base = (name: string) =>
      told(floats({ w: 1 }, { ss_network_module: "n", ss_sd_model_name: name }), "m.safetensors")[2];
    expect(base("runwayml/stable-diffusion-v1-5")).toBe('base {"name":"runwayml/stable-diffusion-v1-5"} adapter');
    expect(base("/home/me/sd.safetensors")).toBe("property local-base /home/me/sd.safetensors");
  });

  test("hostile metadata: no credentials, escapes, essays or crowds", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, nth) => [`k${nth}`, "v"]));
    const file = floats(
      { w: 1 },
      {
        hf_token: "hf_x",
        "my-api_key": "k",
        url: "https://me:pw@h.org/a?sig=1",
        esc: "\u001b[2J",
        long: "x".repeat(999),
        ...many,
      },
    );
    const lines = told(file, "m.safetensors");
    expect(lines).toContain("property metadata-url https://h.org/a");
    expect(lines.filter((line) => line.startsWith("property metadata-"))).toHaveLength(64);
    expect(lines.join("\n")).not.toMatch(/hf_x|pw|sig=|\u001b|xxx|api_key/);
  });

  test("counts that no model has are left out", () => {
    const file = safetensorsFile({ a: entry("F32", [2 ** 50, 2 ** 10], 0, 4), b: entry("F16", [0], 4, 4) }, 4);
    expect(told(file, "m.safetensors").filter((line) => line.startsWith("parameters"))).toEqual([]);
  });
});

describe("gguf", () => {
  test("what its keys say", () => {
    const file = gguf()
      .text("general.architecture", "llama")
      .text("general.name", "Tiny")
      .text("general.license", "apache-2.0")
      .text("general.license.link", "https://example.org/license")
      .text("general.quantized_by", "me")
      .u32("general.file_type", 2)
      .text("general.base_model.0.name", "Llama 3")
      .text("general.base_model.0.repo_url", "https://huggingface.co/meta-llama/Meta-Llama-3-8B")
      .text("general.base_model.1.name", "Other")
      .text("general.dataset.0.repo_url", "https://user:pw@huggingface.co/datasets/org/data")
      .text("general.source.repo_url", "https://huggingface.co/org/source")
      .texts("general.tags", ["chat", "\u001b[2J"])
      .texts("general.languages", ["en"])
      .u32("llama.context_length", 4096)
      .u32("other.block_count", 3)
      .text("tokenizer.chat_template", "{{ x }}")
      .texts("tokenizer.ggml.tokens", ["a", "b"])
      .tensor("w", [64, 64], { type: 2, size: 2304 })
      .tensor("n", [64])
      .build();
    expect(told(file, "m.gguf")).toEqual([
      "parameters 64 float32",
      "parameters 4096 Q4_0",
      "dtype Q4_0",
      "name Tiny",
      "family llama",
      "license apache-2.0 https://example.org/license",
      "property file-type Q4_0",
      "quantization Q4_0",
      'base converted {"name":"org/source","url":"https://huggingface.co/org/source"}',
      'base {"name":"meta-llama/Meta-Llama-3-8B","url":"https://huggingface.co/meta-llama/Meta-Llama-3-8B"} unknown',
      'base {"name":"Other"} unknown',
      'dataset {"name":"org/data","url":"https://huggingface.co/datasets/org/data"}',
      "property quantized-by me",
      "property gguf-version 3",
      "property context-length 4096",
      "property chat-template yes",
      "tag chat",
      "language en",
    ]);
  });

  test("plain floats are no quantization", () => {
    const facts = card(gguf().u32("general.file_type", 1).tensor("n", [4]).build(), "m.gguf");
    expect(propertyOf(facts, "file-type")).toEqual(["F16"]);
    expect(facts.some(({ kind }) => kind === "quantization")).toBe(false);
  });

  test.each([
    ["15", "Q4_K_M"],
    ["32", "BF16"],
    ["1024", undefined],
    ["-1", undefined],
    ["__proto__", undefined],
  ])("file type %s", (number, name) => expect(fileType(number)).toBe(name));
});

describe("onnx", () => {
  const port = (field: number, name: string, dims: readonly (string | number)[]) => {
    const shape = dims.map((dim) => inner(1, typeof dim === "number" ? int(1, dim) : text(2, dim)));
    return inner(field, text(1, name), inner(2, inner(1, int(1, 1), inner(2, ...shape))));
  };

  test("what goes in and out: no weights, though old versions list them", () => {
    const inside = [
      node("MatMul"),
      weight(...tensor("w", 1, [4, 3], raw(48))),
      port(11, "x", ["batch", 4]),
      port(11, "w", [4, 3]),
      port(12, "y", ["batch", 3]),
    ];
    const file = model(inside, text(6, "A\nthing"), pair(14, "author", "Zed"), pair(14, "task", "detect"));
    expect(told(file, "m.onnx")).toEqual([
      'input {"name":"x","format":"float32 [batch, 4]"}',
      'output {"name":"y","format":"float32 [batch, 3]"}',
      "property producer builder",
      "property onnx-ir-version 10",
      "property onnx-opset ai.onnx 21",
      "description A thing",
      "author Zed",
      "property metadata-task detect",
      "parameters 12 float32",
      "dtype float32",
    ]);
  });

  test("inputs are bounded, and their names are plain", () => {
    const many = Array.from({ length: 900 }, () => port(11, "a\u001b", ["b\u202e"]));
    const inputs = card(model([node("Relu"), ...many]), "m.onnx").filter(({ kind }) => kind === "input");
    expect(inputs).toHaveLength(300);
    expect(inputs[0]).toEqual({ kind: "input", at: { path: "m.onnx" }, port: { format: "float32 [?]" } });
  });
});

describe("keras", () => {
  test("the model's class, those of its layers, and what wrote it", () => {
    const dense = layer("Dense", {
      kernel_initializer: { module: "keras.initializers", class_name: "GlorotUniform", config: { seed: null } },
      dtype: { module: "keras", class_name: "DTypePolicy", config: { name: "float32" } },
    });
    expect(told(kerasFile(sequential(dense, dense, layer("Flatten", {}))), "m.keras")).toEqual([
      "property keras-version 3.15.1",
      "property date-saved 2026-11-21@03:56:56",
      "architecture Sequential",
      "property layer-class Dense",
      "property layer-class Flatten",
    ]);
  });

  test("the configuration of a training is no model", () => {
    const attributes = {
      keras_version: "3.1",
      model_config: JSON.stringify(sequential(layer("Dense", {}))),
      training_config: JSON.stringify({ optimizer_config: layer("Adam", {}, "keras.optimizers") }),
    };
    const lines = told(h5(attributes), "m.h5");
    expect(lines).toEqual(["architecture Sequential", "property layer-class Dense", "property keras-version 3.1"]);
  });

  test("the optimiser's state is no parameter", () => {
    const builder = new Hdf5Builder();
    const data = builder.add(Buffer.alloc(64));
    const numbers = (count: number, at: number) =>
      builder.header(...dataset(integerType(4), spaceOf(count), contiguous(data + at, count * 4)));
    const [kernel, momentum] = [numbers(3, 0), numbers(5, 16)];
    const group = builder.header(hardLink("momentum", momentum));
    const root = builder.header(hardLink("kernel", kernel), hardLink("optimizer_weights", group));
    expect(told(builder.file(root), "m.h5")).toEqual(["parameters 3 uint32", "dtype uint32"]);
  });
});

describe("checkpoints of TensorFlow", () => {
  const variable = (name: string, offset: number, count: number) =>
    [
      `${name}/.ATTRIBUTES/VARIABLE_VALUE`,
      message(int(1, 1), inner(2, inner(2, int(1, count))), int(4, offset), int(5, count * 4)),
    ] as const;
  const index = (...entries: readonly (readonly [string, Uint8Array])[]) =>
    told(sortedTable([["", message(int(1, 1))], ...entries]), "v.index");

  test("neither optimisers nor the second copies of Keras's export count", () => {
    const both = index(
      variable("_all_variables/0", 0, 4),
      variable("optimizer/_x", 16, 9),
      variable("variables/0", 52, 4),
    );
    expect(both).toEqual(["parameters 4 float32", "dtype float32"]);
    expect(index(variable("_all_variables/0", 0, 4))).toEqual(["parameters 4 float32", "dtype float32"]);
  });
});

describe("the scan", () => {
  test("says nothing of files that are no models, and no `card` then", () => {
    expect(scanBytes(Buffer.from("words"), "a.txt")).not.toHaveProperty("card");
    expect(scanBytes(Buffer.from("print(1)"), "a.py")).not.toHaveProperty("card");
  });

  test("tells of members of an archive, with the file as their place", () => {
    const file = tar([{ name: "a.safetensors", data: floats({ w: 7 }) }]);
    expect(card(file, "m.tar")).toContainEqual({
      kind: "parameters",
      at: { path: "m.tar" },
      value: 7,
      dtype: "float32",
    });
  });

  test("of a file that says too much it says that", () => {
    const metadata = Object.fromEntries(Array.from({ length: 64 }, (_, nth) => [`k${nth}`, "v"]));
    const parts = Array.from({ length: 40 }, (_, nth) => ({
      name: `${nth}.safetensors`,
      data: floats({ w: 7 }, metadata),
    }));
    const facts = card(tar(parts), "m.tar");
    expect(facts).toHaveLength(2001);
    expect(factLines(facts).at(-1)).toBe("property unreadable it says more than 2,000 things");
  });
});

test("dtypes that are no numbers, or whose names are inherited, do not count", () => {
  const weights: WeightsFacts = {
    format: "x",
    tensors: 1,
    parameters: 9n,
    dtypes: { string: 4n, constructor: 5n },
    bytes: 0,
    metadata: {},
  };
  const subject: Subject = { kind: "weights", at: { path: "m", inside: [] }, weights };
  expect(factLines([...cardFactsOf(subject)])).toEqual(["parameters 5 constructor", "dtype constructor"]);
});
