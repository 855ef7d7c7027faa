/**
 * Writes pickles opcode by opcode, so that a test says exactly what stands in the stream, valid or not.
 *
 *     pickle(4).global("os", "system").string("echo").tuple1().reduce().stop()
 *
 * Each method is one opcode of `pickletools`, in camel case, and takes its argument. `string` and `int`
 * take whichever opcode the protocol would. Nothing is checked: broken streams are what most tests want.
 */
export function pickle(protocol: number = 4): PickleBuilder {
  const builder = new PickleBuilder(protocol);
  return protocol >= 2 ? builder.proto(protocol) : builder;
}

/** A value that `push` writes as the opcodes CPython's pickler would, without memo. */
export type Plain =
  null | boolean | number | bigint | string | Uint8Array | readonly Plain[] | { readonly tuple: readonly Plain[] };

const encoder = new TextEncoder();

export class PickleBuilder {
  private readonly parts: number[] = [];

  constructor(readonly protocol: number) {}

  // Ends and raw bytes

  /** STOP, and the whole stream. */
  stop(): Uint8Array {
    return this.raw(".").bytes();
  }

  /** The stream so far, without STOP. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.parts);
  }

  get length(): number {
    return this.parts.length;
  }

  /** Bytes as they are; a string stands for its Latin-1 bytes. */
  raw(bytes: Uint8Array | string | readonly number[]): this {
    if (typeof bytes === "string") for (const char of bytes) this.parts.push(char.charCodeAt(0) & 0xff);
    else for (const byte of bytes) this.parts.push(byte);
    return this;
  }

  /** Adds what another builder or function writes: `.with((p) => p.int(1))`. */
  with(write: (builder: this) => unknown): this {
    write(this);
    return this;
  }

  proto(version: number): this {
    return this.raw([0x80, version]);
  }

  /** FRAME with this length; the caller says whether it is true. */
  frame(length: number | bigint): this {
    return this.raw([0x95]).number(length, 8);
  }

  // Imports

  /** GLOBAL, or from protocol 4 two strings and STACK_GLOBAL. */
  global(module: string, name: string): this {
    return this.protocol >= 4 ? this.string(module).string(name).stackGlobal() : this.globalOpcode(module, name);
  }

  /** GLOBAL with its two text lines, whatever the protocol. */
  globalOpcode(module: string, name: string): this {
    return this.raw("c").utf8(`${module}\n${name}\n`);
  }

  stackGlobal(): this {
    return this.raw([0x93]);
  }

  inst(module: string, name: string): this {
    return this.raw("i").utf8(`${module}\n${name}\n`);
  }

  ext1(code: number): this {
    return this.raw([0x82]).number(code, 1);
  }

  ext2(code: number): this {
    return this.raw([0x83]).number(code, 2);
  }

  ext4(code: number): this {
    return this.raw([0x84]).number(code, 4);
  }

  // Calls and mutations

  reduce(): this {
    return this.raw("R");
  }

  obj(): this {
    return this.raw("o");
  }

  newobj(): this {
    return this.raw([0x81]);
  }

  newobjEx(): this {
    return this.raw([0x92]);
  }

  build(): this {
    return this.raw("b");
  }

  setitem(): this {
    return this.raw("s");
  }

  setitems(): this {
    return this.raw("u");
  }

  append(): this {
    return this.raw("a");
  }

  appends(): this {
    return this.raw("e");
  }

  additems(): this {
    return this.raw([0x90]);
  }

  /** The global, the arguments as a tuple, REDUCE: `callable(...args)`. */
  call(module: string, name: string, ...args: readonly Plain[]): this {
    return this.global(module, name).push({ tuple: args }).reduce();
  }

  // Stack and memo

  mark(): this {
    return this.raw("(");
  }

  pop(): this {
    return this.raw("0");
  }

  popMark(): this {
    return this.raw("1");
  }

  dup(): this {
    return this.raw("2");
  }

  put(index: number | string): this {
    return this.raw(`p${index}\n`);
  }

  binput(index: number): this {
    return this.raw([0x71, index]);
  }

  longBinput(index: number): this {
    return this.raw("r").number(index, 4);
  }

  memoize(): this {
    return this.raw([0x94]);
  }

  get(index: number | string): this {
    return this.raw(`g${index}\n`);
  }

  binget(index: number): this {
    return this.raw([0x68, index]);
  }

  longBinget(index: number): this {
    return this.raw("j").number(index, 4);
  }

  // Persistent ids and buffers

  persid(id: string): this {
    return this.raw("P").utf8(`${id}\n`);
  }

  binpersid(): this {
    return this.raw("Q");
  }

  nextBuffer(): this {
    return this.raw([0x97]);
  }

  readonlyBuffer(): this {
    return this.raw([0x98]);
  }

  // Containers

  emptyTuple(): this {
    return this.raw(")");
  }

  tuple(): this {
    return this.raw("t");
  }

  tuple1(): this {
    return this.raw([0x85]);
  }

