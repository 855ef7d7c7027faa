import type { JsonNode } from "../../syntax/json";

/** Characters of a value that stand for the whole. */
const MAX_TEXT = 400;

/** A value as people read it: a string as it is, anything else as JSON, cut; `?` where there is none. */
export function textOf(node: JsonNode | undefined): string {
  if (node === undefined) return "?";
  if (node.kind === "scalar")
    return typeof node.value === "string" ? node.value.slice(0, MAX_TEXT) : String(node.value);
  const parts: string[] = [];
  write(node, parts, { left: MAX_TEXT });
  return parts.join("").slice(0, MAX_TEXT);
}

function write(node: JsonNode, parts: string[], room: { left: number }): void {
  const put = (text: string): void => {
    parts.push(text);
    room.left -= text.length;
  };
  if (room.left <= 0) return;
  if (node.kind === "scalar") {
    put(typeof node.value === "string" ? JSON.stringify(node.value.slice(0, room.left)) : String(node.value));
    return;
  }
  put(node.kind === "array" ? "[" : "{");
  const children = node.kind === "array" ? node.items : node.members;
  for (const [index, child] of children.entries()) {
    if (room.left <= 0) break;
    if (index > 0) put(", ");
    if ("key" in child) put(`${JSON.stringify(child.key.slice(0, room.left))}: `);
    write("key" in child ? child.value : child, parts, room);
  }
  put(node.kind === "array" ? "]" : "}");
}
