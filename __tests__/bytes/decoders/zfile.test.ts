import { deflateSync } from "node:zlib";
import { zfile } from "../../../src/bytes/decoders/zfile";
import { BufferSource } from "../../../src/bytes/sources";
import { compressedFormats } from "../../../src/formats/compressed";
import { pickle } from "../../support/pickle-builder";
import { scanBytes } from "../../support/scan";

/** As joblib 0.9 wrote it: `ZF`, the length in hexadecimal padded to 19 characters, zlib data. */
function zf(content: Uint8Array, blank = ""): Uint8Array {
  const header = `ZF0x${content.length.toString(16)}`.padEnd(21, " ") + blank;
  return Buffer.concat([Buffer.from(header, "latin1"), deflateSync(content)]);
}

const CONTENT = Buffer.from("old but still read by joblib.load");

function decoded(file: Uint8Array): string {
  const stream = zfile.open(new BufferSource(file));
  const parts: Uint8Array[] = [];
  for (let chunk = stream.next(); chunk !== undefined; chunk = stream.next()) parts.push(chunk.slice());
  expect(stream.consumed).toBe(file.length);
  return Buffer.concat(parts).toString();
}

test.each([
  ["joblib 0.9", ""],
  ["joblib 0.8 under Python 2, with one blank more", " "],
])("%s", (_, blank) => {
  expect(zfile.magic(zf(CONTENT, blank))).toBe(true);
  expect(decoded(zf(CONTENT, blank))).toBe(CONTENT.toString());
});

test("it is a format of its own, without an extension that promises it", () => {
  const format = compressedFormats.find(({ id }) => id === "zfile");
  expect(format?.extensions).toEqual([]);
});

test("a call hidden in it is found under any name", () => {
  const evil = pickle(2).global("os", "system").string("echo").tuple1().reduce().stop();
  expect(scanBytes(zf(evil), "model").findings.map(({ rule }) => rule)).toContain("MA-PKL-001");
});
