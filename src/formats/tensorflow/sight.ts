import { Budget, LimitExceeded } from "../../core/budget";
import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";
import { latin1 } from "../../core/text";
import { BYTES, protoFields, protoText, VARINT, type ProtoField } from "../../bytes/protobuf";
import type { Range } from "./nodes";

/** What a file's bytes look like, from their start; nothing is taken on the word of a name. */
export type Sight = "SavedModel" | "MetaGraphDef" | "GraphDef" | "CheckpointState";

/** Fields that are looked at of any file before it is settled; real ones have a few. CWE-400. */
const MAX_FIELDS = 20_000;
/** The same of a file under a graph's name: past it the file is said to be over a limit. CWE-400. */
const MAX_FIELDS_NAMED = 10_000_000;
/** Operators' names (op_def_builder.cc), with the prefix of a library (`Addons>`). */
const OPERATOR = /^[A-Za-z_][A-Za-z0-9_]*(>[A-Za-z0-9_>.\-/]*)?$/;
/** The same where other things of a node are not as they should be: operators begin with a capital. */
const SURE_OPERATOR = /^_?[A-Z][A-Za-z0-9_]{2,}(>[A-Za-z0-9_>.\-/]*)?$/;
/** Bytes of a text's head. */
const HEAD = 64 * 1024;
/** Bytes of a text in which its first field is looked for: comments may come before. */
const TEXT = 8 * 1024 ** 2;

/** What was seen before, by whether the name was one of graphs: several formats ask. */
const SEEN = { true: new WeakMap<ByteSource, readonly Sight[]>(), false: new WeakMap<ByteSource, readonly Sight[]>() };

/** What a file is first of all; see `sightsOf`. */
export function sightOf(bytes: ByteSource, named: boolean): Sight | undefined {
  return sightsOf(bytes, named)[0];
}

/**
 * Everything that a file can be read as: a few bytes are a node to one reader and a description to another. `named`:
 * its name is one that graphs have, so parts in an order that no writer chooses and fields that TensorFlow does not
 * have change nothing, as its readers pass over them, and text counts. Throws `LimitExceeded` then, where there is no end
 * of fields that say nothing.
 */
export function sightsOf(bytes: ByteSource, named: boolean): readonly Sight[] {
  const seen = SEEN[`${named}`];
  const known = seen.get(bytes);
  if (known !== undefined) return known;
  const text = named ? textSight(bytes) : undefined;
  const sights = text !== undefined ? [text] : named || beginsLikeOne(bytes) ? binarySights(bytes, named) : [];
  seen.set(bytes, sights);
  return sights;
}

/** A first field as a writer leaves it: a version and a message, or a message that begins with text or another. */
function beginsLikeOne(bytes: ByteSource): boolean {
  const head = bytes.window(0, 12);
  if (head[0] === 0x08) return head[2] === 0x12;
  if (![0x0a, 0x12, 0x22].includes(head[0] ?? 0)) return false;
  const behind = head.findIndex((byte, i) => i > 0 && byte < 0x80) + 1;
  return behind > 1 && [0x08, 0x0a, 0x12, 0x22, 0x2a].includes(head[behind] ?? 0);
}

/** What a binary file is: messages that are surely a node or a graph settle it. */
function binarySights(bytes: ByteSource, named: boolean): Sight[] {
  const found = new Set<Sight>();
  try {
    new Look(bytes, new Budget(0, { fields: named ? MAX_FIELDS_NAMED : MAX_FIELDS }), named).into(found);
  } catch (error) {
    if (error instanceof LimitExceeded && named && found.size === 0) throw error;
    if (!(error instanceof Malformed || error instanceof OutOfBounds || error instanceof LimitExceeded)) throw error;
  }
  return [...found];
}

/** Nodes that are looked at although the first one settled it: what else the file is stands in other fields. */
class Look {
  constructor(
    private readonly bytes: ByteSource,
    private readonly budget: Budget,
    /** Fields that TensorFlow does not have are passed over, as its readers do. */
    private readonly lenient: boolean,
  ) {}

  into(found: Set<Sight>): void {
    for (const field of protoFields(this.bytes, this.budget)) {
      if (field.wire !== BYTES) {
        if (field.wire !== VARINT && !this.lenient) return;
        continue;
      }
      if (field.number === 1) {
        if (!found.has("GraphDef") && this.isNode(field)) found.add("GraphDef");
      } else if (field.number === 2) this.second(field, found);
      else if (field.number > 7 && !this.lenient) return;
      if (found.size > 0 && !this.lenient) return;
    }
  }

  private second(field: ProtoField, found: Set<Sight>): void {
    if (!found.has("MetaGraphDef") && this.isGraph(field)) found.add("MetaGraphDef");
    else if (!found.has("SavedModel") && this.isMetaGraph(field)) found.add("SavedModel");
    else if (!found.has("GraphDef") && this.isLibrary(field)) found.add("GraphDef");
  }

