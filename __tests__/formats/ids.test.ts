import { FORMATS } from "../../src/formats";
import { FORMAT_IDS } from "../../src/formats/ids";

test("the list of ids is that of the formats, in their order", () =>
  expect(FORMAT_IDS).toEqual(FORMATS.map(({ id }) => id)));
