/** A model's directory as the Hugging Face Hub has it, and the code that loads it: clean, and as a pull request spoils it. */

import { createHash } from "node:crypto";
import { cleanCheckpoint } from "./models.mjs";

const lines = (...text) => `${text.join("\n")}\n`;

function recorded(path, content) {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return `      - { path: ${path}, size: ${content.length}, sha256: ${sha256} }`;
}

/** One tensor, two by two. */
function safetensors() {
  const header = Buffer.from(
    '{"__metadata__":{"format":"pt"},"weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}',
  );
  const padded = Buffer.concat([header, Buffer.alloc(-header.length & 7, " ")]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, Buffer.alloc(16)]);
}

const CONFIG = [
  "{",
  '  "architectures": [',
  '    "LlamaForCausalLM"',
  "  ],",
  '  "hidden_size": 2,',
  '  "model_type": "llama",',
  '  "torch_dtype": "float32",',
  '  "transformers_version": "5.23.0"',
  "}",
];
const TEMPLATE = "{% for message in messages %}{{ message['role'] + ': ' + message['content'] }}{% endfor %}";
const TOKENIZER = (template) => [
  "{",
  '  "bos_token": "<s>",',
  `  "chat_template": ${JSON.stringify(template)},`,
  '  "model_max_length": 4096,',
  '  "tokenizer_class": "LlamaTokenizerFast"',
  "}",
];
const LOADER = [
  "import torch",
  "from transformers import AutoModelForCausalLM",
  "",
  "",
  "def model():",
  '    return AutoModelForCausalLM.from_pretrained("models/chat")',
];

export const CLEAN_HUB = {
  "models/chat/config.json": lines(...CONFIG),
  "models/chat/tokenizer_config.json": lines(...TOKENIZER(TEMPLATE)),
  "models/chat/generation_config.json": lines(
    "{",
    '  "_from_model_config": true,',
    '  "transformers_version": "5.23.0"',
    "}",
  ),
  "models/chat/model.safetensors": safetensors(),
  "models/chat/README.md": lines("---", "license: apache-2.0", "---", "# A model"),
  "src/load.py": lines(...LOADER),
};

/** Where the model came from, with the digest of every file that is recorded of it. */
export const RECORDED_HUB = {
  ...CLEAN_HUB,
  "models.lock.yaml": lines(
    "version: 1",
    "models:",
    "  - path: models/chat",
    "    source: https://huggingface.co/example/chat",
    `    revision: ${"1".repeat(40)}`,
    "    fetched: 2026-11-01T00:00:00Z",
    "    files:",
    ...Object.entries(CLEAN_HUB)
      .filter(([path]) => path.startsWith("models/chat/"))
      .map(([path, content]) => recorded(path.slice("models/chat/".length), Buffer.from(content))),
  ),
};

/** Line 6 of the loader fetches the recorded model from the hub, at whatever commit that has. */
export const UNPINNED_HUB = {
  "src/load.py": lines(...LOADER.slice(0, -1), '    return AutoModelForCausalLM.from_pretrained("example/chat")'),
};
export const PINNED_LINE = `    return AutoModelForCausalLM.from_pretrained("example/chat", revision="${"1".repeat(40)}")`;

/** Weights of the same size that nobody recorded. */
export const SWAPPED_HUB = {
  "models/chat/model.safetensors": Buffer.concat([safetensors().subarray(0, -1), Buffer.of(1)]),
};

/** Another licence, and the weights as a pickle. */
export const CHANGED_HUB = {
  "models/chat/README.md": lines("---", "license: llama3", "---", "# A model"),
  "models/chat/model.safetensors": null,
  "models/chat/pytorch_model.bin": cleanCheckpoint(),
};

/** Line 6 of the configuration, 3 of the tokenizer's, 8 and 9 of the loader. */
export const SPOILED_HUB = {
  "models/chat/config.json": lines(
    ...CONFIG.slice(0, 4),
    '  "auto_map": {',
    '    "AutoModelForCausalLM": "someone/other-model--modeling.Net"',
    "  },",
    ...CONFIG.slice(4),
  ),
  "models/chat/tokenizer_config.json": lines(...TOKENIZER("{{ messages.__class__.__mro__[1].__subclasses__() }}")),
  "src/load.py": lines(
    ...LOADER,
    "",
    "from huggingface_hub import hf_hub_download",
    'weights = hf_hub_download("someone/other-model", "net.pt")',
    "state = torch.load(weights, weights_only=False)",
  ),
};
