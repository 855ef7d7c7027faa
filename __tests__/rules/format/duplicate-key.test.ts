import { duplicateKey } from "../../../src/rules/format/duplicate-key";
import { checkLayout } from "../../support/check-layout";
import { lines } from "../../support/scan";

describe("MA-FMT-011 duplicate-key", () => {
  test("says which name stands twice", () => {
    const found = checkLayout(duplicateKey, { oddity: "duplicate-key", part: "w", detail: "this name stands twice" });
    expect(lines(found)).toEqual(["high MA-FMT-011 models/m.gguf: w: this name stands twice"]);
  });

  test("shortens a name that would fill the report", () => {
    const [found] = checkLayout(duplicateKey, { oddity: "duplicate-key", part: "w".repeat(5000), detail: "twice" });
    expect(found!.message.length).toBeLessThan(200);
  });

  test("is silent about the rest", () => {
    expect(checkLayout(duplicateKey, { oddity: "overlap", part: "w", detail: "x" })).toEqual([]);
  });
});
