/** How an opcode's argument stands in the stream. `line` ends with a newline; `N+bytes` is a length of N bytes, then that many. */
export type ArgumentKind =
  | "none"
  | "u1"
  | "u2"
  | "i4"
  | "u4"
  | "u8"
  | "f8"
  | "line"
  | "two-lines"
  | "1+bytes"
  | "4+bytes"
  | "i4+bytes" // the length is signed, and a negative one breaks the stream
  | "8+bytes";

/** What an opcode that pushes a constant pushes. */
export type LiteralKind = "none" | "bool" | "int" | "float" | "str" | "bytes" | "bytearray" | "buffer";

export interface Opcode {
  readonly name: string;
  readonly code: number;
  readonly argument: ArgumentKind;
  /** Set where the opcode pushes a constant that its own bytes spell out. */
  readonly literal?: LiteralKind;
}

/** Every opcode of protocols 0 to 5 (CPython Lib/pickletools.py; PEP 307, 3154, 574). */
export const OPCODES: readonly Opcode[] = [
  { name: "MARK", code: 0x28, argument: "none" },
  { name: "STOP", code: 0x2e, argument: "none" },
  { name: "POP", code: 0x30, argument: "none" },
  { name: "POP_MARK", code: 0x31, argument: "none" },
  { name: "DUP", code: 0x32, argument: "none" },
  { name: "FLOAT", code: 0x46, argument: "line", literal: "float" },
  { name: "INT", code: 0x49, argument: "line", literal: "int" },
  { name: "BININT", code: 0x4a, argument: "i4", literal: "int" },
  { name: "BININT1", code: 0x4b, argument: "u1", literal: "int" },
  { name: "LONG", code: 0x4c, argument: "line", literal: "int" },
  { name: "BININT2", code: 0x4d, argument: "u2", literal: "int" },
  { name: "NONE", code: 0x4e, argument: "none", literal: "none" },
  { name: "PERSID", code: 0x50, argument: "line" },
  { name: "BINPERSID", code: 0x51, argument: "none" },
  { name: "REDUCE", code: 0x52, argument: "none" },
  { name: "STRING", code: 0x53, argument: "line", literal: "str" },
  { name: "BINSTRING", code: 0x54, argument: "i4+bytes", literal: "str" },
  { name: "SHORT_BINSTRING", code: 0x55, argument: "1+bytes", literal: "str" },
  { name: "UNICODE", code: 0x56, argument: "line", literal: "str" },
  { name: "BINUNICODE", code: 0x58, argument: "4+bytes", literal: "str" },
  { name: "APPEND", code: 0x61, argument: "none" },
  { name: "BUILD", code: 0x62, argument: "none" },
  { name: "GLOBAL", code: 0x63, argument: "two-lines" },
  { name: "DICT", code: 0x64, argument: "none" },
  { name: "EMPTY_DICT", code: 0x7d, argument: "none" },
  { name: "APPENDS", code: 0x65, argument: "none" },
  { name: "GET", code: 0x67, argument: "line" },
  { name: "BINGET", code: 0x68, argument: "u1" },
  { name: "INST", code: 0x69, argument: "two-lines" },
  { name: "LONG_BINGET", code: 0x6a, argument: "u4" },
  { name: "LIST", code: 0x6c, argument: "none" },
  { name: "EMPTY_LIST", code: 0x5d, argument: "none" },
  { name: "OBJ", code: 0x6f, argument: "none" },
  { name: "PUT", code: 0x70, argument: "line" },
  { name: "BINPUT", code: 0x71, argument: "u1" },
  { name: "LONG_BINPUT", code: 0x72, argument: "u4" },
  { name: "SETITEM", code: 0x73, argument: "none" },
  { name: "TUPLE", code: 0x74, argument: "none" },
  { name: "EMPTY_TUPLE", code: 0x29, argument: "none" },
  { name: "SETITEMS", code: 0x75, argument: "none" },
  { name: "BINFLOAT", code: 0x47, argument: "f8", literal: "float" },
  { name: "BINBYTES", code: 0x42, argument: "4+bytes", literal: "bytes" },
  { name: "SHORT_BINBYTES", code: 0x43, argument: "1+bytes", literal: "bytes" },
  { name: "PROTO", code: 0x80, argument: "u1" },
  { name: "NEWOBJ", code: 0x81, argument: "none" },
  { name: "EXT1", code: 0x82, argument: "u1" },
  { name: "EXT2", code: 0x83, argument: "u2" },
  { name: "EXT4", code: 0x84, argument: "i4" },
  { name: "TUPLE1", code: 0x85, argument: "none" },
  { name: "TUPLE2", code: 0x86, argument: "none" },
  { name: "TUPLE3", code: 0x87, argument: "none" },
  { name: "NEWTRUE", code: 0x88, argument: "none", literal: "bool" },
  { name: "NEWFALSE", code: 0x89, argument: "none", literal: "bool" },
  { name: "LONG1", code: 0x8a, argument: "1+bytes", literal: "int" },
  { name: "LONG4", code: 0x8b, argument: "i4+bytes", literal: "int" },
  { name: "SHORT_BINUNICODE", code: 0x8c, argument: "1+bytes", literal: "str" },
  { name: "BINUNICODE8", code: 0x8d, argument: "8+bytes", literal: "str" },
  { name: "BINBYTES8", code: 0x8e, argument: "8+bytes", literal: "bytes" },
  { name: "EMPTY_SET", code: 0x8f, argument: "none" },
  { name: "ADDITEMS", code: 0x90, argument: "none" },
  { name: "FROZENSET", code: 0x91, argument: "none" },
  { name: "NEWOBJ_EX", code: 0x92, argument: "none" },
  { name: "STACK_GLOBAL", code: 0x93, argument: "none" },
  { name: "MEMOIZE", code: 0x94, argument: "none" },
  { name: "FRAME", code: 0x95, argument: "u8" },
  { name: "BYTEARRAY8", code: 0x96, argument: "8+bytes", literal: "bytearray" },
  { name: "NEXT_BUFFER", code: 0x97, argument: "none", literal: "buffer" },
  { name: "READONLY_BUFFER", code: 0x98, argument: "none" },
];

/** Opcode by its byte; `undefined` is a byte that no protocol knows. */
export const OPCODE_OF: readonly (Opcode | undefined)[] = (() => {
  const table: (Opcode | undefined)[] = new Array(256).fill(undefined);
  for (const opcode of OPCODES) table[opcode.code] = opcode;
  return table;
})();
