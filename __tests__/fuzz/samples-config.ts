import { tar } from "../support/tar-builder";

/** Copies, since the slices of a buffer share its bytes and mutations would stay. */
const copied = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
const json = (value: unknown): Uint8Array => copied(Buffer.from(JSON.stringify(value, null, 1)));

const YAML = `
defaults: [_self_, {model: net}]
base: &base {name: os.system, args: [1, 2.5, true, null, "\\u0041"]}
model:
  _target_: \${base.name}
  <<: *base
  net: [{_target_: torch.nn.ReLU}, {_target_: src.models.Net, _partial_: true}]
  trust_remote_code: yes
tags: !!python/object/apply:os.system ['id']
named: !!python/name:a.b ''
text: |
  {{ not: yaml }}
target: a.b.C
params: {x: 'it''s'}
`;

/** Configurations that name code in every way that is read. */
export const CONFIGS: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  {
    name: "config.json",
    bytes: json({
      model_type: "x",
      auto_map: { AutoModel: "m.Net", AutoTokenizer: ["org/repo--t.Slow", null] },
      custom_pipelines: { task: { impl: "p.Mine" } },
      _attn_implementation_internal: "a/b@c:d",
      attribute_map: { y: "_attn_implementation_internal" },
      y: "a/b",
      sub: { trust_remote_code: true, activation_function: "os.system", _target_: "${a.b}", a: 1e400 },
    }),
  },
  {
    name: "tokenizer_config.json",
    bytes: json({ chat_template: [{ name: "a", template: "{{ x.__class__ }}" }], auto_map: ["t.S", null] }),
  },
  {
    name: "adapter_config.json",
    bytes: json({ base_model_name_or_path: "a/b", auto_mapping: { parent_library: "os", base_model_class: "X" } }),
  },
  {
    name: "model_index.json",
    bytes: json({ _class_name: ["p", "Mine"], unet: ["u", "Net", { repo: "a/b" }], vae: [null, null] }),
  },
  {
    name: "modules.json",
    bytes: json([
      { idx: 0, type: "m.Custom" },
      { idx: 1, type: "org/r--m.C" },
    ]),
  },
  { name: "conf.yaml", bytes: copied(Buffer.from(YAML)) },
  {
    name: "tag.yaml",
    bytes: copied(
      Buffer.from(
        `%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!object/new:x.y {b: [*c, &c 1]}\n...\n--- !!python%2Fname:x.y ''\n`,
      ),
    ),
  },
  { name: "wide.yaml", bytes: copied(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(YAML, "utf16le")])) },
  { name: "m.nemo", bytes: copied(tar([{ name: "./model_config.yaml", data: Buffer.from(YAML) }])) },
];
