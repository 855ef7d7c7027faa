import { pickle } from "../../support/pickle-builder";
import { lines, scanBytes } from "../../support/scan";

const join = (...parts: readonly (Uint8Array | string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Uint8Array.from(part))));
const told = (bytes: Uint8Array, path = "model.pkl"): string[] => lines(scanBytes(bytes, path).findings);
const HARMLESS = pickle(4).push([1, 2, 3]).stop();
const EVIL = pickle(4).call("os", "system", "id").stop();
const isSystem = (line: string): boolean => /critical MA-PKL-001 .*os\.system/.test(line);

describe("streams one behind the other", () => {
  test("all are followed", () => {
    expect(told(join(HARMLESS, HARMLESS, HARMLESS))).toEqual([]);
    const found = told(join(HARMLESS, HARMLESS, EVIL));
    expect(found).toEqual([expect.stringContaining(`model.pkl @ 0x${(2 * HARMLESS.length + 14).toString(16)}`)]);
    expect(isSystem(found[0]!)).toBe(true);
  });

  test("the first one counts as well", () => {
    expect(told(join(EVIL, HARMLESS)).some(isSystem)).toBe(true);
  });

  test("of protocol 0, which has no sign of a start", () => {
    expect(told(join(HARMLESS, "cos\nsystem\n(S'id'\ntR.")).some(isSystem)).toBe(true);
  });

  test("a thousand short ones", () => {
    expect(told(join(...Array.from({ length: 1000 }, () => HARMLESS), EVIL)).some(isSystem)).toBe(true);
  });
});

describe("bytes between and behind streams", () => {
  test("zeros are padding", () => {
    expect(told(join(HARMLESS, new Uint8Array(5000)))).toEqual([]);
    expect(told(join(HARMLESS, new Uint8Array(5000), EVIL)).some(isSystem)).toBe(true);
  });

  test("others are told, and what stands behind them is found", () => {
    const junk = "x".repeat(1000);
    expect(told(join(HARMLESS, junk))).toEqual([
      `low MA-PKL-009 model.pkl @ 0x${HARMLESS.length.toString(16)}: 1,000 bytes follow the end of the pickle and belong to nothing`,
    ]);
    const found = told(join(HARMLESS, junk, EVIL));
    expect(found).toContainEqual(expect.stringContaining("1,000 bytes follow the end of the pickle"));
    expect(found.some(isSystem)).toBe(true);
  });

  test("a stream that begins where a block of the search ends", () => {
    for (const length of [64 * 1024 - 2, 64 * 1024 - 1, 64 * 1024])
      expect(told(join(HARMLESS, "x".repeat(length), EVIL)).some(isSystem)).toBe(true);
  });
});

describe("a stream that breaks", () => {
  test("is told with what ran before", () => {
    const found = told(join(pickle(4).call("os", "system", "id").bytes(), [0xff]));
    expect(found.some(isSystem)).toBe(true);
    expect(found).toContainEqual(
      expect.stringContaining("is no opcode (0xff). The import before it is reported. Is the file complete?"),
    );
  });

  test("does not hide another one behind it", () => {
    expect(told(join(pickle(4).string("a").bytes(), [0xff, 0xff], EVIL)).some(isSystem)).toBe(true);
  });

  test("cut at every byte, a file is never silent", () => {
    for (let length = 2; length < EVIL.length; length++)
      expect(told(EVIL.subarray(0, length)).filter((line) => /^(high|critical)/.test(line))).not.toEqual([]);
  });
});

test("an import in every stream is one finding each, at its own place", () => {
  const one = pickle(2).global("mylib", "Net").stop();
  const places = told(join(one, one)).map((line) => /@ (0x[0-9a-f]+)/.exec(line)?.[1]);
  expect(places).toEqual(["0x2", `0x${(one.length + 2).toString(16)}`]);
});
