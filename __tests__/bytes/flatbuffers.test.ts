import { FlatBuffer } from "../../src/bytes/flatbuffers";
import { BufferSource } from "../../src/bytes/sources";
import { Budget } from "../../src/core/budget";
import { flat } from "../support/flatbuffers-builder";

const BYTES = flat({
  0: { int: -3 },
  1: { text: "name" },
  2: { ints: [1, -1] },
  4: { tables: [{ 0: { long: 1n << 40n } }] },
  5: { byte: 200 },
});
const open = (bytes: Uint8Array, limits = {}) =>
  new FlatBuffer(new BufferSource(bytes), bytes.length, new Budget(0, limits));

test("fields of each kind, absent ones, and how far it goes", () => {
  const buffer = open(BYTES);
  const root = buffer.root();
  expect([root.int(0, 4), root.text(1), root.ints(2, 9), root.uint(5, 1), root.int(5, 1)]).toEqual([
    -3,
    "name",
    [1, -1],
    200,
    -56,
  ]);
  expect([root.has(3), root.int(3, 4, 7), root.text(3), root.ints(99, 9), root.table(3)]).toEqual([
    false,
    7,
    undefined,
    [],
    undefined,
  ]);
  expect([...root.tables(4)].map((each) => each.ulong(0))).toEqual([1n << 40n]);
  expect(buffer.reach).toBe(BYTES.length);
});

test("at most so much of a text, and of a list", () => {
  expect(open(BYTES).root().text(1, 2)).toBe("na");
  expect(() => open(BYTES).root().ints(2, 1)).toThrow("a list of 2 numbers");
});

test("tables are counted", () => {
  expect(() => [...open(BYTES, { fields: 1 }).root().tables(4)]).toThrow("fields and records");
});

test("every byte changed: an error of its own kind or another value, never a crash", () => {
  for (let at = 0; at < BYTES.length; at++)
    for (const value of [0, 1, 0x7f, 0xff]) {
      const bytes = Uint8Array.from(BYTES);
      bytes[at] = value;
      try {
        const root = open(bytes).root();
        root.text(1);
        root.ints(2, 100);
        for (const each of root.tables(4)) each.ulong(0);
      } catch (error) {
        expect((error as Error).name).toBe("Malformed");
      }
    }
});
