import { DOCUMENT_FORMATS, hasToBeAllowed, MODEL_FORMATS, OPENED_CONTAINERS } from "../../src/core/format-kinds";
import { FORMATS } from "../../src/formats";
import { FORMAT_IDS } from "../../src/formats/ids";

test("every format stands in exactly one list", () => {
  const all = [...MODEL_FORMATS, ...OPENED_CONTAINERS, ...DOCUMENT_FORMATS];
  expect(all.sort()).toEqual([...FORMAT_IDS].sort());
});

test.each(MODEL_FORMATS)("%s has to be allowed", (id) => expect(hasToBeAllowed(id)).toBe(true));
test.each([...OPENED_CONTAINERS, ...DOCUMENT_FORMATS])("%s is not asked about", (id) =>
  expect(hasToBeAllowed(id)).toBe(false),
);

test("one that nobody has listed has to be allowed", () => expect(hasToBeAllowed("brand-new")).toBe(true));

test("what is text is a document, and all code is", () => {
  const text = FORMATS.filter((format) => format.text !== undefined).map(({ id }) => id);
  expect(text.filter((id) => hasToBeAllowed(id))).toEqual([]);
});
