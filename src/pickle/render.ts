import { latin1, shorten } from "../core/text";
import type { MutationHow, Value } from "../core/pickle-facts";
import type { Input } from "./input";
import { literalBoolean, literalInteger, literalSpan, literalText } from "./literals";
import { ContainerSym, GlobalSym, KEEP_ITEMS, type Sym } from "./values";

/** Characters of one constant in evidence: enough to see a command, not a whole script. */
const MAX_LITERAL = 160;
/** Characters of a whole line of evidence. */
const MAX_LINE = 400;
const MAX_DEPTH = 4;
/** Arguments that a result is told by: what is called, of what, and whether there is more. */
const TELLING_ARGUMENTS = 3;
/** The tuple of arguments was itself computed, or is too long to keep. */
export const UNKNOWN_ARGUMENTS: Value = { kind: "unknown", why: "computed arguments" };

/** Values that one fact may be made of: containers can hold each other so that a few bytes spell billions. CWE-776. */
const MAX_VALUES = 500;

/** Counts the values of one fact. */
export class Room {
  private left = MAX_VALUES;

  /** Takes room for one value; false where there is none left. */
  take(): boolean {
    return --this.left >= 0;
  }

  get used(): number {
    return MAX_VALUES - Math.max(0, this.left);
  }
}

/** A value for people and rules; constants are read from the stream now. Without room, containers are left closed. */
export function toValue(sym: Sym, input: Input, depth = 0, room = new Room()): Value {
  const open = room.take();
  if (typeof sym === "number") return literalValue(sym, input);
  switch (sym.kind) {
    case "global":
      return { kind: "global", global: { module: sym.module, name: sym.name } };
    case "call": {
      const callee = sym.callee instanceof GlobalSym ? { module: sym.callee.module, name: sym.callee.name } : undefined;
      if (sym.fact === undefined || depth > MAX_DEPTH) return { kind: "call", call: { how: sym.how, callee } };
      const args = argumentsOf(sym.args)?.slice(0, TELLING_ARGUMENTS);
      const given = args?.map((arg) => toValue(arg, input, depth + 2)) ?? [UNKNOWN_ARGUMENTS];
      return { kind: "call", call: { how: sym.how, callee, args: given } };
    }
    case "persistent":
      return { kind: "persistent" };
    case "unknown":
      return { kind: "unknown", why: sym.why };
    case "container": {
      if (depth > MAX_DEPTH || !open)
        return { kind: "container", type: sym.type, items: [], more: sym.items.length + sym.more };
      const items = sym.items.slice(0, KEEP_ITEMS).map((item) => toValue(item, input, depth + 1, room));
      return { kind: "container", type: sym.type, items, more: sym.more + sym.items.length - items.length };
    }
  }
}

function literalValue(offset: number, input: Input): Value {
  const span = literalSpan(input, offset);
  if (span === undefined) return { kind: "unknown", why: "not a constant" };
  const boolean = literalBoolean(input, offset);
  if (boolean !== undefined) return { kind: "literal", type: "bool", text: boolean ? "True" : "False" };
  return { kind: "literal", type: span.kind, text: literalSource(offset, span.kind, input) };
}

function literalSource(offset: number, kind: string, input: Input): string {
  if (kind === "none") return "None";
  if (kind === "str") return quote(literalText(input, offset, MAX_LITERAL + 1) ?? "", "");
  const span = literalSpan(input, offset)!;
  if (kind === "int")
    return shorten(literalInteger(input, offset)?.toString() ?? lineOf(span.start, span.length, input), 40);
  const bytes = input.peek(span.start, Math.min(span.length, MAX_LITERAL + 1));
  if (kind === "float")
    return span.opcode.argument === "line" ? lineOf(span.start, span.length, input) : bigFloat(bytes);
  if (kind === "buffer") return "<buffer>";
  return kind === "bytearray" ? `bytearray(${quote(latin1(bytes), "b")})` : quote(latin1(bytes), "b");
}

function lineOf(start: number, length: number, input: Input): string {
  return shorten(latin1(input.peek(start, Math.min(length, 40))), 40);
}

