import { isWide, jsonText } from "../../syntax/json-text";

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
  "wordembedding_config.json",
  "chat_template.json",
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
    "structure", // the same: its router, as it was
    "attn_implementation",
  ],
  "modules.json": ["idx", "path"], // sentence-transformers, which needs no idx
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

/** Bytes in which the keys are looked for: blanks before the first one hide nothing. CWE-400. */
const WHOLE = 32 * 1024 * 1024;

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a file of this name and content is a configuration of the hub's libraries. `window` gives its first bytes. */
export function isHubConfig(name: string, window: (atMost: number) => Uint8Array): boolean {
  const base = baseName(name).toLowerCase();
  if (!base.endsWith(".json")) return false;
  const shared = Object.hasOwn(SHARED_NAMES, base) ? SHARED_NAMES[base]! : undefined;
  const own = OWN_NAMES.has(base) || /^sentence_\w+_config\.json$/.test(base);
  const bytes = inUtf8(window(own ? HEAD : WHOLE));
  const opens = opensJson(bytes);
  // Nothing but blanks, as far as anyone looks: a loader skips them.
  if (opens === undefined) return (own || shared !== undefined) && bytes.length >= (own ? HEAD : WHOLE);
  if (!opens) return false;
  if (own || namesAny(bytes, [...CODE_KEYS, ...(shared ?? [])])) return true;
  return base === "config.json" && bytes.length >= WHOLE; // and the keys behind that: too large is what it is
}

/** Bytes in which a file of a name that only these libraries have begins. */
const HEAD = 4096;

function inUtf8(bytes: Uint8Array): Uint8Array {
  return isWide(bytes) ? Buffer.from(jsonText(bytes)) : bytes;
}

const BLANKS = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf];

/** `undefined` where only blanks were seen. */
function opensJson(head: Uint8Array): boolean | undefined {
  const first = head.find((byte) => !BLANKS.includes(byte));
  return first === undefined ? undefined : first === 0x7b || first === 0x5b;
}

function namesAny(bytes: Uint8Array, keys: readonly string[]): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (hasKey(head, keys)) return true;
  return ESCAPED.some((escape) => head.includes(escape)) && hasKey(unescapedHead(head), keys);
}

/** What a letter, digit or underline of a key begins with where JSON writes it by its number. */
const ESCAPED = ["\\u003", "\\u004", "\\u005", "\\u006", "\\u007"];

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
