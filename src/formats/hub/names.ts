/** Names that only the libraries of the Hugging Face hub give to files; their content is JSON. */
const OWN_NAMES = new Set([
  "tokenizer_config.json",
  "special_tokens_map.json",
  "added_tokens.json",
  "generation_config.json",
  "preprocessor_config.json",
  "processor_config.json",
  "image_processor_config.json",
  "video_preprocessor_config.json",
  "feature_extractor_config.json",
  "audio_tokenizer_config.json",
  "adapter_config.json",
  "model_index.json",
  "modular_model_index.json",
  "modular_config.json",
  "config_sentence_transformers.json",
  "scheduler_config.json",
  "quantize_config.json",
  "quant_config.json",
  "open_clip_config.json",
  "router_config.json",
]);

/** Names that other projects use as well: what is in them decides. */
const SHARED_NAMES: Readonly<Record<string, readonly string[]>> = {
  "config.json": [
    "model_type",
    "architectures",
    "transformers_version",
    "_diffusers_version",
    "_class_name",
    "peft_type",
    "quantization_config",
    "pretrained_cfg", // timm
    "model_cfg", // open_clip
    "activation_function", // a module of sentence-transformers
    "attn_implementation",
  ],
  "modules.json": ["idx"], // sentence-transformers
  "params.json": ["n_layers"],
  "tokenizer.json": ["added_tokens"],
};

/** Keys that name code, whatever the file is called. */
const CODE_KEYS = [
  "auto_map",
  "custom_pipelines",
  "_attn_implementation",
  "_attn_implementation_internal",
  "trust_remote_code",
  "_target_",
];

/** Bytes of JSON files of unknown names in which a key is looked for. */
const HEAD = 1024 * 1024;
/** The same for names that loaders open by themselves: blanks before the first key hide nothing. */
const WHOLE = 32 * 1024 * 1024;

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a file of this name and content is a configuration of the hub's libraries. `window` gives its first bytes. */
export function isHubConfig(name: string, window: (atMost: number) => Uint8Array): boolean {
  const base = baseName(name).toLowerCase();
  if (!base.endsWith(".json")) return false;
  const shared = Object.hasOwn(SHARED_NAMES, base) ? SHARED_NAMES[base]! : undefined;
  const bytes = window(shared === undefined ? HEAD : WHOLE);
  if (!opensJson(bytes)) return false;
  if (OWN_NAMES.has(base) || /^sentence_\w+_config\.json$/.test(base)) return true;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const keys = [...CODE_KEYS, ...(shared ?? [])];
  return hasKey(head, keys) || (head.includes("\\u00") && hasKey(unescapedHead(head), keys));
}

function opensJson(head: Uint8Array): boolean {
  const first = head.find((byte) => ![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].includes(byte));
  return first === 0x7b || first === 0x5b;
}

function hasKey(head: Buffer, keys: readonly string[]): boolean {
  return keys.some((key) => head.includes(`"${key}"`));
}

/** JSON may write any letter of a key as `\u0061`. */
function unescapedHead(head: Buffer): Buffer {
  const text = head.toString("latin1");
  return Buffer.from(
    text.replace(/\\u00([0-7][0-9a-fA-F])/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    "latin1",
  );
}
