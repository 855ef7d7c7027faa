import { hfConfig } from "../../../src/formats/hub/config";
import { lines, scanBeside, scanBytes, type Beside } from "../../support/scan";
import { claims } from "../../support/see";

const bytes = (text: string) => new TextEncoder().encode(text);
const told = (value: unknown, path = "m/config.json", beside: Beside = {}) =>
  lines(scanBeside(bytes(typeof value === "string" ? value : JSON.stringify(value, null, 2)), path, beside).findings);
const PY = bytes("class Net: ...");

describe("hf-config: what is claimed", () => {
  const head = (name: string, text: string) => claims(hfConfig, bytes(text), [name]);

  test.each([
    ["config.json", '{"model_type": "bert"}'],
    ["config.json", '{"architecture": "resnet18", "pretrained_cfg": {}}'],
    ["sub/tokenizer_config.json", "{}"],
    ["adapter_config.json", "{}"],
    ["modules.json", '[{"idx": 0}]'],
    ["sentence_bert_config.json", "{}"],
    ["other.json", '{"auto_map": {}}'],
    ["other.json", '{"a": {"_target_": "x.y"}}'],
    ["other.json", '{"auto\\u005fmap": {}}'],
  ])("%s %s", (name, text) => expect(head(name, text)).toBe(true));

  test.each([
    ["config.json", '{"editor": "vim"}'],
    ["config.json", "not JSON, but model_type"],
    ["package.json", '{"name": "model_type"}'],
    ["modules.json", '{"type": "module"}'],
    ["config.yaml", '{"model_type": 1}'],
  ])("not %s %s", (name, text) => expect(head(name, text)).toBe(false));

  test("blanks before the first key hide nothing", () =>
    expect(head("config.json", `${" ".repeat(2 << 20)}{"auto_map": {}}`)).toBe(true));

  test("it is listed, as text", () => {
    const { format, text } = scanBytes(bytes('{"model_type": "bert"}'), "config.json");
    expect({ format, text }).toEqual({ format: "hf-config", text: true });
  });
});

describe("hf-config: code of the model", () => {
  const auto = { model_type: "net", auto_map: { AutoConfig: "modeling.NetConfig", AutoModel: "modeling.Net" } };

  test("auto_map is one finding for each file, at its line", () =>
    expect(told(auto, "m/config.json", { "modeling.py": PY })).toEqual([
      "medium MA-HUB-001 m/config.json:4: auto_map.AutoConfig has modeling.NetConfig, modeling.Net imported from modeling.py, " +
        "which runs when the model is loaded with trust_remote_code=True",
    ]));

  test("code that is not there is said", () =>
    expect(told(auto)[0]).toContain(
      "modeling.py, which is not here: a loader fails, or takes code that nobody has seen",
    ));

  test("code that is only a pointer is a gap", () =>
    expect(told(auto, "m/config.json", { "modeling.py": { kind: "pointer" } })).toEqual([
      expect.stringContaining("medium MA-HUB-001"),
      "medium MA-SYS-004 m/config.json:4: is not here: the code modeling.py is only a pointer",
    ]));

  test("a tokenizer's list, and the oldest form without an object", () => {
    expect(told({ auto_map: { AutoTokenizer: ["tok.Slow", null] } }, "tokenizer_config.json")[0]).toContain("tok.Slow");
    expect(told({ auto_map: ["tok.Slow", null] }, "tokenizer_config.json")[0]).toContain("auto_map.0 has tok.Slow");
  });

  test("CVE-2025-66448: in a sub-configuration", () =>
    expect(
      told({ model_type: "Llama_Nemotron_Nano_VL", vision_config: { auto_map: { AutoConfig: "evil.Config" } } }),
    ).toEqual([expect.stringMatching(/^medium MA-HUB-001 m\/config\.json:5: vision_config\.auto_map\.AutoConfig/)]));

  test("a path out of the directory", () =>
    expect(told({ auto_map: { AutoModel: "/tmp/evil.Net" } })[0]).toMatch(
      /^high MA-HUB-001 .* outside of the model's directory$/,
    ));

  test("another repository", () =>
    expect(told({ model_type: "x", auto_map: { AutoModel: "org/repo--modeling.Net" } })).toEqual([
      "high MA-HUB-002 m/config.json:4: auto_map.AutoModel has org/repo--modeling.Net fetched from the repository org/repo, without a pinned commit",
    ]));

  test("custom pipelines", () =>
    expect(
      told({ model_type: "x", custom_pipelines: { "my-task": { impl: "pipe.Mine", pt: ["AutoModel"] } } }),
    ).toEqual([
      expect.stringContaining(
        "MA-HUB-001 m/config.json:5: custom_pipelines.my-task.impl has pipe.Mine imported from pipe.py",
      ),
    ]));

  test("custom_generate/generate.py", () =>
    expect(told({ model_type: "x" }, "m/config.json", { "custom_generate/generate.py": PY })).toEqual([
      expect.stringContaining(
        "medium MA-HUB-001 m/config.json:1: custom_generate has generate.generate imported from custom_generate/generate.py",
      ),
    ]));

  test("a key that stands twice", () =>
    expect(told('{"auto_map": {},\n"model_type": "x",\n"auto_map": {"AutoModel": "a.B"}}')).toContainEqual(
      expect.stringMatching(/^high MA-FMT-011 m\/config\.json:3: auto_map: it stands twice/),
    ));
});

