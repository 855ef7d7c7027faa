import { BufferSource } from "../../src/bytes/sources";
import { endsAsTable, tableEntries } from "../../src/bytes/sorted-table";
import { Budget } from "../../src/core/budget";
import { sortedTable } from "../support/sorted-table-builder";

const entriesOf = (bytes: Uint8Array, limits = {}) =>
  [...tableEntries(new BufferSource(bytes), new Budget(0, limits))].map(({ key, start, end }) => [
    Buffer.from(key).toString(),
    Buffer.from(bytes.subarray(start, end)).toString(),
  ]);
const TWO = [["", Buffer.from("head")], ["key", Buffer.from("value")]] as const; // prettier-ignore

test("keys and values in order", () => {
  expect(entriesOf(sortedTable(TWO))).toEqual([["", "head"], ["key", "value"]]); // prettier-ignore
});

test("what has no footer is none", () => {
  expect(endsAsTable(new BufferSource(new Uint8Array(48)))).toBe(false);
  expect(() => entriesOf(new Uint8Array(20))).toThrow("no table's footer");
});

test("compressed blocks are not read", () => {
  expect(() => entriesOf(sortedTable(TWO, 1))).toThrow("compressed blocks");
});

test("entries are counted", () => {
  expect(() => entriesOf(sortedTable(TWO), { fields: 1 })).toThrow("fields and records");
});

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  "one byte of the first entries changed to 0xff: an error or entries, never a crash (%i)",
  (at) => {
    const bytes = Uint8Array.from(sortedTable(TWO));
    bytes[at] = 0xff;
    try {
      expect(entriesOf(bytes).length).toBeLessThan(4);
    } catch (error) {
      expect(["Malformed", "OutOfBounds"]).toContain((error as Error).name);
    }
  },
);
