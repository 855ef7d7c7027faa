import { byCodePoint } from "../../src/core/order";

test("the order is that of code points, not of UTF-16 units and not of a locale", () => {
  const sorted = ["", "B", "a", "ab", "\u00e4", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{1f600}"];
  expect([...sorted].reverse().sort(byCodePoint)).toEqual(sorted);
  expect(byCodePoint("same", "same")).toBe(0);
});
