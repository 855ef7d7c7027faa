import type { ByteSource } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { member, membersOf, itemsOf, parseJson, stringOf, type JsonNode } from "../../syntax/json";
import { jsonText } from "../../syntax/json-text";
import { externalFile } from "../external-file";
import { extensionOf } from "../model-names";
import { kerasConfigFacts } from "./config";

/** Bytes of a configuration; the same as inside an archive. CWE-770. */
const MAX_CONFIG = 64 * 1024 ** 2;
/** Where the keys that tell it from other JSON stand, bytes: Keras writes them among the first. */
const HEAD = 256 * 1024;
/** Shards of weights that are looked for; the largest models have some hundred. CWE-770. */
const MAX_SHARDS = 10_000;

/**
 * A model's configuration by itself: what `to_json` gives, the `config.json` of a model that was saved as a directory
 * (as `hf://` leaves it), and the list of shards of weights. Loading it builds the same objects as a `.keras` file does.
 */
export const kerasJson: Format = {
  id: "keras-json",
  title: "Keras configuration (JSON)",
  extensions: [],
  claims({ at, bytes, nested, depth }) {
    const name = (at.inside.at(-1) ?? at.path).toLowerCase();
    if (nested === true || !name.endsWith(".json")) return false;
    // Members of a `.keras` archive are its own format's.
    const container = depth > 0 ? (at.inside.at(-2) ?? at.path) : "";
    if (extensionOf(container) === ".keras" && IN_ARCHIVE.test(name)) return false;
    return isShardList(name, bytes) || looksSerialised(bytes);
  },
  *open(artifact, context) {
    const { at, bytes } = artifact;
    const held = bytes.window(0, MAX_CONFIG + 1);
    if (held.length > MAX_CONFIG) {
      yield { kind: "unreadable", at, reason: "limit", detail: `a configuration of more than ${MAX_CONFIG} bytes` };
      return;
    }
    context.budget.spend("held", held.length);
    const text = jsonText(held);
    if (isShardList((at.inside.at(-1) ?? at.path).toLowerCase(), bytes)) yield* shards(artifact, text, context);
    else yield* kerasConfigFacts(text, at, "", { loader: "keras" });
    context.budget.release("held", held.length);
  },
};

const IN_ARCHIVE = /^(config|metadata)\.json$/;
const SHARDS = /\.weights\.json$/;

function isShardList(name: string, bytes: ByteSource): boolean {
  return SHARDS.test(name) && /"weight_map"/.test(headOf(bytes));
}

/** An object at the root that names a class and its configuration, as Keras serialises anything. */
function looksSerialised(bytes: ByteSource): boolean {
  const said = headOf(bytes);
  if (!/^\ufeff?\s*\{/.test(said) || !said.includes('"class_name"') || !said.includes('"config"')) return false;
  return KERAS.test(said);
}

/** What tells it from other programs' classes: a part of Keras, or how Keras writes a function. */
const KERAS =
  /"(keras_version|registered_name|build_config)"|"module"\s*:\s*"(keras|tf_keras|tensorflow\.keras|builtins)|"class_name"\s*:\s*"(Sequential|Functional|Model|Lambda|__lambda__|function)"/;

/** The beginning as text, with letters that JSON writes as `\u0061`; empty where it cannot be an object. */
function headOf(bytes: ByteSource): string {
  const [first] = bytes.window(0, 1);
  if (first === undefined || !OPENS.has(first)) return "";
  return jsonText(bytes.window(0, HEAD)).replace(/\\u00([0-7][0-9a-fA-F])/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

/** First bytes of an object: a brace, blanks, or the marks and zeros of wide encodings. */
const OPENS = new Set([0x7b, 0x20, 0x09, 0x0a, 0x0d, 0xef, 0xff, 0xfe, 0]);

/** Keras joins the names to the list's directory (keras/src/saving/saving_lib.py, `ShardedH5IOStore`). */
function* shards(artifact: Artifact, text: string, context: OpenContext): Generator<Subject> {
  const names = new Set<string>();
  for (const { value } of membersOf(member(parseJson(text), "weight_map")))
    for (const name of textsIn(value)) if (names.size < MAX_SHARDS) names.add(name);
  for (const path of names)
    yield* externalFile(artifact.at, { format: "keras-json", role: "shard", path }, context.neighbours(artifact));
}

function textsIn(node: JsonNode): string[] {
  const text = stringOf(node);
  return text === undefined ? itemsOf(node).flatMap((item) => stringOf(item) ?? []) : [text];
}
