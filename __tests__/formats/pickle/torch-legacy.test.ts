import { pickle, type PickleBuilder } from "../../support/pickle-builder";
import { truncations } from "../../support/damage";
import { lines, scanBytes } from "../../support/scan";
import { sample, TORCH_LEGACY } from "./samples";

const MAGIC = pickle(2).long1([0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]).stop();
const VERSION = pickle(2).int(1001).stop();
const SYSTEM = pickle(2).emptyDict().stop();
const EVIL = pickle(2).call("os", "system", "id").stop();
const told = (bytes: Uint8Array): string[] => lines(scanBytes(bytes, "m.pt").findings);
const isSystem = (line: string): boolean => /critical MA-PKL-001 .*os\.system/.test(line);

/** A persistent id as torch writes it: `("storage", torch.FloatStorage, "0", "cpu", 2, None)`. */
function storage(p: PickleBuilder, type = "FloatStorage"): PickleBuilder {
  const id = p.mark().string("storage").global("torch", type).string("0").string("cpu").int(2).none().tuple();
  return id.binpersid();
}

/** A file of these parts: the object, the storage keys, the storages. */
function legacy(object: Uint8Array, keys: readonly string[] = [], data: Uint8Array = new Uint8Array(0)): Uint8Array {
  return Buffer.concat([
    MAGIC,
    VERSION,
    SYSTEM,
    object,
    pickle(2)
      .push([...keys])
      .stop(),
    data,
  ]);
}

/** A storage's bytes: the number of elements, then they. */
function elements(count: number, bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeBigInt64LE(BigInt(count));
  return Buffer.concat([head, bytes]);
}

const OBJECT = storage(pickle(2)).stop();
const WHOLE = legacy(OBJECT, ["0"], elements(2, new Uint8Array(8)));

test.each(Object.entries(TORCH_LEGACY))("what torch wrote says nothing: %s", (_, base64) => {
  expect(told(sample(base64))).toEqual([]);
});

test("a file built here is one as well", () => {
  expect(scanBytes(WHOLE, "m.pt")).toMatchObject({ format: "torch-legacy", findings: [] });
});

describe("a payload is found", () => {
  const parts = [MAGIC, VERSION, SYSTEM, OBJECT, pickle(2).push(["0"]).stop()];

  test.each([1, 2, 3, 4])("in stream %i", (nth) => {
    const bytes = Buffer.concat(parts.map((part, i) => (i === nth ? EVIL : part)));
    expect(told(bytes).some(isSystem)).toBe(true);
  });

  test("before the magic number's value", () => {
    const first = pickle(2).call("os", "system", "id").pop().raw(MAGIC.subarray(2)).bytes();
    expect(told(Buffer.concat([first, ...parts.slice(1)])).some(isSystem)).toBe(true);
  });

  test("between the streams and the storages, where torch reads no more streams", () => {
    const found = told(legacy(OBJECT, ["0"], Buffer.concat([EVIL, elements(2, new Uint8Array(8))])));
    expect(found.some(isSystem)).toBe(true);
  });

  test("behind the storages", () => {
    expect(told(Buffer.concat([WHOLE, EVIL])).some(isSystem)).toBe(true);
  });

  test("in a file whose storages have a type that nobody knows", () => {
    const object = storage(pickle(2), "OddStorage").stop();
    const found = told(legacy(object, ["0"], Buffer.concat([elements(2, new Uint8Array(8)), EVIL])));
    expect(found.some(isSystem)).toBe(true);
    expect(found).toContainEqual(expect.stringContaining("storage 0 has a type that is not known"));
  });
});

describe("storages that are not what they claim", () => {
  test.each<[string, Uint8Array, string]>([
    ["missing", legacy(OBJECT, ["0"]), "storage 0 is missing"],
    ["cut off", legacy(OBJECT, ["0"], elements(2, new Uint8Array(4))), "storage 0 is cut off"],
    ["of negative length", legacy(OBJECT, ["0"], elements(-1, new Uint8Array(8))), "storage 0 has an impossible length"],
    ["that no tensor names", legacy(OBJECT, ["7"], elements(2, new Uint8Array(8))), "storage 7 has a type that is not known"],
  ])("%s", (_, bytes, words) => {
    // A missing storage leaves no byte behind the streams: torch would fail, and there is nothing to be read.
    expect(told(bytes).join("\n")).toContain(words);
  }); // prettier-ignore

  test("cut at every byte behind its magic number, the file is never silent", () => {
    const silent = [...truncations(WHOLE)].filter((part) => part.length >= MAGIC.length && told(part).length === 0);
    expect(silent.map(({ length }) => length)).toEqual([]);
    expect(told(WHOLE.subarray(0, MAGIC.length + VERSION.length))).toEqual([
      "high MA-SYS-001 m.pt @ 0x15: cannot be read to its end: the file ends after 2 of the 5 pickles that torch reads. Is the file complete?",
    ]);
  });
});

test("every stream is told to be read by torch, so weights_only is spoken of", () => {
  const object = pickle(2).call("datetime", "date", 2024, 1, 1).stop();
  expect(told(legacy(object))).toContainEqual(expect.stringContaining("MA-PKL-007"));
  expect(lines(scanBytes(object, "m.pkl").findings).join()).not.toContain("MA-PKL-007");
});