function bigFloat(bytes: Uint8Array): string {
  if (bytes.length < 8) return "?";
  const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
}

/** A Python string or bytes literal. Control characters are escaped here because Python would. */
function quote(text: string, prefix: string): string {
  const cut = text.length > MAX_LITERAL ? `${text.slice(0, MAX_LITERAL - 3)}...` : text;
  const mark = cut.includes("'") && !cut.includes('"') ? '"' : "'";
  const body = cut.replace(/[\\'\u0000-\u001f\u007f-\u009f]/g, (char) => {
    if (char === "\\" || char === mark) return `\\${char}`;
    if (char === "'") return char;
    return NAMED[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
  const safe = prefix === "b" ? body.replace(/[\u00a0-\u00ff]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`) : body;
  return `${prefix}${mark}${safe}${mark}`;
}

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The value as Python source, for evidence. */
export function renderValue(value: Value, depth = 0): string {
  switch (value.kind) {
    case "literal":
      return value.text;
    case "global":
      return `${value.global.module}.${value.global.name}`;
    case "call":
      return value.call.callee ? `<${value.call.callee.module}.${value.call.callee.name}()>` : "<call result>";
    case "persistent":
      return "<stored tensor>";
    case "unknown":
      return `<${value.why}>`;
    case "container":
      return depth > MAX_DEPTH ? "..." : renderContainer(value, depth);
  }
}

function renderContainer(value: Extract<Value, { kind: "container" }>, depth: number): string {
  const parts = value.items.map((item) => renderValue(item, depth + 1));
  if (value.type === "dict") {
    const pairs = [];
    for (let i = 0; i < parts.length; i += 2) pairs.push(`${parts[i]}: ${parts[i + 1] ?? "?"}`);
    return `{${pairs.concat(value.more > 0 ? ["..."] : []).join(", ")}}`;
  }
  const inner = parts.concat(value.more > 0 ? ["..."] : []).join(", ");
  if (value.type === "tuple") return parts.length === 1 && value.more === 0 ? `(${inner},)` : `(${inner})`;
  if (value.type === "list") return `[${inner}]`;
  return value.type === "frozenset" ? `frozenset({${inner}})` : parts.length === 0 ? "set()" : `{${inner}}`;
}

/** `os.system('curl ...')`, `datetime.date.__new__(...)`, `obj.__setstate__(...)`, on one line. */
export function renderCall(how: string, callee: Value, args: readonly Value[], kwargs?: Value): string {
  const name = callee.kind === "global" ? renderValue(callee) : `(${renderValue(callee)})`;
  const inner = args.map((arg) => renderValue(arg, 1));
  if (kwargs !== undefined) inner.push(`**${renderValue(kwargs, 1)}`);
  const call = how.startsWith("NEWOBJ")
    ? `${name}.__new__(${[name, ...inner].join(", ")})`
    : `${name}(${inner.join(", ")})`;
  return shorten(call, MAX_LINE);
}

/** `obj.__setstate__(state)`, `obj['key'] = value`, `obj.extend([first, ...])`, on one line. */
export function renderMutation(how: MutationHow, target: Value, values: readonly Value[], more: boolean): string {
  const name = renderValue(target);
  const [first = "...", second = "..."] = values.map((value) => renderValue(value, 1));
  const items = `[${[...values.map((value) => renderValue(value, 2)), ...(more ? ["..."] : [])].join(", ")}]`;
  const lines: Record<MutationHow, string> = {
    BUILD: `${name}.__setstate__(${first})`,
    SETITEM: `${name}[${first}] = ${second}`,
    SETITEMS: `${name}[${first}] = ${second}${more ? ", ..." : ""}`,
    APPEND: `${name}.append(${first})`,
    APPENDS: `${name}.extend(${items})`,
    ADDITEMS: `${name}.update(${items})`,
  };
  return shorten(lines[how], MAX_LINE);
}

/** Positional arguments out of what REDUCE and NEWOBJ are given, which is a tuple unless the stream is odd. */
export function argumentsOf(args: Sym | undefined): readonly Sym[] | undefined {
  return args instanceof ContainerSym && args.more === 0 && args.items.length <= KEEP_ITEMS ? args.items : undefined;
}
