import { hfConfig } from "../../src/cards/hf-config";
import { describeCards, factLines, propertyOf, readConfig, readReal } from "../support/read-config";

const read = (content: unknown) => readConfig(hfConfig, content, "m/config.json");

describe("config.json", () => {
  test("is claimed by its name", () => {
    expect(["config.json", "a/config.json", "a/myconfig.json", "config.json/x"].map(hfConfig.claims)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("one of another program says nothing", () => {
    expect(read({ subscription_id: "x", workspace_name: "y", vocab_size: 4 })).toEqual([]);
  });

  test("the model, each fact with its line", () => {
    const facts = read(
      '{\n"architectures": ["LlamaForCausalLM"],\n"model_type": "llama",\n"torch_dtype": "float16",\n"n_layer": 3\n}',
    );
    expect(facts).toEqual([
      { kind: "architecture", at: { path: "m/config.json", line: 2 }, value: "LlamaForCausalLM" },
      { kind: "family", at: { path: "m/config.json", line: 3 }, value: "llama" },
      { kind: "dtype", at: { path: "m/config.json", line: 4 }, value: "float16" },
      { kind: "property", at: { path: "m/config.json", line: 5 }, name: "num-hidden-layers", value: "3" },
    ]);
  });

  test.each([
    [{ dtype: "bfloat16", torch_dtype: "float32" }, ["bfloat16"]],
    [{ torch_dtype: "torch.float16" }, ["float16"]],
    [{ torch_dtype: "auto" }, []],
    [{ dtype: 7 }, ["7"]],
    [{ dtype: {} }, []],
  ])("dtype of %j", (more, values) => {
    const facts = read({ model_type: "x", ...more });
    expect(facts.flatMap((fact) => (fact.kind === "dtype" ? [fact.value] : []))).toEqual(values);
  });

  test.each([
    ["org/name", ["base", "org/name"]],
    ["./", []],
    ["/home/me/model", ["local-base", "/home/me/model"]],
    ["outputs/checkpoint-500", ["local-base", "outputs/checkpoint-500"]],
    ["org/checkpoint-500", ["local-base", "org/checkpoint-500"]],
    ["C:\\models\\a", ["local-base", "C:\\models\\a"]],
    ["gpt2", ["local-base", "gpt2"]],
    ["", []],
    ["https://me:pw@huggingface.co/org/name?token=1", ["base", "org/name"]],
    ["s3://key:secret@bucket/x", []],
  ])("_name_or_path %s", (name, expected) => {
    const facts = read({ model_type: "x", _name_or_path: name });
    const told = facts.flatMap((fact) =>
      fact.kind === "base"
        ? [["base", fact.reference.name]]
        : fact.kind === "property" && fact.name === "local-base"
          ? [["local-base", fact.value]]
          : [],
    );
    expect(told).toEqual(expected.length === 0 ? [] : [expected]);
    expect(JSON.stringify(facts)).not.toMatch(/pw|token|secret/);
  });

  test.each([
    [{ quant_method: "gptq", bits: 4, group_size: 128, desc_act: true, sym: false }, "gptq 4-bit"],
    [{ quant_method: "bitsandbytes", load_in_4bit: true, bnb_4bit_quant_type: "nf4" }, "bitsandbytes 4-bit nf4"],
    [{ quant_method: "bitsandbytes", load_in_8bit: true, bnb_4bit_quant_type: null }, "bitsandbytes 8-bit"],
    [{ quant_method: "fp8", fmt: "e4m3" }, "fp8"],
    [{ bits: "many" }, undefined],
  ])("quantization %j", (quantization_config, value) => {
    const facts = read({ quantization_config });
    expect(facts.find(({ kind }) => kind === "quantization")).toEqual(
      value === undefined ? undefined : expect.objectContaining({ value }),
    );
    if ("group_size" in quantization_config)
      expect(factLines(facts)).toEqual(
        expect.arrayContaining([
          "property quantization-group-size 128",
          "property quantization-act-order true",
          "property quantization-symmetric false",
        ]),
      );
  });

  test("code that it brings along, from its own files or another repository's", () => {
    const facts = read({
      auto_map: { AutoModel: "modeling_x.X", AutoTokenizer: ["tok.Slow", null], "\u001b[31m": "org/n--m.Y" },
    });
    expect(propertyOf(facts, "remote-code")).toEqual([
      "AutoModel: modeling_x.X",
      "AutoTokenizer: tok.Slow",
      "org/n--m.Y",
    ]);
  });

  test("parts have their prefix", () => {
    const facts = read({
      model_type: "llava",
      text_config: { model_type: "llama", vocab_size: 5, _name_or_path: "org/text", torch_dtype: "float16" },
      vision_config: { model_type: "clip", image_size: 336 },
      audio_config: null,
    });
    expect(factLines(facts)).toEqual([
      "family llava",
      "property text-family llama",
      "property text-dtype float16",
      "property text-vocab-size 5",
      'base {"name":"org/text"} unknown',
      "property vision-family clip",
      "property vision-image-size 336",
    ]);
  });

  test("numbers stand as they were written, and what is no number is no size", () => {
    const facts = read('{"model_type":"x","vocab_size":12345678901234567890,"hidden_size":"4096","n_layer":[2]}');
    expect(factLines(facts)).toEqual(["family x", "property vocab-size 12345678901234567890"]);
  });

  test("a component of diffusers", () => {
    const facts = read({ _class_name: "UNet2DConditionModel", _diffusers_version: "0.30.0" });
    expect(factLines(facts)).toEqual(["architecture UNet2DConditionModel", "property diffusers-version 0.30.0"]);
  });
});

describeCards("real configurations", () => {
  test("a base on the hub, and its sizes", () => {
    const lines = factLines(readReal(hfConfig, "reflection-llama-3.1-70b/config.json"));
    expect(lines).toEqual(
      expect.arrayContaining([
        'base {"name":"meta-llama/Meta-Llama-3-70B-Instruct"} unknown',
        "architecture LlamaForCausalLM",
        "property context-length 8192",
        "property vocab-size 128262",
        "property transformers-version 4.40.0",
      ]),
    );
  });

  test("a base on somebody's disk is no reference", () => {
    const facts = readReal(hfConfig, "mixtral-merge/config.json");
    expect(facts.filter(({ kind }) => kind === "base")).toEqual([]);
    expect(propertyOf(facts, "local-base")).toEqual(["/workspace/models/Mixtral-8x7B-v0.1"]);
  });

  test("remote code, and the base of a part", () => {
    const facts = readReal(hfConfig, "infimm-zephyr/config.json");
    expect(propertyOf(facts, "remote-code")).toHaveLength(2);
    expect(facts).toContainEqual({
      kind: "base",
      at: { path: "infimm-zephyr/config.json", line: 41 },
      reference: { name: "HuggingFaceH4/zephyr-7b-beta" },
      relation: "unknown",
    });
  });

  test("Azure's workspace is no model", () => {
    expect(readReal(hfConfig, "azureml-mlflow/config.json")).toEqual([]);
  });
});