describe("hf-config: trust and kernels", () => {
  test("CVE-2026-5241: a configuration that trusts its own code", () =>
    expect(told({ model_type: "lightglue", keypoint_detector_config: { trust_remote_code: true } })).toEqual([
      "medium MA-HUB-003 m/config.json:4: keypoint_detector_config.trust_remote_code is true: the configuration itself lets code run that comes with a model",
    ]));

  test("what transformers notes in a tokenizer's file is low", () =>
    expect(told({ trust_remote_code: true }, "tokenizer_config.json")).toEqual([
      expect.stringMatching(/^low MA-HUB-003 tokenizer_config\.json:2/),
    ]));

  test("false is silent", () => expect(told({ model_type: "x", trust_remote_code: false })).toEqual([]));

  test("CVE-2026-4372: the internal field names a kernel", () =>
    expect(told({ model_type: "llama", _attn_implementation_internal: "evil/kernel" })).toEqual([
      "critical MA-HUB-006 m/config.json:3: _attn_implementation_internal has the kernel evil/kernel downloaded and loaded, without a pinned commit; " +
        "some versions of transformers run it without being asked",
    ]));

  test("CVE-2026-4372: the internal field under another name", () =>
    expect(
      told({ attribute_map: { x: "_attn_implementation_internal" }, x: "evil/kernel", model_type: "llama" })[0],
    ).toMatch(/^critical MA-HUB-006 .* attribute_map\.x has the kernel evil\/kernel/));

  test.each([
    ["evil/kernel", "high"],
    ["paged|evil/kernel:fn", "high"],
    [`evil/kernel@${"a".repeat(40)}`, "medium"],
    ["kernels-community/flash-attn", "medium"],
    [`kernels-community/flash-attn@${"a".repeat(40)}`, "low"],
  ])("attn_implementation %s is %s", (attn_implementation, severity) =>
    expect(told({ model_type: "x", attn_implementation })[0]).toMatch(new RegExp(`^${severity} MA-HUB-006`)),
  );

  test("for one sub-configuration", () =>
    expect(told({ model_type: "x", _attn_implementation: { text_config: "a/b" } })[0]).toContain(
      "_attn_implementation.text_config",
    ));

  test.each(["sdpa", "eager", "flash_attention_2", null])("%s is none", (_attn_implementation) =>
    expect(told({ model_type: "x", _attn_implementation })).toEqual([]),
  );
});

