import type { BaseModel } from "../../../src/core/reference-facts";
import { unpinnedBaseModel } from "../../../src/rules/hub/unpinned-base-model";
import { callable, checkReference } from "../../support/check-reference";

const found = (place: BaseModel["place"], revision?: string) =>
  checkReference(unpinnedBaseModel, {
    kind: "model",
    name: "org/base",
    place,
    ...(revision === undefined ? {} : { revision }),
  });

describe("MA-HUB-007 unpinned-base-model", () => {
  test("of the hub", () => {
    expect(found("hub")).toMatchObject([
      { severity: "low", message: "a.field is org/base of the hub, without a revision" },
    ]);
    expect(found("hub", "main")).toMatchObject([
      { severity: "low", message: expect.stringContaining("main, which is no commit") },
    ]);
    expect(found("hub", "a".repeat(40))).toEqual([]);
  });

  test("an address, and a directory", () => {
    expect(found("url")).toMatchObject([{ severity: "medium" }]);
    expect(found("local")).toMatchObject([{ severity: "info" }]);
  });

  test("other references are not its business", () =>
    expect(checkReference(unpinnedBaseModel, callable("a.b"))).toEqual([]));
});
