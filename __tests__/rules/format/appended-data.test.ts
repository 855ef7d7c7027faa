import { appendedData } from "../../../src/rules/format/appended-data";
import { checkLayout } from "../../support/check-layout";
import { lines } from "../../support/scan";

describe("MA-FMT-012 appended-data", () => {
  test("says how much follows, and where", () => {
    const found = checkLayout(appendedData, {
      oddity: "appended",
      detail: "12 bytes follow the last tensor",
      offset: 64,
    });
    expect(lines(found)).toEqual(["high MA-FMT-012 models/m.gguf @ 0x40: 12 bytes follow the last tensor"]);
  });

  test("is silent about the rest", () => {
    expect(checkLayout(appendedData, { oddity: "gap", detail: "x" })).toEqual([]);
  });
});
