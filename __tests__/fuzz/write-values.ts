import type { PickleBuilder } from "../support/pickle-builder";
import { floatText, integerText, longText, quotedLine, unicodeLine, utf8Of } from "./odd-text";
import type { Random } from "./random";

/** Pushes a value that is no text, by any opcode that can. */
export function writeLiteral(random: Random, out: PickleBuilder): void {
  const write = random.pick([
    () => out.intText(integerText(random)), () => out.longText(longText(random)), () => out.floatText(floatText(random)),
    () => out.binint1(random.int(256)), () => out.binint2(random.int(65536)), () => out.binint(random.int(2 ** 32)),
    () => out.long1([...random.bytes(random.int(4))]), () => out.long4([...random.bytes(random.int(4))]), () => out.none(),
    () => out.newtrue(), () => out.newfalse(), () => out.binfloat(random.int(1000) / 8), () => out.nextBuffer(),
    () => out.emptyList(), () => out.emptyDict(), () => out.emptyTuple(), () => out.emptySet(),
    () => out.shortBinbytes(random.bytes(random.int(9))), () => out.bytearray8(random.bytes(random.int(9))),
    () => out.binbytes8(random.bytes(random.int(9))), () => out.binbytes(random.bytes(random.int(9))),
  ]); // prettier-ignore
  write();
}

/** Pushes text, by any opcode that can. */
export function writeText(random: Random, out: PickleBuilder, value: string): void {
  const write = random.pick([
    () => out.shortBinunicode(utf8Of(random, value)), () => out.binunicode(utf8Of(random, value)),
    () => out.binunicode8(utf8Of(random, value)), () => out.raw("V").raw(unicodeLine(random, value)).raw("\n"),
    () => out.raw("S").raw(quotedLine(random, value)).raw("\n"), () => out.binstring(utf8Of(random, value)),
    () => out.shortBinstring(utf8Of(random, value)),
  ]); // prettier-ignore
  write();
}