  /** A node has an operator, and a name before it. */
  private isNode(field: ProtoField): boolean {
    let [name, op, odd] = [false, "", false];
    for (const each of this.tried(field)) {
      if (each.number > 7 || each.wire !== BYTES) {
        if (!this.lenient) return false;
        odd = true;
        continue;
      }
      if (each.number === 1) name = each.end - each.start <= 4096;
      if (each.number === 2) op = each.end - each.start <= 512 ? protoText(this.bytes, each) : "";
      if (each.number === 5 && !this.isEntry(each)) {
        if (!this.lenient) return false;
        odd = true;
      }
    }
    return name && (odd ? SURE_OPERATOR : OPERATOR).test(op);
  }

  /** An attribute: a key that is text, and a value. */
  private isEntry(field: ProtoField): boolean {
    for (const each of this.tried(field)) return each.number === 1 && each.wire === BYTES;
    return false;
  }

  private isGraph(field: ProtoField): boolean {
    for (const each of this.tried(field)) {
      if (each.wire !== BYTES || each.number > 5) continue;
      const is = each.number === 1 ? this.isNode(each) : each.number === 2 ? this.isLibrary(each) : undefined;
      if (is === true) return true;
      if (is === false && !this.lenient) return false;
    }
    return false;
  }

  /** A library of functions, each of which has a signature (a name, then arguments) and nodes. */
  private isLibrary(field: ProtoField): boolean {
    for (const each of this.tried(field)) {
      if (each.number !== 1 || each.wire !== BYTES) continue;
      let parts = 0;
      for (const part of this.tried(each))
        if (part.number === 3 && part.wire === BYTES && this.isNode(part)) return true;
        else if (++parts > 200 && !this.lenient) return false;
      if (!this.lenient) return false;
    }
    return false;
  }

  private isMetaGraph(field: ProtoField): boolean {
    for (const each of this.tried(field)) {
      if (each.wire !== BYTES || each.number > 7) {
        if (!this.lenient) return false;
        continue;
      }
      if (each.number !== 2) continue;
      if (this.isGraph(each) || this.isEmptyGraph(each)) return true;
      if (!this.lenient) return false;
    }
    return false;
  }

  /** A graph without a node has its versions. */
  private isEmptyGraph(range: Range): boolean {
    for (const each of this.tried(range)) return each.number === 4 && each.wire === BYTES;
    return false;
  }

  /** Fields until they break: what looks like a message may be text. */
  private *tried({ start, end }: Range): Generator<ProtoField> {
    try {
      yield* protoFields(this.bytes, this.budget, start, end);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
  }
}

const ROOTS: readonly (readonly [Sight, RegExp])[] = [
  ["SavedModel", /^(saved_model_schema_version|meta_graphs)$/],
  ["MetaGraphDef", /^(meta_info_def|graph_def|saver_def|signature_def|asset_file_def|object_graph_def)$/],
  ["CheckpointState", /^(all_)?model_checkpoint_paths?$/],
  ["GraphDef", /^(node|library|versions?)$/],
];

/** Whether what is surely one of these messages is written as text. */
export function textual(bytes: ByteSource): boolean {
  return textSight(bytes) !== undefined;
}

/** What a text is, by its first field. Other messages begin with `node` too, so a graph's has to have an operator. */
function textSight(bytes: ByteSource): Sight | undefined {
  const head = latin1(bytes.window(0, HEAD));
  if (/[\0-\x08\x0e-\x1f]/.test(head.slice(0, 512))) return undefined;
  const first = firstField(head) ?? (/^[\s#\xef]/.test(head) ? firstField(latin1(bytes.window(0, TEXT))) : undefined);
  if (first === undefined) return undefined;
  const sight = ROOTS.find(([, name]) => name.test(first))?.[0];
  return sight === "GraphDef" && !hasOperator(bytes, head) ? undefined : sight;
}

/** The name of a text's first field, behind blanks and comments; read by hand, for there may be megabytes of them. */
function firstField(text: string): string | undefined {
  let at = text.startsWith("\xef\xbb\xbf") ? 3 : 0;
  for (;;) {
    SPACE.lastIndex = at;
    SPACE.test(text);
    at = SPACE.lastIndex;
    if (text[at] !== "#") break;
    const end = text.indexOf("\n", at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  FIELD.lastIndex = at;
  return FIELD.exec(text)?.[1];
}

const SPACE = /\s*/y;
const FIELD = /([a-z_]{1,40})\s{0,1000}[:{<#]/y;
/** `op:`, and what may stand between a name and its value. */
const OP = /(?:^|[\s{};,<>"'])op\s{0,100}:(?:\s{0,100}["']|\s{0,100}#)/;

function hasOperator(bytes: ByteSource, head: string): boolean {
  return OP.test(head) || (head.length === HEAD && OP.test(latin1(bytes.window(0, TEXT))));
}
