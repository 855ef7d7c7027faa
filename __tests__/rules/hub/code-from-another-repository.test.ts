import { codeFromAnotherRepository } from "../../../src/rules/hub/code-from-another-repository";
import { checkReference } from "../../support/check-reference";

describe("MA-HUB-002 code-from-another-repository", () => {
  test("is high, and says which repository", () =>
    expect(
      checkReference(codeFromAnotherRepository, { kind: "elsewhere", names: ["a/b--m.Net"], repository: "a/b" }),
    ).toMatchObject([
      { severity: "high", message: "a.field has a/b--m.Net fetched from the repository a/b, without a pinned commit" },
    ]));

  test("code of the model itself is not its business", () =>
    expect(
      checkReference(codeFromAnotherRepository, { kind: "code", names: ["m.Net"], path: "m.py", state: "present" }),
    ).toEqual([]));
});
