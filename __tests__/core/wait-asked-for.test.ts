import { waitAskedFor } from "../../src/core/http";

const NOON = Date.parse("Sun, 06 Nov 1994 12:00:00 GMT");

test.each<[string | undefined, number | undefined]>([
  [undefined, undefined],
  ["", undefined],
  ["0", 0],
  [" 120 ", 120_000],
  ["Sun, 06 Nov 1994 12:00:30 GMT", 30_000],
  ["Sunday, 06-Nov-94 12:00:30 GMT", 30_000],
  ["Sun, 06 Nov 1994 11:00:00 GMT", 0],
  ["-5", undefined],
  ["1.5", undefined],
  ["1e3", undefined],
  ["9999999999", undefined],
  ["soon", undefined],
  ["Sun, soon", undefined],
])("Retry-After: %j", (header, wait) => {
  expect(waitAskedFor(header, NOON)).toBe(wait);
});

test("a date tells nothing where nobody knows the time, and seconds do", () => {
  expect(waitAskedFor("Sun, 06 Nov 1994 12:00:30 GMT", NaN)).toBeUndefined();
  expect(waitAskedFor("7", NaN)).toBe(7000);
});
