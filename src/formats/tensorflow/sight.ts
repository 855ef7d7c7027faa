import { Budget, LimitExceeded } from "../../core/budget";
import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";
import { latin1 } from "../../core/text";
import { BYTES, protoFields, protoText, VARINT, type ProtoField } from "../../bytes/protobuf";
import type { Range } from "./nodes";

/** What a file's bytes look like, from their start; nothing is taken on the word of a name. */
export type Sight = "SavedModel" | "MetaGraphDef" | "GraphDef" | "CheckpointState";

/** Fields that are looked at before it is settled. A hostile file may put others first; real ones have a few. CWE-400. */
const MAX_FIELDS = 20_000;
/** Operators' names (op_def_builder.cc), with the prefix of a library (`Addons>`). */
const OPERATOR = /^[A-Za-z_][A-Za-z0-9_]*(>[A-Za-z0-9_>.\-/]*)?$/;
/** Bytes of a text's head. */
const HEAD = 64 * 1024;

/** What was seen before, by whether the name was one of graphs: several formats ask. */
const SEEN = { true: new WeakMap<ByteSource, Sight | "none">(), false: new WeakMap<ByteSource, Sight | "none">() };

/**
 * What a file is. `named`: its name is one that graphs have, so parts in an order that no writer chooses count as well,
 * and text does.
 */
export function sightOf(bytes: ByteSource, named: boolean): Sight | undefined {
  const seen = SEEN[`${named}`];
  const known = seen.get(bytes);
  if (known !== undefined) return known === "none" ? undefined : known;
  const sight = named
    ? (textSight(bytes) ?? binarySight(bytes))
    : beginsLikeOne(bytes)
      ? binarySight(bytes)
      : undefined;
  seen.set(bytes, sight ?? "none");
  return sight;
}

/** A first field as TensorFlow writes it: a version and a message, or a message that begins with text. */
function beginsLikeOne(bytes: ByteSource): boolean {
  const head = bytes.window(0, 12);
  if (head[0] === 0x08) return head[2] === 0x12;
  if (head[0] !== 0x0a) return false;
  const behind = head.findIndex((byte, i) => i > 0 && byte < 0x80) + 1;
  return behind > 1 && [0x0a, 0x12, 0x22, 0x2a].includes(head[behind] ?? 0);
}

/** What a binary file is: the first message that is surely a node or a graph settles it. */
function binarySight(bytes: ByteSource): Sight | undefined {
  const budget = new Budget(0, { fields: MAX_FIELDS });
  try {
    return messageSight(bytes, budget);
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBounds || error instanceof LimitExceeded) return undefined;
    throw error;
  }
}

function messageSight(bytes: ByteSource, budget: Budget): Sight | undefined {
  for (const field of protoFields(bytes, budget)) {
    if (field.wire !== BYTES) {
      if (field.wire !== VARINT) return undefined;
      continue;
    }
    if (field.number === 1 && isNode(bytes, field, budget)) return "GraphDef";
    if (field.number !== 2) {
      if (field.number > 7) return undefined;
      continue;
    }
    if (isGraph(bytes, field, budget)) return "MetaGraphDef";
    if (isMetaGraph(bytes, field, budget)) return "SavedModel";
    if (isLibrary(bytes, field, budget)) return "GraphDef";
  }
  return undefined;
}

/** A node has an operator, and a name before it. */
function isNode(bytes: ByteSource, field: ProtoField, budget: Budget): boolean {
  let [name, op] = [false, false];
  for (const each of tried(bytes, field, budget)) {
    if (each.number > 7) return false;
    if (each.wire !== BYTES) return false;
    if (each.number === 1) name = each.end - each.start <= 4096;
    if (each.number === 2) op = each.end - each.start <= 512 && OPERATOR.test(protoText(bytes, each));
    if (each.number === 5 && !isEntry(bytes, each, budget)) return false;
  }
  return name && op;
}

/** An attribute: a key that is text, and a value. */
function isEntry(bytes: ByteSource, field: ProtoField, budget: Budget): boolean {
  for (const each of tried(bytes, field, budget)) return each.number === 1 && each.wire === BYTES;
  return false;
}

function isGraph(bytes: ByteSource, field: ProtoField, budget: Budget): boolean {
  for (const each of tried(bytes, field, budget)) {
    if (each.wire !== BYTES || each.number > 5) continue;
    if (each.number === 1) return isNode(bytes, each, budget);
    if (each.number === 2) return isLibrary(bytes, each, budget);
  }
  return false;
}

/** A library of functions, each of which begins with its signature: a name, then arguments. */
function isLibrary(bytes: ByteSource, field: ProtoField, budget: Budget): boolean {
  for (const each of tried(bytes, field, budget)) {
    if (each.number !== 1 || each.wire !== BYTES) continue;
    let nodes = 0;
    for (const part of tried(bytes, each, budget))
      if (part.number === 3 && part.wire === BYTES && isNode(bytes, part, budget)) return true;
      else if (++nodes > 200) return false;
    return false;
  }
  return false;
}

function isMetaGraph(bytes: ByteSource, field: ProtoField, budget: Budget): boolean {
  for (const each of tried(bytes, field, budget)) {
    if (each.wire !== BYTES || each.number > 7) return false;
    if (each.number === 2) return isGraph(bytes, each, budget) || isEmptyGraph(bytes, each, budget);
  }
  return false;
}

/** A graph without a node has its versions. */
function isEmptyGraph(bytes: ByteSource, range: Range, budget: Budget): boolean {
  for (const each of tried(bytes, range, budget)) return each.number === 4 && each.wire === BYTES;
  return false;
}

/** Fields until they break: what looks like a message may be text. */
function* tried(bytes: ByteSource, { start, end }: Range, budget: Budget): Generator<ProtoField> {
  try {
    yield* protoFields(bytes, budget, start, end);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
}

const ROOTS: readonly (readonly [Sight, RegExp])[] = [
  ["SavedModel", /^(saved_model_schema_version|meta_graphs)$/],
  ["MetaGraphDef", /^(meta_info_def|graph_def|saver_def|signature_def|asset_file_def|object_graph_def)$/],
  ["CheckpointState", /^(all_)?model_checkpoint_paths?$/],
  ["GraphDef", /^(node|library|versions)$/],
];

/** Whether what is surely one of these messages is written as text. */
export function textual(bytes: ByteSource): boolean {
  return textSight(bytes) !== undefined;
}

/** What a text is, by its first field. Other messages begin with `node` too, so a graph's has to have an operator. */
function textSight(bytes: ByteSource): Sight | undefined {
  const head = latin1(bytes.window(0, HEAD));
  if (/[\0-\x08\x0e-\x1f]/.test(head.slice(0, 512))) return undefined;
  const first = /^(?:\xef\xbb\xbf)?(?:\s|#[^\n]*\n){0,2000}([a-z_]{1,40})\s{0,20}[:{<]/.exec(head)?.[1];
  if (first === undefined) return undefined;
  const sight = ROOTS.find(([, name]) => name.test(first))?.[0];
  return sight === "GraphDef" && !/[\s{;,]op\s{0,20}:\s{0,20}["']/.test(head) ? undefined : sight;
}
