import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HANDLERS } from "../../src/pickle/handlers";
import { OPCODE_OF, OPCODES, type ArgumentKind } from "../../src/pickle/opcodes";

/** CPython's own table: code, name, argument, protocol (tools/pickle/opcodes.py). */
type Row = readonly [code: number, name: string, argument: string | null, protocol: number];
const CPYTHON = JSON.parse(readFileSync(join(__dirname, "../golden/pickle/opcodes.json"), "utf8")) as Row[];

/** What pickletools calls an argument, and what we do. */
const ARGUMENTS: Readonly<Record<string, ArgumentKind>> = {
  uint1: "u1", uint2: "u2", int4: "i4", uint4: "u4", uint8: "u8", float8: "f8",
  decimalnl_short: "line", decimalnl_long: "line", floatnl: "line", stringnl: "line", unicodestringnl: "line",
  stringnl_noescape: "line", stringnl_noescape_pair: "two-lines",
  long1: "1+bytes", string1: "1+bytes", bytes1: "1+bytes", unicodestring1: "1+bytes",
  bytes4: "4+bytes", unicodestring4: "4+bytes", long4: "i4+bytes", string4: "i4+bytes",
  bytes8: "8+bytes", bytearray8: "8+bytes", unicodestring8: "8+bytes",
}; // prettier-ignore

test("our opcodes are CPython's, name and code", () => {
  const sorted = (rows: readonly (readonly [number, string])[]) => [...rows].sort(([a], [b]) => a - b);
  expect(sorted(OPCODES.map(({ code, name }) => [code, name]))).toEqual(
    sorted(CPYTHON.map(([code, name]) => [code, name])),
  );
  expect(OPCODES).toHaveLength(68);
});

test.each(CPYTHON)("0x%s %s takes its argument as CPython does", (code, name, argument) => {
  const ours = OPCODE_OF[code]!;
  expect([ours.name, ours.argument]).toEqual([name, argument === null ? "none" : ARGUMENTS[argument]]);
});

test("every opcode has a handler, and no other byte has one", () => {
  const handled = HANDLERS.flatMap((handler, code) => (handler === undefined ? [] : [code]));
  expect(handled).toEqual(CPYTHON.map(([code]) => code).sort((a, b) => a - b));
});
