import { deflateSync, gzipSync } from "node:zlib";
import { pickle, type PickleBuilder } from "../../support/pickle-builder";
import { lines, scanBytes } from "../../support/scan";
import { zip } from "../../support/zip-builder";

const EVIL = pickle(4).call("os", "system", "id").stop();
const EVIL_2 = pickle(2).call("os", "system", "id").stop();
const EVIL_0 = Buffer.from("cos\nsystem\n(S'id'\ntR.", "latin1");

/** Python's base64.b85encode (RFC 1924) or a85encode, by alphabet, without special letters. */
function base85(bytes: Uint8Array, digit: (value: number) => string): string {
  let out = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const group = Buffer.alloc(4);
    group.set(bytes.subarray(at, at + 4));
    let value = group.readUInt32BE();
    let digits = "";
    for (let i = 0; i < 5; i++, value = Math.floor(value / 85)) digits = digit(value % 85) + digits;
    out += digits.slice(0, Math.min(4, bytes.length - at) + 1);
  }
  return out;
}
const B85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
const b85 = (bytes: Uint8Array) => base85(bytes, (value) => B85[value]!);
const a85 = (bytes: Uint8Array) => base85(bytes, (value) => String.fromCharCode(33 + value));
const text = (bytes: Uint8Array, coding: BufferEncoding) => Buffer.from(bytes).toString(coding);
const escaped = (bytes: Uint8Array) => [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");

function told(stream: PickleBuilder): string[] {
  return lines(scanBytes(stream.stop(), "m.pkl").findings);
}

describe("a model in a constant is found", () => {
  test.each<[string, (p: PickleBuilder) => PickleBuilder]>([
    ["SHORT_BINBYTES", (p) => p.shortBinbytes(EVIL)],
    ["BINBYTES", (p) => p.binbytes(EVIL)],
    ["BINBYTES8", (p) => p.binbytes8(EVIL)],
    ["BYTEARRAY8", (p) => p.bytearray8(EVIL)],
    ["BINSTRING", (p) => p.binstring(EVIL_2)],
    ["SHORT_BINSTRING", (p) => p.shortBinstring(EVIL_2)],
    ["bytes of protocol 0", (p) => p.binbytes(EVIL_0)],
    ["bytes as protocol 2 writes them", (p) => p.call("_codecs", "encode", text(EVIL, "latin1"), "latin1")],
    ["STRING with escapes", (p) => p.stringText(`'${escaped(EVIL)}'`)],
    ["UNICODE with escapes", (p) => p.unicodeText([...EVIL].map((b) => `\\u00${b.toString(16).padStart(2, "0")}`).join(""))],
    ["base64", (p) => p.string(text(EVIL, "base64"))],
    ["base64 of protocol 2", (p) => p.string(text(EVIL_2, "base64"))],
    ["base64 of text", (p) => p.string(text(EVIL_0, "base64"))],
    ["hexadecimal", (p) => p.string(text(EVIL, "hex"))],
    ["HEXADECIMAL", (p) => p.string(text(EVIL, "hex").toUpperCase())],
    ["base85", (p) => p.string(b85(EVIL))],
    ["ascii85", (p) => p.string(a85(EVIL))],
    ["zlib", (p) => p.binbytes(deflateSync(EVIL))],
    ["gzip", (p) => p.binbytes(gzipSync(EVIL))],
    ["gzip in base64", (p) => p.string(text(gzipSync(EVIL), "base64"))],
    ["a zip", (p) => p.binbytes(zip([{ name: "a.pkl", data: EVIL }]))],
    ["inside another one", (p) => p.binbytes(pickle(4).binbytes(EVIL).stop())],
  ])("%s", (_, write) => {
    expect(told(write(pickle(4)))).toContainEqual(expect.stringMatching(/^critical MA-PKL-001 m\.pkl > constant at 0x[0-9a-f]+ .*os\.system/));
  }); // prettier-ignore
});

describe("a constant that is no model is data", () => {
  test.each<[string, (p: PickleBuilder) => PickleBuilder]>([
    ["a sentence", (p) => p.string("could you read this? It is not a pickle.")],
    ["words like opcodes", (p) => p.string("(cos of an angle)").string("import os").string("(i).")],
    ["a number in hexadecimal", (p) => p.string("8004000000000000")],
    ["a hash in base64", (p) => p.string("gAS1jQ3q8vXg0yq1m2n3b4==")],
    ["an image", (p) => p.binbytes(Buffer.from("\x89PNG\r\n\x1a\n....", "latin1"))],
    ["the beginning of a pickle", (p) => p.binbytes(Uint8Array.of(0x80, 4, 0x95, 1, 2, 3))],
    ["floats", (p) => p.binbytes(new Uint8Array(new Float64Array(16).map((_, i) => i).buffer))],
    ["a harmless pickle", (p) => p.binbytes(pickle(4).push([1, 2]).stop())],
  ])("%s", (_, write) => {
    expect(told(write(pickle(4)))).toEqual([]);
  });
});

test("more constants than anyone nests end with a limit, not in silence", () => {
  const p = pickle(4).emptyList();
  const start = pickle(4).none().bytes();
  for (let i = 0; i < 20_001; i++) p.shortBinbytes([...start, 0, 0, 0, 0] as unknown as Uint8Array).pop();
  expect(told(p)).toContainEqual(expect.stringContaining("more than 20,000 nested streams"));
});
