import { unknownField } from "../../../src/rules/format/unknown-field";
import { checkLayout } from "../../support/check-layout";

describe("MA-FMT-025 unknown-field", () => {
  test("passes on what the format says is in fields that it does not have", () => {
    const [found] = checkLayout(unknownField, { oddity: "unknown-field", detail: "5000 bytes are there", offset: 7 });
    expect(found).toMatchObject({ severity: "medium", message: "5000 bytes are there", location: { offset: 7 } });
  });

  test("other oddities are not its business", () => {
    expect(checkLayout(unknownField, { oddity: "overlap", detail: "x" })).toEqual([]);
  });
});
