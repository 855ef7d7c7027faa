import { unlistedOrigin } from "../../../src/rules/bom/unlisted-origin";
import { checkRule } from "../../support/check-rule";
import { contradiction, inventorySubject } from "../../support/inventory-fact";

test("a model that the manifest does not name", () =>
  expect(
    checkRule(
      unlistedOrigin,
      inventorySubject({ kind: "unlisted-origin", path: "models/bert", manifest: "models.lock.yaml" }),
    ),
  ).toMatchObject([{ severity: "low", message: "models/bert has no entry in models.lock.yaml" }]));

test("other facts are not its business", () => expect(checkRule(unlistedOrigin, contradiction("base"))).toEqual([]));
