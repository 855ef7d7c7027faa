import { GlobalSym, KEEP_ITEMS, type ContainerSym, type Sym } from "./values";

/** Arguments that tell calls apart. */
const MAX_KEY_ITEMS = 12;
/** Values that one key looks at; each call in the stream makes one. CWE-407. */
const MAX_KEY_VALUES = 64;

/** What of a value tells calls apart: names and shapes, not constants. */
export function keyOf(sym: Sym, depth: number, room = { left: MAX_KEY_VALUES }): string {
  if (typeof sym === "number") return "l";
  switch (sym.kind) {
    case "global":
      return `g${sym.index}`;
    case "call":
      if (sym.fact !== undefined) return `f${sym.fact}`;
      return sym.callee instanceof GlobalSym ? `c${sym.how}${sym.callee.index}` : "c?";
    case "container":
      return containerKey(sym, depth, room);
    default:
      return sym.kind === "persistent" ? "p" : "u";
  }
}

function containerKey(sym: ContainerSym, depth: number, room: { left: number }): string {
  const letter = sym.type[0]!;
  if (sym.type !== "tuple" && depth > 0)
    return sym.items.slice(0, KEEP_ITEMS).every((item) => typeof item === "number") ? letter : `${letter}+`;
  room.left -= Math.min(MAX_KEY_ITEMS, sym.items.length);
  if (depth > 2 || room.left < 0) return `${letter}${sym.items.length}`;
  const items = sym.items.slice(0, MAX_KEY_ITEMS).map((item) => keyOf(item, depth + 1, room));
  return `${letter}${sym.items.length}[${items.join(",")}]`;
}
