import { indexMismatch } from "../../../src/rules/format/index-mismatch";
import { checkLayout } from "../../support/check-layout";
import { lines } from "../../support/scan";

describe("MA-FMT-013 index-mismatch", () => {
  test("weighs each kind", () => {
    const found = checkLayout(
      indexMismatch,
      { oddity: "missing-part", part: "a", detail: "is not in it", line: 3 },
      { oddity: "wrong-kind", part: "b", detail: "is a pickle" },
      { oddity: "unlisted-part", part: "c", detail: "is not in the index" },
      { oddity: "stale-total", detail: "says 1 byte" },
    );
    expect(lines(found)).toEqual([
      "high MA-FMT-013 models/m.gguf:3: a: is not in it",
      "high MA-FMT-013 models/m.gguf: b: is a pickle",
      "medium MA-FMT-013 models/m.gguf: c: is not in the index",
      "info MA-FMT-013 models/m.gguf: says 1 byte",
    ]);
  });

  test("is silent about the rest", () => {
    expect(checkLayout(indexMismatch, { oddity: "overlap", part: "w", detail: "x" })).toEqual([]);
  });
});