describe("hf-config: adapters, pipelines, modules", () => {
  const adapter = (more: object) => told({ peft_type: "LORA", ...more }, "adapter_config.json");

  test("an unpinned base model", () => {
    expect(adapter({ base_model_name_or_path: "org/base", revision: null })).toEqual([
      "low MA-HUB-007 adapter_config.json:3: base_model_name_or_path is org/base of the hub, without a revision",
    ]);
    expect(adapter({ base_model_name_or_path: "org/base", revision: "main" })[0]).toContain("is no commit");
    expect(adapter({ base_model_name_or_path: "org/base", revision: "0".repeat(40) })).toEqual([]);
    expect(adapter({ base_model_name_or_path: "/home/me/base" })[0]).toMatch(/^info MA-HUB-007/);
    expect(adapter({ base_model_name_or_path: "https://x.example/m" })[0]).toMatch(/^medium MA-HUB-007/);
  });

  test("a base model that is a folder here is no name of the hub", () =>
    expect(told({ base_model_name_or_path: "base" }, "adapter_config.json", { "base/config.json": PY })[0]).toMatch(
      /^info/,
    ));

  test("what PEFT imports by auto_mapping", () => {
    const mapping = (parent_library: string) => adapter({ auto_mapping: { base_model_class: "X", parent_library } });
    expect(mapping("transformers.models.llama.modeling_llama")).toEqual([]);
    expect(mapping("evil_package")).toEqual([
      "low MA-HUB-005 adapter_config.json:3: auto_mapping names evil_package.X, which nobody has vouched for, and its reader imports it",
    ]);
    expect(mapping("os")[0]).toMatch(/^critical MA-HUB-004/);
    expect(adapter({ megatron_core: "megatron.core" })).toEqual([]);
    expect(adapter({ megatron_core: "evil" })[0]).toMatch(/^low MA-HUB-005 .* names evil, /);
  });

  test("a diffusers pipeline of its own, and a component", () => {
    const index = {
      _class_name: ["pipe", "Mine"],
      _diffusers_version: "0.30.0",
      unet: ["my_unet", "Net"],
      vae: ["diffusers", "AutoencoderKL"],
    };
    expect(told(index, "m/model_index.json", { "pipe.py": PY, "unet/my_unet.py": PY })).toEqual([
      expect.stringContaining(
        "medium MA-HUB-001 m/model_index.json:2: _class_name has pipe.Mine imported from pipe.py",
      ),
      expect.stringContaining(
        "medium MA-HUB-001 m/model_index.json:7: unet has my_unet.Net imported from unet/my_unet.py",
      ),
    ]);
    expect(told({ _class_name: "X", unet: ["subprocess", "Popen"] }, "model_index.json")[0]).toMatch(
      /^critical MA-HUB-004/,
    );
    expect(told({ _class_name: "X", unet: ["someone", "Net"] }, "model_index.json")[0]).toMatch(/^info MA-HUB-005/);
    expect(
      told({ _class_name: "X", safety_checker: [null, null], tower: ["stable_diffusion", "C"] }, "model_index.json"),
    ).toEqual([]);
  });

  test("a component of another repository, in a modular pipeline", () => {
    const unet = ["diffusers", "UNet", { pretrained_model_name_or_path: "org/sdxl", revision: null }];
    expect(told({ _class_name: "X", unet }, "modular_model_index.json")[0]).toMatch(
      /^low MA-HUB-007 .* org\/sdxl of the hub/,
    );
  });

  test("modules of sentence-transformers", () => {
    const modules = (type: string, beside: Beside = {}) =>
      told([{ idx: 0, name: "0", path: "", type }], "m/modules.json", beside);
    expect(modules("sentence_transformers.models.Transformer")).toEqual([]);
    expect(modules("modeling_x.Custom", { "modeling_x.py": PY })[0]).toMatch(/^medium MA-HUB-001/);
    expect(modules("org/repo--modeling_x.Custom")[0]).toMatch(/^high MA-HUB-002/);
    expect(modules("pylate.models.Dense")[0]).toMatch(/^low MA-HUB-005/);
    expect(modules("os.system")[0]).toMatch(/^critical MA-HUB-004/);
  });

  test("an activation that sentence-transformers imports", () => {
    const dense = (activation_function: string) => told({ in_features: 1, activation_function }, "2_Dense/config.json");
    expect(dense("torch.nn.modules.activation.Tanh")).toEqual([]);
    expect(dense("gelu_new")).toEqual([]);
    expect(dense("subprocess.Popen")[0]).toMatch(/^critical MA-HUB-004/);
  });
});

describe("hf-config: the rest", () => {
  test("secrets have their line", () =>
    expect(told({ model_type: "x", token: `hf_${"QwErTyUiOpAsDfGhJkLzXcVbNmQwErTyUi"}` })[0]).toMatch(
      /^high MA-SEC-001 m\/config\.json:3/,
    ));

  test("what is no JSON is malformed", () => expect(told('{"model_type": ')[0]).toMatch(/^high MA-SYS-001/));

  test("tokenizer.json is recognised and left alone", () => {
    const { format, findings } = scanBytes(bytes('{"added_tokens": [], "model": {}}'), "tokenizer.json");
    expect({ format, findings }).toEqual({ format: "hf-config", findings: [] });
  });

  test("_target_ in JSON", () =>
    expect(told({ model: { _target_: "builtins.exec", _args_: ["import os"] } }, "x.json")[0]).toMatch(
      /^critical MA-HUB-004 x\.json:3/,
    ));
});
