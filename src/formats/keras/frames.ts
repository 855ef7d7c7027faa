import { member, stringOf, type JsonNode, type JsonObject } from "../../syntax/json";

/** A value of a configuration, with the way to it. */
export interface Frame<N extends JsonNode = JsonNode> {
  readonly node: N;
  /** Its key or index in what holds it; empty for the root. */
  readonly key: string;
  readonly up: Frame | undefined;
}

/** Layers and keys of a way that are shown: the innermost, where most of them lead to models in models. */
const MAX_SHOWN = 4;
/** Characters of a layer's name that are shown. */
const MAX_NAME = 80;

/** Every object of a configuration, in order, members that stand twice included. Depth costs no stack. */
export function* objectFrames(root: JsonNode): Generator<Frame<JsonObject>> {
  const open: Frame[] = [{ node: root, key: "", up: undefined }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isObject(next)) yield next;
    for (const child of childrenOf(next).reverse()) open.push(child);
  }
}

/** Scalars are left out first: a vocabulary has millions of them. */
function childrenOf(frame: Frame): Frame[] {
  const { node } = frame;
  const children: Frame[] = [];
  const add = (value: JsonNode, key: string): void => {
    if (value.kind !== "scalar") children.push({ node: value, key, up: frame });
  };
  if (node.kind === "object") for (const { key, value } of node.members) add(value, key);
  if (node.kind === "array") node.items.forEach((item, index) => add(item, String(index)));
  return children;
}

function isObject(frame: Frame): frame is Frame<JsonObject> {
  return frame.node.kind === "object";
}

/** Where a value stands, in words: `model m > layer lambda_1 (Lambda), function`. */
export function whereOf(frame: Frame, place: string, member?: string): string {
  const objects: string[] = [];
  let keys: string[] = member === undefined || member === "" ? [] : [member];
  let at: Frame | undefined = frame;
  for (; at !== undefined; at = at.up) {
    const label = labelOf(at.node);
    if (label !== undefined) objects.push(label);
    else if (objects.length === 0 && at.key !== "" && at.key !== "config") keys = [at.key, ...keys];
  }
  // The outermost is the model itself, which every place is in.
  const shown = objects.slice(0, Math.max(1, Math.min(objects.length - 1, MAX_SHOWN))).reverse();
  const inside = [place, ...shown].filter((part) => part !== "").join(" > ");
  const words = [inside, ...keys.slice(-MAX_SHOWN)].filter((part) => part !== "").join(", ");
  return words === "" ? "the configuration" : words;
}

/** A serialised object by its name and class; functions and tensors are not what people look for. */
function labelOf(node: JsonNode): string | undefined {
  const type = stringOf(member(node, "class_name"));
  if (type === undefined || type === "function" || type.startsWith("__")) return undefined;
  const name = stringOf(member(node, "config", "name")) ?? stringOf(member(node, "name"));
  const shown = type.slice(0, MAX_NAME);
  return name === undefined ? shown : `${name.slice(0, MAX_NAME)} (${shown})`;
}
