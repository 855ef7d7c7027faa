import { hdf5CacheImage } from "../../../src/rules/format/hdf5-cache-image";
import { checkRule } from "../../support/check-rule";

const at = { path: "a.h5", inside: [] };
const check = (what: "cache-image" | "filter") =>
  checkRule(hdf5CacheImage, {
    kind: "hdf5",
    at,
    hdf5: { format: "hdf5", seen: [{ what, part: "", detail: "an image" }] },
  });

describe("MA-FMT-053 hdf5-cache-image", () => {
  test("an image is high, other facts are silent", () => {
    expect(check("cache-image")).toMatchObject([{ severity: "high", message: "an image" }]);
    expect(check("filter")).toEqual([]);
  });
});
