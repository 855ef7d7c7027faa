import { deflateSync } from "node:zlib";
import { pickle } from "../support/pickle-builder";
import { lines, scanBytes } from "../support/scan";

/** joblib's `write_zfile`: a mark, the length as padded hexadecimal, zlib data. */
function zfile(content: Uint8Array, padding = 19): Uint8Array {
  const length = `0x${content.length.toString(16)}`.padEnd(padding);
  return Buffer.concat([Buffer.from(`ZF${length}`, "latin1"), deflateSync(content)]);
}

const EVIL = pickle(2).call("os", "system", "id").stop();

test.each([19, 20])("a zfile with a length of %i characters is opened", (padding) => {
  const result = scanBytes(zfile(EVIL, padding), "old.joblib");
  expect(result.format).toBe("zfile");
  expect(lines(result.findings)).toEqual([
    expect.stringMatching(/^critical MA-PKL-001 old\.joblib > \S+ @ .*os\.system/),
  ]);
});

test("a harmless one says nothing, one cut short is told", () => {
  const whole = zfile(pickle(2).push([1, 2, 3]).stop());
  expect(lines(scanBytes(whole, "old.joblib").findings)).toEqual([]);
  expect(lines(scanBytes(whole.subarray(0, -5), "old.joblib").findings).join()).toContain("MA-SYS-001");
});

test("text that begins alike is none", () => {
  expect(scanBytes(Buffer.from("ZFS is a file system\n"), "notes.txt").format).toBeUndefined();
});
