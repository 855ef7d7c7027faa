import { BufferSource } from "../../src/bytes/sources";
import { Input } from "../../src/pickle/input";
import { literalBoolean, literalInteger, literalSpan, literalText } from "../../src/pickle/literals";
import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { made } from "./run";

const inputOf = (stream: PickleBuilder): Input => new Input(new BufferSource(stream.bytes()), 0);
const text = (stream: PickleBuilder): string | undefined => literalText(inputOf(stream), 0, 1 << 20);
const integer = (stream: PickleBuilder): bigint | undefined => literalInteger(inputOf(stream), 0);

describe("STRING, as codecs.escape_decode reads it", () => {
  test.each([
    ["'plain'", "plain"],
    ['"double"', "double"],
    ["'a\\x41\\x4a'", "aAJ"],
    ["'\\101\\7\\0'", "A\x07\0"],
    ["'\\777'", "\xff"],
    ["'\\n\\r\\t\\b\\f\\v\\a'", "\n\r\t\b\f\v\x07"],
    ["'\\\\n'", "\\n"],
    ["'it\\'s'", "it's"],
    ["'\\q\\8'", "\\q\\8"],
    ["'tail'  ", "tail"],
    ["''", ""],
  ])("%s", (line, value) => {
    expect(text(pickle(0).stringText(line))).toBe(value);
  });
});

describe("UNICODE, as raw-unicode-escape reads it", () => {
  test.each([
    ["plain", "plain"],
    ["\\u00e9\\U0001f600", "é😀"],
    ["\\n", "\\n"],
    ["\\\\u0041", "\\\\u0041"],
    ["\\\\\\u0041", "\\\\A"],
    ["\\ud800", "\ud800"],
    ["\\u00", "\\u00"],
    ["", ""],
  ])("%s", (line, value) => {
    expect(text(pickle(0).unicodeText(line))).toBe(value);
  });
});

test("bytes of text in all widths", () => {
  for (const stream of [
    pickle(0).shortBinunicode("é"),
    pickle(0).binunicode("é"),
    pickle(0).binunicode8("é"),
    pickle(0).binstring("é"),
    pickle(0).shortBinstring("é"),
  ])
    expect(text(stream)).toBe("é");
});

test("a surrogate in UTF-8, which CPython lets pass, is shown byte by byte", () => {
  expect(text(pickle(0).binunicode(Uint8Array.of(0xed, 0xa0, 0x80)))).toBe("\\xed\\xa0\\x80");
});

test("text is cut where it is asked to", () => {
  expect(literalText(inputOf(pickle(0).binunicode("abcdef")), 0, 3)).toBe("abc");
});

test.each<[string, PickleBuilder]>([
  ["bytes", pickle(0).shortBinbytes("os")],
  ["an integer", pickle(0).binint1(1)],
  ["an import", pickle(0).globalOpcode("m", "f")],
  ["no opcode", pickle(0).raw([0xff])],
  ["nothing", pickle(0)],
])("%s is no text", (_, stream) => {
  expect(text(stream)).toBeUndefined();
});

describe("integers", () => {
  test.each<[string, PickleBuilder, bigint]>([
    ["BININT, negative", pickle(0).binint(-2147483648), -2147483648n],
    ["BININT1", pickle(0).binint1(200), 200n],
    ["BININT2", pickle(0).binint2(65535), 65535n],
    ["INT", pickle(0).intText("-12"), -12n],
    ["INT in hexadecimal", pickle(0).intText("0x1F"), 31n],
    ["INT with underscores", pickle(0).intText("1_000"), 1000n],
    ["LONG", pickle(0).longText("-123456789012345678901234567890L"), -123456789012345678901234567890n],
    ["LONG1, negative", pickle(0).long1([0x00, 0xff]), -256n],
    ["LONG1, positive with its top bit in a byte of its own", pickle(0).long1([0x80, 0x00]), 128n],
    ["LONG1, minus one", pickle(0).long1([0xff]), -1n],
    ["LONG1, empty", pickle(0).long1([]), 0n],
    ["LONG4", pickle(0).long4([1, 0, 0, 0, 0, 0, 0, 0, 1]), (1n << 64n) + 1n],
    ["torch's magic number", pickle(0).long1([0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]), 0x1950a86a20f9469cfc6cn],
  ])("%s", (_, stream, value) => {
    expect(integer(stream)).toBe(value);
  }); // prettier-ignore

  test("text is none, and neither is a number beyond all use", () => {
    expect(integer(pickle(0).string("1"))).toBeUndefined();
    expect(integer(pickle(0).long4(new Array<number>(5000).fill(1)))).toBeUndefined();
  });
});

test("True and False in every way they are written", () => {
  const values = [pickle(0).newtrue(), pickle(0).newfalse(), pickle(0).intText("01"), pickle(0).intText("00")];
  expect(values.map((stream) => literalBoolean(inputOf(stream), 0))).toEqual([true, false, true, false]);
  for (const stream of [pickle(0).intText("1"), pickle(0).intText("001"), pickle(0).none()])
    expect(literalBoolean(inputOf(stream), 0)).toBeUndefined();
  expect(made(pickle(0).intText("01"))).toBe("True");
});

test.each<[string, PickleBuilder, string]>([
  ["whole", pickle(0).binfloat(3), "3.0"],
  ["huge", pickle(0).binfloat(1e300), "1e+300"],
  ["endless", pickle(0).binfloat(Infinity), "inf"],
  ["text", pickle(0).floatText("-1e-5"), "-1e-5"],
  ["text, not a number", pickle(0).floatText("nan"), "nan"],
])("a float, %s", (_, stream, shown) => {
  expect(made(stream)).toBe(shown);
});

test("where a constant's own bytes stand", () => {
  const span = (stream: PickleBuilder) => {
    const { kind, start, length } = literalSpan(inputOf(stream), 0)!;
    return [kind, start, length];
  };
  expect(span(pickle(0).shortBinunicode("abc"))).toEqual(["str", 2, 3]);
  expect(span(pickle(0).binbytes("abc"))).toEqual(["bytes", 5, 3]);
  expect(span(pickle(0).bytearray8("abc"))).toEqual(["bytearray", 9, 3]);
  expect(span(pickle(0).stringText("'abc'"))).toEqual(["str", 1, 5]);
  expect(span(pickle(0).nextBuffer())).toEqual(["buffer", 1, 0]);
  expect(literalSpan(inputOf(pickle(0).mark()), 0)).toBeUndefined();
});