  tuple2(): this {
    return this.raw([0x86]);
  }

  tuple3(): this {
    return this.raw([0x87]);
  }

  emptyList(): this {
    return this.raw("]");
  }

  list(): this {
    return this.raw("l");
  }

  emptyDict(): this {
    return this.raw("}");
  }

  dict(): this {
    return this.raw("d");
  }

  emptySet(): this {
    return this.raw([0x8f]);
  }

  frozenset(): this {
    return this.raw([0x91]);
  }

  // Literals

  none(): this {
    return this.raw("N");
  }

  newtrue(): this {
    return this.raw([0x88]);
  }

  newfalse(): this {
    return this.raw([0x89]);
  }

  /** INT with its text line as given: `intText("01")` is True, `intText("0x10")` is 16 for some readers. */
  intText(text: string | number): this {
    return this.raw(`I${text}\n`);
  }

  longText(text: string | number | bigint): this {
    return this.raw(`L${text}\n`);
  }

  floatText(text: string | number): this {
    return this.raw(`F${text}\n`);
  }

  binint1(value: number): this {
    return this.raw("K").number(value, 1);
  }

  binint2(value: number): this {
    return this.raw("M").number(value, 2);
  }

  binint(value: number): this {
    return this.raw("J").number(value, 4);
  }

  /** LONG1 with `bytes` as its little-endian two's complement. */
  long1(bytes: readonly number[]): this {
    return this.raw([0x8a, bytes.length]).raw(bytes);
  }

  long4(bytes: readonly number[]): this {
    return this.raw([0x8b]).number(bytes.length, 4).raw(bytes);
  }

  binfloat(value: number): this {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return this.raw("G").raw(new Uint8Array(view.buffer));
  }

  /** An integer by the opcode the protocol would take. */
  int(value: number): this {
    if (this.protocol === 0) return this.intText(value);
    if (value >= 0 && value < 0x100) return this.binint1(value);
    if (value >= 0 && value < 0x10000) return this.binint2(value);
    return this.binint(value);
  }

  /** Text by the opcode the protocol would take. */
  string(value: string): this {
    if (this.protocol === 0) return this.unicodeText(value);
    const size = encoder.encode(value).length;
    return this.protocol >= 4 && size < 0x100 ? this.shortBinunicode(value) : this.binunicode(value);
  }

  /** STRING with its line as given, quotes and escapes included. */
  stringText(line: string): this {
    return this.raw("S").utf8(`${line}\n`);
  }

  binstring(value: string | Uint8Array): this {
    return this.counted("T", value, 4);
  }

  shortBinstring(value: string | Uint8Array): this {
    return this.counted("U", value, 1);
  }

  /** UNICODE; `value` is written as it is, so it may hold raw-unicode-escapes and must hold no newline. */
  unicodeText(value: string): this {
    return this.raw("V").utf8(`${value}\n`);
  }

  shortBinunicode(value: string | Uint8Array): this {
    return this.counted([0x8c], value, 1);
  }

  binunicode(value: string | Uint8Array): this {
    return this.counted("X", value, 4);
  }

  binunicode8(value: string | Uint8Array): this {
    return this.counted([0x8d], value, 8);
  }

  shortBinbytes(value: string | Uint8Array): this {
    return this.counted("C", value, 1);
  }

  binbytes(value: string | Uint8Array): this {
    return this.counted("B", value, 4);
  }

  binbytes8(value: string | Uint8Array): this {
    return this.counted([0x8e], value, 8);
  }

  bytearray8(value: string | Uint8Array): this {
    return this.counted([0x96], value, 8);
  }

  /** A plain value, nested as it is. */
  push(value: Plain): this {
    if (value === null) return this.none();
    if (value === true) return this.protocol >= 2 ? this.newtrue() : this.intText("01");
    if (value === false) return this.protocol >= 2 ? this.newfalse() : this.intText("00");
    if (typeof value === "string") return this.string(value);
    if (typeof value === "bigint") return this.longText(`${value}L`);
    if (typeof value === "number") return Number.isInteger(value) ? this.int(value) : this.floatText(value);
    if (value instanceof Uint8Array) return value.length < 0x100 ? this.shortBinbytes(value) : this.binbytes(value);
    this.mark();
    const items = "tuple" in value ? value.tuple : value;
    for (const item of items) this.push(item);
    return "tuple" in value ? this.tuple() : this.list();
  }

  // Inside

  private counted(opcode: string | readonly number[], value: string | Uint8Array, width: number): this {
    const bytes = typeof value === "string" ? encoder.encode(value) : value;
    return this.raw(opcode).number(bytes.length, width).raw(bytes);
  }

  private utf8(text: string): this {
    return this.raw(encoder.encode(text));
  }

  /** Little-endian, two's complement where negative. */
  private number(value: number | bigint, width: number): this {
    let rest = BigInt.asUintN(width * 8, BigInt(value));
    for (let i = 0; i < width; i++, rest >>= 8n) this.parts.push(Number(rest & 0xffn));
    return this;
  }
}
