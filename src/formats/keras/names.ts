import type { KerasName } from "../../core/keras-facts";
import { shorten } from "../../core/text";
import { itemsOf, member, membersOf, stringOf, type JsonNode, type JsonObject } from "../../syntax/json";
import type { Frame } from "./frames";
import { textOf } from "./text";

/** A name in one object, and under which of its members. */
export interface NamedHere extends Omit<KerasName, "where" | "count"> {
  readonly key?: string;
}

/**
 * Objects that the readers of Keras build themselves, without looking their class up (keras/src/saving/
 * serialization_lib.py, keras/src/legacy/saving/json_utils.py); only as long as they name no module.
 */
const STRUCTURES = new Set(
  "__tensor__ __numpy__ __keras_tensor__ __bytes__ __ellipsis__ __slice__ __tuple__ __lambda__ TensorShape TypeSpec CompositeTensor".split(
    " ",
  ),
);

/** Members where a plain string names a function or class. */
const WORD_KEYS = /(?:^|_)(?:activation|initializer|regularizer|constraint|optimizer|fn|loss|metrics|standardize)$/;
/** Values inside each other in which words are looked for: lists of metrics by output. */
const MAX_WORD_DEPTH = 4;

/** Every name that one object of a configuration makes Keras look up. */
export function* namesOf(frame: Frame<JsonObject>): Generator<NamedHere> {
  const { node } = frame;
  const type = member(node, "class_name");
  if (type !== undefined) yield* serialised(frame, textOf(type));
  yield* legacyFunctions(node);
  // What a serialised function is called with are its own words.
  if (stringOf(type) === "function") return;
  for (const { key, value } of node.members)
    if (WORD_KEYS.test(key)) for (const word of words(value, 0)) yield { use: "word", name: word, key, called: false };
}

function* serialised(frame: Frame<JsonObject>, type: string): Generator<NamedHere> {
  const { node } = frame;
  const config = member(node, "config");
  const module = moduleOf(member(node, "module"));
  const registered = moduleOf(member(node, "registered_name"));
  if (STRUCTURES.has(type) && module === undefined && registered === undefined) return;
  if (!STRUCTURES.has(type) && config === undefined && module === undefined && registered === undefined) return;
  const called = isLambdaFunction(frame);
  const evidence = called ? argumentsOf(frame.up) : undefined;
  const common = {
    called,
    ...(module === undefined ? {} : { module }),
    ...(evidence === undefined ? {} : { evidence }),
  };
  if (type === "function") {
    yield { use: "function", name: textOf(config), ...common };
    return;
  }
  const name = type === "__typespec__" ? textOf(member(node, "spec_name")) : type;
  const as = registered === undefined || registered === name ? {} : { registered };
  yield { use: "class", name, ...common, ...as };
  yield* operators(type, config);
  const word = type === "Lambda" ? stringOf(member(config, "function")) : undefined;
  if (word !== undefined && member(config, "function_type") === undefined)
    yield { use: "word", name: word, key: "function", called: true };
}

/** Layers of TF-Keras that wrap TensorFlow's own names. */
function* operators(type: string, config: JsonNode | undefined): Generator<NamedHere> {
  const text = (...path: readonly string[]): string => textOf(member(config, ...path));
  if (type === "TFOpLambda") yield { use: "symbol", name: text("function"), called: true };
  if (type === "ClassMethod")
    yield { use: "symbol", name: `${text("cls_symbol")}.${text("method_name")}`, called: true };
  if (type === "InstanceMethod" || type === "InstanceProperty")
    yield { use: "attribute", name: text("attr_name"), called: true };
  if (type === "TensorFlowOpLayer") yield { use: "operator", name: text("node_def", "op"), called: true };
}

/** A Lambda layer of Keras 2 that names its function: `function_type` says how, `module` where from. */
function* legacyFunctions(node: JsonObject): Generator<NamedHere> {
  for (const [key, home] of LEGACY) {
    if (stringOf(member(node, `${key}_type`)) !== "function") continue;
    const module = moduleOf(member(node, home));
    const value = member(node, key);
    if (value?.kind === "object") continue;
    const common = { called: true, key, evidence: shownArguments(node) };
    yield { use: "function", name: textOf(value), ...(module === undefined ? {} : { module }), ...common };
  }
}

const LEGACY = [
  ["function", "module"],
  ["output_shape", "output_shape_module"],
  ["mask", "mask_module"],
] as const;

/** The string itself, or all strings of lists and of objects that are no serialised ones. */
function* words(node: JsonNode, depth: number): Generator<string> {
  const text = stringOf(node);
  if (text !== undefined) yield text;
  if (depth >= MAX_WORD_DEPTH || member(node, "class_name") !== undefined) return;
  for (const item of itemsOf(node)) yield* words(item, depth + 1);
  for (const { value } of membersOf(node)) yield* words(value, depth + 1);
}

/** Whether the object is what a Lambda layer calls. */
function isLambdaFunction({ key, up }: Frame): boolean {
  if (!["function", "output_shape", "mask"].includes(key) || up?.up === undefined) return false;
  return stringOf(member(up.up.node, "class_name")) === "Lambda";
}

function argumentsOf(config: Frame | undefined): string | undefined {
  return config === undefined ? undefined : shownArguments(config.node, config.up?.node);
}

/** Characters of arguments that are shown. */
const MAX_ARGUMENTS = 200;

function shownArguments(config: JsonNode, layer?: JsonNode): string {
  const shown = [member(config, "arguments"), member(layer, "inbound_nodes")].map((node) =>
    node === undefined ? "" : textOf(node),
  );
  return shorten(`called with ${shown.filter((text) => text !== "").join(" and ")}`, MAX_ARGUMENTS);
}

function moduleOf(node: JsonNode | undefined): string | undefined {
  return node === undefined || (node.kind === "scalar" && node.value === null) ? undefined : textOf(node);
}
